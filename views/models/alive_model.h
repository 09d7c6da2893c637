// The tensors that are there while a kernel runs, as a table, the largest first. Sorts by itself: a large graph has thousands, and they change with every kernel.
#pragma once

#include <QAbstractTableModel>

#include "views/models/profile_content.h"

namespace whittle {

class AliveModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, BytesColumn, KindColumn, NodeColumn, FromColumn, UntilColumn, ColumnCount };
    enum Role {
        ShareRole = Qt::UserRole,  ///< 0 to 1, in BytesColumn: of all that is there
    };

    using QAbstractTableModel::QAbstractTableModel;
    /// `kernel` -1: nothing.
    void show(ProfileContentRef content, int kernel);
    const HeldValue* value(const QModelIndex& index) const;
    std::size_t bytes() const { return m_bytes; }  ///< of all rows

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    void sort(int column, Qt::SortOrder order) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    ProfileContentRef m_content;
    int m_kernel = -1;
    std::vector<std::size_t> m_alive;  // into MemoryTimeline::values
    void arrange();

    std::size_t m_bytes = 0;
    int m_column = BytesColumn;
    Qt::SortOrder m_order = Qt::DescendingOrder;
};

/// "Weights", as the user reads it.
QString memoryKindText(MemoryKind kind);

}  // namespace whittle

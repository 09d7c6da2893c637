// The dimensions of a program's inputs as a table: a row each, with what is said of it, which can be edited, what it is, and what forced that.
#pragma once

#include <map>

#include <QAbstractTableModel>

#include "views/models/dims_controller.h"

namespace whittle {

class DimsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { InputColumn, DimColumn, ExampleColumn, SaidColumn, IsColumn, SizeColumn, RangeColumn, ForcedColumn, ColumnCount };
    enum Role {
        RefutedRole = Qt::UserRole,  ///< why what is said is not so, or cannot be said, in words; empty: nothing is against it
        DraftRole,                   ///< a text that cannot be said: it is kept in the place of what is said, until that is said otherwise
    };

    explicit DimsModel(DimsController& dims, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : m_rows; }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// Of what is said: text as DimsController::say() takes it. False: it cannot be said, and nothing changes. As DraftRole it is kept then.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

private:
    DimsController& m_dims;
    int m_rows = 0;
    std::map<int, QString> m_drafts;  // by row
};

}  // namespace whittle

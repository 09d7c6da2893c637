// The graph as a table: one row a box (inputs, nodes, outputs) in execution order.
#pragma once

#include <QAbstractTableModel>

#include "views/models/graph_scene.h"

namespace whittle {

class GraphModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { OrderColumn, NameColumn, OperatorColumn, TypeColumn, ModuleColumn, SourceColumn, ColumnCount };
    enum Role { SortRole = Qt::UserRole, BoxRole };

    using QAbstractTableModel::QAbstractTableModel;
    void setContent(ContentRef content);
    const ContentRef& content() const { return m_content; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    ContentRef m_content;
};

}  // namespace whittle

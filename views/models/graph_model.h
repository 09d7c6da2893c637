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
    void setScene(SceneRef scene);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    SceneRef m_scene;
};

}  // namespace whittle

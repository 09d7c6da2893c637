// The graph as a table: one row a box (inputs, nodes, outputs), in execution order or sorted by a column.
#pragma once

#include "views/models/graph_scene.h"
#include "views/models/sorted_model.h"

namespace whittle {

class GraphModel : public SortedModel {
    Q_OBJECT
public:
    enum Column { OrderColumn, NameColumn, OperatorColumn, TypeColumn, ModuleColumn, SourceColumn, ColumnCount };
    enum Role { BoxRole = Qt::UserRole };

    using SortedModel::SortedModel;
    void setContent(ContentRef content);
    const ContentRef& content() const { return m_content; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Sorter sorterOf(int column, Qt::SortOrder direction) const override;

    ContentRef m_content;
};

}  // namespace whittle

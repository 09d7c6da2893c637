// The graph as a table: one row a box (inputs, nodes, outputs), in execution order or sorted by a column. Sorting is a worker's: who clicks a
// header, or opens another graph while one is sorted, does not wait for it.
#pragma once

#include <QAbstractTableModel>

#include "views/models/graph_scene.h"
#include "views/models/job_runner.h"

namespace whittle {

class GraphModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { OrderColumn, NameColumn, OperatorColumn, TypeColumn, ModuleColumn, SourceColumn, ColumnCount };
    enum Role { BoxRole = Qt::UserRole };

    explicit GraphModel(JobRunner& jobs, QObject* parent = nullptr);
    /// In execution order until it is sorted as the one before was.
    void setContent(ContentRef content);
    const ContentRef& content() const { return m_content; }
    int rowOf(int box) const { return m_boxes.empty() ? box : m_rows[static_cast<std::size_t>(box)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

private:
    struct Order {
        std::vector<int> boxes;  // by row; empty: execution order
        std::vector<int> rows;   // by box
    };
    static Order orderOf(const GraphContent& content, int column, Qt::SortOrder direction);
    int boxAt(int row) const { return m_boxes.empty() ? row : m_boxes[static_cast<std::size_t>(row)]; }
    void arrange();
    void show(Order order);

    JobRunner& m_jobs;
    ContentRef m_content;
    int m_column = OrderColumn;
    Qt::SortOrder m_direction = Qt::AscendingOrder;
    std::vector<int> m_boxes, m_rows;  // as in Order
};

}  // namespace whittle

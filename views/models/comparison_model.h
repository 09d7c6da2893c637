// What became of every node in every graph of a comparison, as a table: a column for each graph, a row for each node of the base and for those that only
// others have, of which a filter picks some.
#pragma once

#include "engine/ir/diff_filter.h"
#include "views/models/graph_comparison.h"
#include "views/models/sorted_model.h"

namespace whittle {

class ComparisonModel : public SortedModel {
    Q_OBJECT
public:
    /// Behind those come a column for each graph, the base first, and one for what changed.
    enum Column { OrderColumn, NodeColumn, OperatorColumn, FirstGraphColumn };
    enum Role { RowRole = Qt::UserRole };  ///< of the difference

    explicit ComparisonModel(GraphComparison& comparison, QObject* parent = nullptr);

    /// As parseDiffFilter reads it. With a mistake the rows of before stay.
    void setFilter(const QString& text);
    const QString& filter() const { return m_filterText; }
    const QString& mistake() const { return m_mistake; }  ///< empty: there is none
    bool isBusy() const { return m_filtering || isSorting(); }
    int allRows() const { return m_difference ? static_cast<int>(m_difference->diff.rows.size()) : 0; }
    int rowOfDifference(int row) const;  ///< -1: the filter leaves it out
    /// Of the graphs of the others; -1: the column is none of one.
    int otherOfColumn(int column) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void filterChanged();  ///< or what it found, or its mistake

private:
    struct Picked {
        std::vector<int> rows;   // of the difference, by item
        std::vector<int> items;  // by row of the difference, -1: left out
    };
    using PickedRef = std::shared_ptr<const Picked>;

    Sorter sorterOf(int column, Qt::SortOrder direction) const override;
    void pick();
    int graphs() const { return m_difference ? static_cast<int>(m_difference->graphs.size()) : 0; }

    GraphComparison& m_comparison;
    DifferenceRef m_difference;  // of the rows on show
    PickedRef m_picked;
    QString m_filterText, m_mistake;
    bool m_filtering = false;
};

/// "changed: type, arguments", "absent": of a row in a graph.
QString cellText(const GraphDifference& difference, int row, int graph);
/// All changes of a row: "type f32[4] -> f16[4]"; with several others each by its letter.
QString changesText(const GraphDifference& difference, int row);

}  // namespace whittle

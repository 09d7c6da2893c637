// Two versions of a graph held against each other: what was removed, added and changed, as marks on both sides and as a list; what is selected on one
// side is selected on the other.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include <QAbstractTableModel>
#include <QObject>

#include "engine/ir/diff.h"
#include "views/models/graph_controller.h"
#include "views/models/node_overlay.h"

namespace whittle {

/// Immutable, made on a worker.
struct GraphDifference {
    GraphRef before, after;
    std::vector<DiffRow> rows;  ///< all but those that are the same
    std::size_t same = 0, changed = 0, added = 0, removed = 0;
    std::vector<QString> inputs;  ///< a sentence for each input that only one side has, and for outputs that differ
    OverlayRef marksBefore, marksAfter;
    std::unordered_map<NodeId, NodeId> toAfter, toBefore;  ///< nodes that correspond

    bool isEmpty() const { return rows.empty() && inputs.empty(); }
};
/// Cost: linear.
std::shared_ptr<const GraphDifference> differenceOf(GraphRef before, GraphRef after);

class GraphComparison : public QObject {
    Q_OBJECT
public:
    GraphComparison(JobRunner& jobs, GraphController& left, GraphController& right, QObject* parent = nullptr);

    /// What the two controllers show is up to the caller. Null on a side ends the comparison.
    void compare(GraphRef before, GraphRef after);
    bool isBusy() const { return m_busy; }
    const std::shared_ptr<const GraphDifference>& difference() const { return m_difference; }  ///< null when there is none, or not yet
    QString summary() const;  ///< "3 added, 1 removed, 2 changed; 154 nodes are the same"
    /// Selects the row's nodes on both sides, as soon as these show the graphs.
    void show(const DiffRow& row);

signals:
    void changed();

private:
    void mark();
    void showWanted();
    void follow(const GraphController& from, GraphController& to, const std::unordered_map<NodeId, NodeId>& partner);

    JobRunner& m_jobs;
    GraphController& m_left;
    GraphController& m_right;
    GraphRef m_before, m_after;
    std::shared_ptr<const GraphDifference> m_difference;
    std::optional<DiffRow> m_wanted;  // to be shown when both graphs are
    bool m_busy = false, m_following = false;
};

/// The rows of a difference.
class DifferenceModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { KindColumn, BeforeColumn, AfterColumn, WhatColumn, ColumnCount };
    explicit DifferenceModel(GraphComparison& comparison, QObject* parent = nullptr);
    const DiffRow& row(int row) const { return m_difference->rows[static_cast<std::size_t>(row)]; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const GraphDifference> m_difference;
};

}  // namespace whittle

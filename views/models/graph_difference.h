// Several graphs held against the first of them, as a snapshot that a worker makes: every node with what became of it in each, marks for both sides of the
// canvas, and where a node's row is.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include <QStringList>

#include "engine/ir/diff_many.h"
#include "views/models/node_overlay.h"

namespace whittle {

struct ComparedGraph {
    QString title;
    GraphRef graph;
    friend bool operator==(const ComparedGraph&, const ComparedGraph&) = default;
};

/// Immutable.
struct GraphDifference {
    std::vector<ComparedGraph> graphs;  ///< the base first
    ManyDiff diff;
    std::vector<OverlayRef> marks;      ///< by graph: of the base what differs in any, of the others what differs from the base
    std::vector<std::unordered_map<NodeId, int>> rows;  ///< by graph: the node's row of `diff`
    std::size_t differing = 0;          ///< rows

    int others() const { return static_cast<int>(diff.others.size()); }
    const Graph& graph(int index) const { return *graphs[static_cast<std::size_t>(index)].graph; }
    bool isEmpty() const;  ///< nothing differs
    std::vector<const Graph*> graphList() const;
    const ManyDiffRow& row(int index) const { return diff.rows[static_cast<std::size_t>(index)]; }
    NodeId node(int row, int graph) const;  ///< invalid: absent there
    /// The first graph that has it.
    int firstWith(int row) const;
    int rowOf(int graph, NodeId node) const;  ///< -1: none
    /// "3 removed, 1 changed, 150 the same" of one of the others, and what became of inputs and outputs.
    QString summary(int other) const;
};
using DifferenceRef = std::shared_ptr<const GraphDifference>;

/// A sentence for each input that only one of the two has, and for outputs that differ.
QStringList edgeSentences(const GraphDifference& difference, int other);

/// Runs on a worker. `graphs`: two at least. Errors: as diffMany.
Result<DifferenceRef> differenceOf(std::vector<ComparedGraph> graphs, const CancelToken& cancel = {}, const std::function<void(int done, int of)>& progress = nullptr);

}  // namespace whittle

// A large graph in few boxes: neighbours in execution order that belong to one module become one. Since a box is a
// run of the execution order, boxes never wait for each other in a circle, whatever the modules do.
#pragma once

#include <string>
#include <vector>

#include "engine/ir/graph.h"

namespace whittle {

struct NodeRun {
    std::vector<NodeId> nodes;  ///< neighbours in execution order
    std::string module;         ///< the innermost that holds them all; empty when there is none
    bool marked = false;        ///< one of the nodes is
    bool near = false;          ///< one of them feeds a marked node or reads from one: folded last
};

/// Runs that together are the graph's nodes, in order; at most `most` (at least 1), where 0 folds nothing. A marked node is a run of its
/// own, unless there are so many that the picture would show little else. Pure. Cost: n log n.
std::vector<NodeRun> foldNodes(const Graph& graph, const std::vector<NodeId>& marked, std::size_t most);

}  // namespace whittle

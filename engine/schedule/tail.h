// What may follow a library's result element by element: found here as groups of nodes, lowered by lowerTail, and called by the library
// on each part of its result while that is in the cache.
#pragma once

#include <functional>
#include <unordered_set>
#include <vector>

#include "engine/ir/graph.h"

namespace whittle {

/// Nodes that lead from a library's result, and from what is in memory, to one value that others read.
struct Tail {
    std::vector<NodeId> nodes;             ///< in execution order, the root's last
    ValueId root;
    std::unordered_set<ValueId> inlined;   ///< what they compute besides the root
};

struct TailRules {
    std::function<bool(const Node&)> elementwise;  ///< one output, each element of elements of the inputs
    std::function<bool(ValueId)> isView;
    std::function<bool(const Node&)> inMemoryBefore;  ///< its outputs are there when the library runs, if somebody wants them
};

/// All of them, the longest first. Inside, values may be read more than once; the root alone is read outside. Operands that are views of what is in
/// memory, or as many elements that nobody else reads, are computed along.
std::vector<Tail> tailsOf(const Graph& graph, const UseMap& uses, const Node& library, const TailRules& rules);

}  // namespace whittle

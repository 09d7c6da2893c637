// A node that libraries may compute, cut out of its graph: alone, with the pointwise nodes that a library may do on the way, with
// every size known. Estimates are made of it, measurements run it, and its text is what stored measurements are found by.
#pragma once

#include "engine/ir/graph.h"
#include "engine/kernels/node_work.h"

namespace whittle {

struct Site {
    Graph graph;                       ///< canonical names: the node is "site"; weights are parameters; no input has data
    std::vector<NodeId> after;         ///< in the graph it was cut out of: what may be computed along with it
    std::vector<std::string> assumed;  ///< sizes that only a run tells: "s0 = 16 (hint)"
    std::string operands;              ///< "f32[64,32] f32[32,8]"
    NodeWork work;
    double bytes = 0;                  ///< every operand read once, every result written once
    double resultBytes = 0;

    const Node& node() const { return graph.nodes().front(); }
    std::string text() const;          ///< all of it, the same for equal sites of any graph
};

/// The name of the node in Site::graph.
inline constexpr std::string_view kSiteNode = "site";

/// `uses`: of `graph`; null for the node without what comes after it. Symbolic sizes take their hint, else the nearest to 64 that
/// their range allows. Errors: Unsupported for a number that stands in no relation to the symbols, or a graph as an argument.
Result<Site> makeSite(const Graph& graph, const Node& node, const UseMap* uses);

}  // namespace whittle

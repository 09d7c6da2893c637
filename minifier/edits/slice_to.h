// The part of a graph that one node needs, with the node's results as its only outputs: what is reduced where it is known which node goes wrong.
#pragma once

#include <string_view>

#include "engine/ir/graph.h"

namespace whittle {

/// Errors: NotFound when there is no node of this name; Verify when it gives nothing that a graph could return.
Result<Graph> sliceTo(const Graph& graph, std::string_view node);

}  // namespace whittle

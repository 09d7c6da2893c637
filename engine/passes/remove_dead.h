// Removes nodes that nothing reads. Nodes without outputs stay: they check something.
#pragma once

#include "engine/passes/pass.h"

namespace whittle {

/// What it would remove, the last node first.
std::vector<NodeId> deadNodes(const Graph& graph);

Result<Rewrites> removeDead(Graph& graph, const PassContext& context);

}  // namespace whittle

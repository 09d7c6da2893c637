// Removes nodes that nothing reads. Nodes without outputs stay: they check something.
#pragma once

#include "engine/passes/pass.h"

namespace whittle {

Result<Rewrites> removeDead(Graph& graph, const PassContext& context);

}  // namespace whittle

// Removes nodes that nothing reads. Nodes without outputs stay: they check something.
#pragma once

#include "engine/passes/pass.h"

namespace whittle {

Result<int> removeDead(Graph& graph, const PassContext& context);

}  // namespace whittle

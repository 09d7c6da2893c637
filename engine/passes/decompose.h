// Replaces operators that neither loops nor a library compute by the simpler ones that PyTorch decomposes them
// to, until nothing changes. Afterwards a node with a decomposition is one that somebody computes whole, or one
// whose decomposition does not apply to its sizes (it then runs on its reference kernel).
#pragma once

#include "engine/passes/pass.h"

namespace whittle {

Result<Rewrites> decompose(Graph& graph, const PassContext& context);

}  // namespace whittle

// Marks the weights that a chosen library reads in an order of its own: it keeps a copy in that order, made by the first run (what nobody runs
// costs nothing, and runs in parallel share it), as far as there is room. Before: kernels are chosen. Without the pass each run packs them anew.
#pragma once

#include "engine/passes/pass.h"

namespace whittle {

Result<Rewrites> prepack(Graph& graph, const PassContext& context);

}  // namespace whittle

// Computes what depends on weights only when the graph is compiled: transposed and rescaled weights, masks, casts.
// Leaves alone what would take more memory than the weights it reads, and products of weights: the reference kernels that
// compute here are slow at those.
#pragma once

#include "engine/passes/pass.h"

namespace whittle {

/// Before: any checked graph. After: such a node's results are inputs of kind Constant that hold them.
Result<Rewrites> foldConstants(Graph& graph, const PassContext& context);

}  // namespace whittle

// A batch norm over running statistics after a convolution is a rescaling of the convolution's weight and bias.
#pragma once

#include "engine/passes/pass.h"

namespace whittle {

/// Before: decomposed. After: no inference batch norm directly reads a convolution that nothing else reads, where all
/// their parameters are weights of one floating dtype. The new weights are worked out in double and rounded once.
Result<Rewrites> foldBatchNorm(Graph& graph, const PassContext& context);

}  // namespace whittle

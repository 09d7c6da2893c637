// Marks the nodes whose library computes with the channels innermost, so that it leaves its result like that: convolutions. Before: kernels are
// chosen. After: what is computed from such a result element by element lies like it (engine/schedule), and the next convolution reads it as it
// lies. Without the pass every result is brought into row-major order.
#pragma once

#include "engine/passes/pass.h"

namespace whittle {

Result<Rewrites> channelsLast(Graph& graph, const PassContext& context);

}  // namespace whittle

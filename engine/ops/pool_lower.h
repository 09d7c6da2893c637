// Pooling as loops: one window an output element, whose places beyond an edge touch no memory.
#pragma once

#include "engine/ops/lower.h"

namespace whittle::ops {

/// Output 0 is the maximum of each window or bin, output 1, where there is one, where it is.
Result<void> maxPoolLower(const OpCall& call, LoopBuilder& loops);
Result<void> adaptiveMaxLower(const OpCall& call, LoopBuilder& loops);
/// Means, summed in f64 as the kernels do.
Result<void> avgPoolLower(const OpCall& call, LoopBuilder& loops);
Result<void> adaptiveAvgLower(const OpCall& call, LoopBuilder& loops);

}  // namespace whittle::ops

// A reduction to few results leaves nothing to share among threads: one loop walks all the memory. This cuts the walk into parts of
// a fixed number of elements, which may run anywhere, and joins their results in order. The parts depend on sizes alone, so
// the bits of the result do too.
#pragma once

#include <functional>
#include <vector>

#include "engine/schedule/lowering.h"

namespace whittle {

/// Kernels that together compute what `lowered` does, to be run in this order; the last one has its outputs. `fresh` names the values
/// in between. One kernel, the given one, where splitting gains nothing.
std::vector<LoweredKernel> splitReductions(LoweredKernel lowered, const std::function<ValueId()>& fresh);
/// Whether that is more than one.
bool isSplit(const LoopKernel& kernel);

}  // namespace whittle

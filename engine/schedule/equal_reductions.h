// Operators with several outputs, and operators that are alike, reduce the same elements under other names of loops: a kernel that
// holds both computes them once.
#pragma once

#include "engine/loops/kernel.h"

namespace whittle {

/// Lets reductions that differ in the names of their loops only be one, and drops what nothing reads.
void mergeEqualReductions(LoopKernel& kernel);

}  // namespace whittle

// The first schedule of a kernel's loops: merge what lies one after the other in memory, put the loops that
// reductions do not depend on inside, run the rest in parallel.
#pragma once

#include "engine/loops/kernel.h"
#include "engine/loops/primitive.h"

namespace whittle {

/// Rewrites `ranges`, `parallel` and the indices of a kernel whose ranges are the output's dimensions in order.
/// The kernel computes the same elements before and after. Tells what it did.
std::vector<SchedulePrimitive> orderLoops(LoopKernel& kernel);

}  // namespace whittle

// What the emitter does to the loops of a kernel, as data.
#pragma once

#include "engine/codegen/vector_plan.h"
#include "engine/loops/primitive.h"

namespace whittle {

/// In the order of the loops, then of the stores. What the plan says, which the emitter follows.
std::vector<SchedulePrimitive> primitivesOf(const VectorPlan& plan, const LoopKernel& kernel, const Placement& placement, const VectorTarget& target);

}  // namespace whittle

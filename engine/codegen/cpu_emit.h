// Loop IR to LLVM IR: one function a kernel, its loops in the order the kernel gives them, in blocks of vector lanes
// where the plan says so.
#pragma once

#include <llvm/IR/Module.h>

#include "engine/codegen/vector_plan.h"
#include "engine/loops/kernel.h"

namespace whittle {

/// Adds `void NAME(ptr buffers, ptr symbols, i64 begin, i64 end)` to the module, over the steps of the plan. The kernel has
/// passed checkKernel; placement and plan are its own.
void emitKernel(const LoopKernel& kernel, const Placement& placement, const VectorPlan& plan, llvm::Module& module);

}  // namespace whittle

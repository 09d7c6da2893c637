// Loop IR to LLVM IR: one function a kernel, scalar loops in the order the kernel gives them. No fast-math
// flag is ever set: a compiled kernel rounds, overflows and treats NaN as the reference kernels do.
#pragma once

#include <llvm/IR/Module.h>

#include "engine/loops/kernel.h"

namespace whittle {

/// Adds `void NAME(ptr buffers, ptr symbols, i64 begin, i64 end)` to the module. The kernel has passed checkKernel.
void emitKernel(const LoopKernel& kernel, llvm::Module& module);

}  // namespace whittle

// How much a step of a compiled graph does, so that its time can be held against what the machine can do.
#pragma once

#include "engine/kernels/node_work.h"
#include "engine/loops/kernel.h"

namespace whittle {

/// `flops` of a loop kernel weigh each expression as LoopOpInfo::cost does (an addition is 1, exp 16); of a product, convolution or attention
/// they are nodeWork's. Bytes: every operand once, every result once.
struct StepWork {
    double bytesRead = 0, bytesWritten = 0;
    double flops = 0;  ///< 0: not known
};

/// Operations of all iterations, and of those outside all loops, which every call of the kernel's code does again. Errors: of `sizeOf`.
struct KernelOps {
    double all = 0, outside = 0;
};
Result<KernelOps> kernelOps(const LoopKernel& kernel, const SizeOf& sizeOf);

}  // namespace whittle

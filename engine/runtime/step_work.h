// How much a step of a compiled graph does, so that its time can be held against what the machine can do.
#pragma once

#include <functional>

#include "engine/ir/graph.h"
#include "engine/loops/kernel.h"

namespace whittle {

/// `flops` of a loop kernel weigh each expression as LoopOpInfo::cost does (an addition is 1, exp 16); of a product, convolution or attention
/// they are multiplications and additions. Bytes: every operand once, every result once.
struct StepWork {
    double bytesRead = 0, bytesWritten = 0;
    double flops = 0;  ///< 0: not known
};

using SizeOf = std::function<Result<std::int64_t>(const SymInt&)>;

/// Operations of all iterations, and of those outside all loops, which every call of the kernel's code does again. Errors: of `sizeOf`.
struct KernelOps {
    double all = 0, outside = 0;
};
Result<KernelOps> kernelOps(const LoopKernel& kernel, const SizeOf& sizeOf);

/// Floating-point operations of a matrix product, a convolution or attention, two a multiply-add; 0 for other operators and where a size is
/// not known. Causal attention counts half of its products.
double productFlops(const Graph& graph, const Node& node, const SizeOf& sizeOf);
/// The operand whose dtype the operations are in: null for other operators.
const TensorType* productOperand(const Graph& graph, const Node& node);

}  // namespace whittle

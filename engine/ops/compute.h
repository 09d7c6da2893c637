// What kernels with wide accumulation share: operands are brought row-major to the type arithmetic happens
// in, and the result is rounded once to the output's dtype.
#pragma once

#include "engine/ops/elementwise.h"

namespace whittle::ops {

/// Row-major in `compute` (see computeDType); the tensor itself when it is that already.
inline Tensor dense(const Tensor& tensor, DType compute) { return tensor.to(compute).contiguous(); }

/// Rounds `result` to the output's dtype and hands it over.
inline void finish(KernelCall& call, int index, const Tensor& result) {
    call.setOutput(index, result.to(call.outputType(index).dtype));
}

}  // namespace whittle::ops

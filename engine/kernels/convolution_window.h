// How a convolution's window moves, read from a call: for every library that convolves.
#pragma once

#include "engine/ops/op_call.h"
#include "engine/tensor/tensor.h"

namespace whittle {

struct ConvolutionWindow {
    Sizes stride, padding, dilation;  ///< one a spatial dimension
    Index groups = 1;
    bool transposed = false;
};

/// Errors: Unsupported where the call's own numbers are known in the run only.
Result<ConvolutionWindow> windowOf(const OpCall& call, std::size_t spatial);

}  // namespace whittle

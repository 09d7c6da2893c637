// aten.convolution, also transposed, by oneDNN; conv1d, conv2d and their kind decompose to it.
#pragma once

#include "engine/kernels/kernel_list.h"

namespace whittle::dnn {

Result<std::string> claimConvolution(const OpCall& call, KernelSession& session, Epilogue epilogue);
Result<void> runConvolution(KernelCall& call, KernelSession& session, Epilogue epilogue);

}  // namespace whittle::dnn

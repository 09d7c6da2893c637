// scaled_dot_product_attention and flex_attention without the matrix of scores: a tile of queries meets the keys block by block, on
// the micro-kernels of the matrix products. Computes f32 and f16 in f32 and rounds once; of bf16 the weights are rounded too where the CPU
// multiplies pairs of it, as PyTorch does. Refuses dropout and f64, and graphs of flex_attention that are no loops.
#pragma once

#include "engine/kernels/kernel_list.h"

namespace whittle::attention {

Result<std::string> claimAttention(const OpCall& call, KernelSession& session, Epilogue epilogue);
Result<void> runAttention(KernelCall& call, KernelSession& session, Epilogue);  ///< also its flash form, with the logsumexp

Result<std::string> claimFlex(const OpCall& call, KernelSession& session, Epilogue epilogue);
Result<void> runFlex(KernelCall& call, KernelSession& session, Epilogue);

}  // namespace whittle::attention

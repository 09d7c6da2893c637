// scaled_dot_product_attention without the matrix of scores: a tile of queries meets the keys block by block, on the
// micro-kernel of the matrix products. Computes f32, bf16 and f16 in f32 and rounds once. Refuses dropout and f64.
#pragma once

#include "engine/kernels/kernel_list.h"

namespace whittle::attention {

Result<std::string> claimAttention(const OpCall& call, KernelSession& session, Epilogue epilogue);
Result<void> runAttention(KernelCall& call, KernelSession& session, Epilogue);  ///< also its flash form, with the logsumexp

}  // namespace whittle::attention

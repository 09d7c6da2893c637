// mm, bmm, matmul, linear, addmm, baddbmm and convolution on our own micro-kernel: for what oneDNN refuses (f16, f64, scaled sums).
#pragma once

#include "engine/kernels/kernel_list.h"

namespace whittle::gemm {

Result<std::string> claimProduct(const OpCall& call, KernelSession& session, Epilogue epilogue);
Result<std::string> claimBatched(const OpCall& call, KernelSession& session, Epilogue epilogue);  ///< matmul with equal batch dimensions
Result<std::string> claimLinear(const OpCall& call, KernelSession& session, Epilogue epilogue);
Result<void> runProduct(KernelCall& call, KernelSession& session, Epilogue);
Result<void> runLinear(KernelCall& call, KernelSession& session, Epilogue);
Result<void> runAdded(KernelCall& call, KernelSession& session, Epilogue);  ///< addmm and baddbmm
Result<std::string> claimConvolution(const OpCall& call, KernelSession& session, Epilogue epilogue);
Result<void> runConvolution(KernelCall& call, KernelSession& session, Epilogue);

/// As KernelCandidate::packs, of products.
std::string_view packedFactor(const OpCall& call);

std::vector<std::string> productTiles(const OpCall& call, KernelSession& session);
std::vector<std::string> rowTiles(const OpCall& call, KernelSession& session);  ///< of attention

}  // namespace whittle::gemm

// mm, bmm, matmul, linear and addmm by oneDNN's matmul.
#pragma once

#include "engine/kernels/kernel_list.h"

namespace whittle::dnn {

Result<std::string> claimMatmul(const OpCall& call, KernelSession& session, Epilogue epilogue);
Result<std::string> claimBatched(const OpCall& call, KernelSession& session, Epilogue epilogue);  ///< matmul with equal batch dimensions
Result<void> runMatmul(KernelCall& call, KernelSession& session, Epilogue epilogue);
Result<std::string> claimLinear(const OpCall& call, KernelSession& session, Epilogue epilogue);
Result<void> runLinear(KernelCall& call, KernelSession& session, Epilogue epilogue);
Result<std::string> claimAddmm(const OpCall& call, KernelSession& session, Epilogue epilogue);
Result<void> runAddmm(KernelCall& call, KernelSession& session, Epilogue epilogue);

/// As KernelCandidate::packs.
std::string_view packedFactor(const OpCall& call);

/// [b,m,k] x [b or 1,k,n] -> [b,m,n] in f32, for kernels with a product inside. Errors: Unsupported, Run.
Result<std::string> claimProduct(KernelSession& session);
Result<Tensor> product(const Tensor& a, const Tensor& b, KernelSession& session);

}  // namespace whittle::dnn

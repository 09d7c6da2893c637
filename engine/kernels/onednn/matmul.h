// mm, bmm, matmul, linear and addmm by oneDNN's matmul.
#pragma once

#include "engine/kernels/kernel_list.h"

namespace whittle::dnn {

Result<std::string> claimMatmul(const OpCall& call, KernelSession& session);
Result<std::string> claimBatched(const OpCall& call, KernelSession& session);  ///< matmul with equal batch dimensions
Result<void> runMatmul(KernelCall& call, KernelSession& session);
Result<std::string> claimLinear(const OpCall& call, KernelSession& session);
Result<void> runLinear(KernelCall& call, KernelSession& session);
Result<std::string> claimAddmm(const OpCall& call, KernelSession& session);
Result<void> runAddmm(KernelCall& call, KernelSession& session);

}  // namespace whittle::dnn

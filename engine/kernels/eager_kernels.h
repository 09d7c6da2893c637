// The libraries as the interpreter sees them: the same table as the compiler's, and, because an eager kernel never
// fuses, also operators that the compiler rather takes apart.
#pragma once

#include "engine/eager/kernel_provider.h"
#include "engine/kernels/kernel_list.h"

namespace whittle {

class EagerKernels final : public KernelProvider {
public:
    /// `cache`: of the machine code of our own kernels; null for none.
    explicit EagerKernels(std::shared_ptr<ObjectCache> cache = nullptr) : m_session(nullptr, std::move(cache)) {}

    bool knows(std::string_view op) const override;
    Result<KernelUse> run(KernelCall& call) override;

private:
    KernelSession m_session;
};

}  // namespace whittle

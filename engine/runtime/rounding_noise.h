// How far a program's results move when its roundings fall otherwise: reference kernels whose results, where they were rounded, are
// moved by a unit in the last place. A compiled result that is no further off than these runs are is not proof of a fault:
// the program itself makes much of little (a difference of nearly equal numbers, a floor at an integer).
#pragma once

#include <random>

#include "engine/eager/kernel_provider.h"

namespace whittle {

/// For one run. Not thread-safe.
class RoundingNoise final : public KernelProvider {
public:
    explicit RoundingNoise(std::uint64_t seed) : m_random(seed) {}
    bool knows(std::string_view op) const override;
    Result<KernelUse> run(KernelCall& call) override;

private:
    Tensor moved(const Tensor& value, const Tensor* exact);

    std::mt19937_64 m_random;  // its numbers are the same everywhere; the library's distributions are not used
};

}  // namespace whittle

// How far a program's results move when its roundings fall otherwise: reference kernels whose results, where they were rounded, are
// moved by a unit in the last place or a few. A compiled result that is no further off than these runs are is not proof of a fault:
// the program itself makes much of little (a difference of nearly equal numbers, a floor at an integer).
#pragma once

#include <optional>
#include <random>

#include "engine/eager/kernel_provider.h"

namespace whittle {

/// For one run. Not thread-safe.
class RoundingNoise final : public KernelProvider {
public:
    /// Moves by up to `units` units in the last place: fast forms of functions are off by several.
    explicit RoundingNoise(std::uint64_t seed, int units = 1) : m_random(seed), m_units(units) {}
    bool knows(std::string_view op) const override;
    Result<KernelUse> run(KernelCall& call) override;

private:
    enum class Zeros { AsTheyAre, OfEitherSign };
    Tensor moved(const Tensor& value, const Tensor* exact, Zeros zeros);
    double movedElement(double x, double unit, std::optional<double> exact);

    std::mt19937_64 m_random;  // its numbers are the same everywhere; the library's distributions are not used
    int m_units;
};

}  // namespace whittle

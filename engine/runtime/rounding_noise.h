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
    enum class Kind {
        Units,
        Edges,     ///< and operators that add up many elements find those whose squares leave their dtype's range at its ends
        Residues,  ///< instead: what is no larger than a few units of what it is the difference of is 0
    };
    /// Moves by up to `units` units in the last place: fast forms of functions are off by several.
    explicit RoundingNoise(std::uint64_t seed, int units = 1, Kind kind = Kind::Units) : m_random(seed), m_units(units), m_kind(kind) {}
    /// The disturbances that a judge asks for, one after the other: the first four have one of each kind.
    static RoundingNoise ofRun(int number);

    bool knows(std::string_view op) const override;
    Result<KernelUse> run(KernelCall& call) override;

private:
    enum class Zeros { AsTheyAre, OfEitherSign };
    Tensor moved(const Tensor& value, const Tensor* exact, Zeros zeros, const std::vector<double>& errors = {});
    double movedElement(double x, double unit, std::optional<double> exact, double error);
    Tensor around(const Tensor& value);
    std::vector<std::vector<double>> errorsAround(const KernelCall& call, const std::vector<Datum>& outputs);
    Result<void> dropResidues(KernelCall& call);

    std::mt19937_64 m_random;  // its numbers are the same everywhere; the library's distributions are not used
    int m_units;
    Kind m_kind;
};

}  // namespace whittle

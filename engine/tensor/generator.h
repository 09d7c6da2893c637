// The random numbers of PyTorch's CPU generator: one Mersenne twister that a run owns and random operators
// draw from in execution order. `Generator(seed)` is the state after torch.manual_seed(seed).
#pragma once

#include <cstdint>
#include <optional>
#include <random>

namespace whittle {

/// Not thread-safe: the order of draws is the result.
class Generator {
public:
    explicit Generator(std::uint64_t seed = 0) : m_engine(static_cast<std::uint32_t>(seed)) {}  // as PyTorch: 32 bits

    std::uint32_t random() { return static_cast<std::uint32_t>(m_engine()); }
    std::uint64_t random64() {
        const std::uint64_t high = random();
        return high << 32 | random();
    }
    /// [0, 1) with 53 random bits.
    double uniform() { return static_cast<double>(random64() & ((std::uint64_t{1} << 53) - 1)) * 0x1p-53; }
    /// Standard normal by Box and Muller. A pair is made at a time; the second waits for the next call, which may
    /// be another operator's.
    double normal();

private:
    std::mt19937 m_engine;
    std::optional<double> m_spareNormal;
};

}  // namespace whittle

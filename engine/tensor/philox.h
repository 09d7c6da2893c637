// Philox 4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011): random
// bits as a function of a counter and a key, so any element can be had without those before it. What PyTorch's
// CUDA generator and Inductor's kernels draw from.
#pragma once

#include <array>
#include <cstdint>

namespace whittle {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

constexpr PhiloxCounter philox4x32(PhiloxCounter counter, PhiloxKey key) {
    constexpr std::uint64_t kMultiplier0 = 0xD2511F53, kMultiplier1 = 0xCD9E8D57;
    constexpr std::uint32_t kWeyl0 = 0x9E3779B9, kWeyl1 = 0xBB67AE85;
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = kMultiplier0 * counter[0], b = kMultiplier1 * counter[2];
        counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
                   static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
        key = {key[0] + kWeyl0, key[1] + kWeyl1};
    }
    return counter;
}

/// Four words in PyTorch's layout: the seed is the key; the counter holds the offset (in steps of four words)
/// below and the subsequence, a thread's number, above.
constexpr PhiloxCounter philoxAt(std::uint64_t seed, std::uint64_t subsequence, std::uint64_t offset) {
    const auto low = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
    const auto high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); };
    return philox4x32({low(offset), high(offset), low(subsequence), high(subsequence)}, {low(seed), high(seed)});
}

}  // namespace whittle

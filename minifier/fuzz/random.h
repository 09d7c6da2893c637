// The fuzzer's random numbers: the same for a seed with every compiler and library, which the distributions of the
// standard library are not.
#pragma once

#include <cstdint>
#include <iterator>

namespace whittle {

/// SplitMix64. Not thread-safe.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    /// A generator of its own for part `part` of what `seed` names: graph number k does not depend on those before it.
    static Random forPart(std::uint64_t seed, std::uint64_t part) {
        return Random(Random(seed ^ (part + 1) * 0xd1342543de82ef95ull).next());
    }
    std::uint64_t next() {
        std::uint64_t z = m_state += 0x9e3779b97f4a7c15ull;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }
    int below(int bound) { return static_cast<int>((next() >> 33) % static_cast<std::uint64_t>(bound)); }  ///< bound > 0
    int between(int least, int most) { return least + below(most - least + 1); }
    bool chance(int percent) { return below(100) < percent; }
    double real() { return static_cast<double>(next() >> 11) * 0x1p-53; }  ///< in [0, 1)
    template <class List>
    const auto& pick(const List& list) { return *(std::begin(list) + below(static_cast<int>(std::size(list)))); }

private:
    std::uint64_t m_state;
};

}  // namespace whittle

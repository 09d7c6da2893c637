// Random graphs for property tests, the same for one seed on every machine.
#pragma once

#include <cstdint>

#include "engine/ir/graph.h"

namespace whittle::test {

/// xorshift64*: the standard library's distributions differ between its implementations.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed * 0x9e3779b97f4a7c15ull + 0x2545f4914f6cdd1dull) {}
    std::uint64_t next();
    int below(int bound) { return static_cast<int>(next() >> 33) % bound; }
    bool chance(int percent) { return below(100) < percent; }

private:
    std::uint64_t m_state;
};

/// Structurally valid but otherwise arbitrary: unknown and known operators, every kind of argument and
/// type, odd names, origins, updates. For what reads structure only: text, hash, diff, copies.
Graph randomGraph(std::uint64_t seed, int nodes = 20);

/// Runs in the interpreter: f32 and i64 tensors through the operators of a fixed list, types
/// inferred, every input holding data. Operators that the table lacks are left out.
Graph randomProgram(std::uint64_t seed, int nodes = 12);

}  // namespace whittle::test

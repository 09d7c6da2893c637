// Masks that go by the distance of two positions, read off the operators that make them: so a causal mask is known for one whatever its size,
// which only the run may know.
#pragma once

#include <optional>

#include "engine/ir/graph.h"

namespace whittle {

/// The element at [..., i, j] is `upTo` where j - i <= at, else `beyond`. Flags are 0 and 1.
struct StepMask {
    std::int64_t at = 0;
    double upTo = 0, beyond = 0;

    bool isUniform() const { return upTo == beyond; }
};

/// Nothing where the operators do not tell.
std::optional<StepMask> stepMaskOf(const Graph& graph, ValueId mask);

}  // namespace whittle

// Values for inputs that came without: a bare JSON has no weights, and many files have no example call.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/ir/graph.h"

namespace whittle {

/// Gives every input without data values that depend on `seed` and the input's name only, so that a part of a
/// graph gets the same ones as the whole. Floats are small and scaled by fan-in, scales of norms lie near 1,
/// integers are 0 or 1 (valid as an index of anything). Symbolic sizes take their hint, else their lower bound.
/// Answers notes for the user. Errors: NotFound for a size without either, Limit past 64 GiB.
Result<std::vector<std::string>> fillMissing(Graph& graph, std::uint64_t seed);

}  // namespace whittle

// What "smaller" means to the search: a total order, so that every accepted candidate is progress.
#pragma once

#include <compare>
#include <cstdint>

#include "engine/ir/graph.h"

namespace whittle {

/// Compared member by member: operators first, then what goes in and out, then how much data that is and how much is
/// made of it, then how much there is to say about it.
struct GraphSize {
    std::int64_t nodes = 0;
    std::int64_t ends = 0;      ///< inputs and outputs
    std::int64_t elements = 0;  ///< of all input data
    std::int64_t results = 0;   ///< elements of what nodes make, under the symbols' hints
    std::int64_t weights = 0;   ///< inputs that are parameters, buffers or constants
    std::int64_t data = 0;      ///< DataSize::kind of all inputs
    std::int64_t odd = 0;       ///< DataSize::odd of all inputs
    friend auto operator<=>(const GraphSize&, const GraphSize&) = default;
};

GraphSize graphSize(const Graph& graph);
std::uint64_t inputBytes(const Graph& graph);  ///< of all tensors that inputs hold

}  // namespace whittle

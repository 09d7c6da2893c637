// What "smaller" means to the search: a total order, so that every accepted candidate is progress.
#pragma once

#include <compare>
#include <cstdint>

#include "engine/ir/graph.h"

namespace whittle {

/// Compared member by member: operators first, then what goes in and out, then how much data that is, how much is
/// left open, how much is made of it all, how plain each thing is, and last how much there is to say about the data
/// and about the calls.
struct GraphSize {
    std::int64_t nodes = 0;
    std::int64_t composites = 0;  ///< of them, those that stand for several (isComposite)
    std::int64_t ends = 0;      ///< inputs and outputs
    std::int64_t elements = 0;  ///< of all input data
    std::int64_t symbols = 0;   ///< three for each, one for each end of its range
    std::int64_t results = 0;   ///< elements of what nodes make, under the symbols' hints
    std::int64_t ranks = 0;     ///< of all values
    std::int64_t dtypes = 0;    ///< values of a dtype for which there is a plainer one
    std::int64_t layouts = 0;   ///< values that do not lie row by row (hasLayout)
    std::int64_t plainness = 0; ///< of all nodes (plain_nodes.h)
    std::int64_t weights = 0;   ///< inputs that are parameters, buffers or constants
    std::int64_t data = 0;      ///< DataSize::kind of all inputs
    std::int64_t odd = 0;       ///< DataSize::odd of all inputs
    std::int64_t arguments = 0; ///< argumentsSize
    friend auto operator<=>(const GraphSize&, const GraphSize&) = default;
};

/// f32 for what else holds fractions, i64 for other integers; nothing for these and bool.
std::optional<DType> plainer(DType dtype);

/// Whether an input's data or what is on record of a value lies otherwise than row by row and without gaps.
bool hasLayout(const Graph& graph, ValueId id);

GraphSize graphSize(const Graph& graph);
/// graphSize(a) < graphSize(b); quicker where a member that costs little tells.
bool isSmaller(const Graph& a, const Graph& b);
std::int64_t inputElements(const Graph& graph);  ///< of all tensors that inputs hold
std::uint64_t inputBytes(const Graph& graph);    ///< likewise

}  // namespace whittle

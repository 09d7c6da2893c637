// Random graphs that are valid by the operators' own type rules, with data to run them on. Graph number k of a seed is the same
// on every machine and whatever came before it, so a number is all that a report needs.
#pragma once

#include "minifier/fuzz/draft.h"
#include "minifier/fuzz/fuzz_ops.h"

namespace whittle {

struct RandomGraph {
    Graph graph;                     ///< without data
    std::vector<DraftInput> inputs;  ///< in the graph's order
    std::vector<Binding> bindings;   ///< at least one: each is a run with other sizes
    std::uint64_t seed = 0, number = 0;

    /// The graph with the data of a run. Weights hold the same in every run.
    Graph withData(std::size_t run) const;
};

/// 1 to `maxNodes` of the operators `ops`; none when none of them could be made to fit. Pure.
RandomGraph randomGraph(std::uint64_t seed, std::uint64_t number, int maxNodes, std::span<const DrawnOp> ops = drawnOps());

}  // namespace whittle

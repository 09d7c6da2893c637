// Comparison of a run's outputs with a safetensors file of expected ones.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/ir/graph.h"
#include "engine/tensor/compare.h"

namespace whittle::cli {

struct CheckReport {
    bool ok = true;
    double maxAbsError = 0;
    double maxRelError = 0;
    std::vector<std::string> mismatches;  ///< "out.0: 3 of 64 elements differ, ..."
};

/// User outputs are out.0, out.1, ... in order; a mutated buffer is mut.<name>, a mutated user input mut.in.<i>.
/// Numbers are compared as 0-d tensors. Errors: NotFound when `expected` lacks every output.
Result<CheckReport> checkOutputs(const Graph& graph, std::span<const Datum> outputs,
                                 const std::map<std::string, Tensor>& expected, Tolerance tolerance,
                                 const std::string& file);

}  // namespace whittle::cli

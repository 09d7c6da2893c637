// Comparison of one run with the case file that recorded what PyTorch gave: outputs, mutated buffers and inputs.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/formats/case_file.h"
#include "engine/tensor/compare.h"

namespace whittle::cli {

struct CheckReport {
    bool ok = true;
    int compared = 0;                     ///< tensors that were judged
    double maxAbsError = 0;
    double maxRelError = 0;
    std::vector<std::string> mismatches;  ///< "out.0: 3 of 64 elements differ, ..."
    std::vector<std::string> byFloat64;   ///< keys out of tolerance that are right by their ref64
    std::vector<std::string> notes;       ///< what was forgiven: "out.1: the program itself declares ..."
};

/// What the command line says about tolerances; absent: by dtype.
struct WantedTolerance {
    std::optional<double> rtol, atol;
};

/// dtypeTolerance of the coarsest floating dtype that `output` is computed from, scaled to `expected`; what is wanted is taken
/// as it is. Integers and bools are always exact.
Tolerance checkTolerance(const Graph& graph, const Arg& output, const WantedTolerance& wanted, const Tensor& expected);

struct Ran {
    const Graph& graph;
    std::span<const Datum> inputs;   ///< the User inputs of the run, or none: the graph's own
    std::span<const Datum> outputs;
};

/// User outputs are out.0, out.1, ... in order; a mutated buffer is mut.<name>, a mutated user input mut.in.<i>; a
/// buffer or input that the program leaves alone must be as it was. Numbers are compared as 0-d tensors. A floating
/// output out of tolerance is still right when it is as near to ref64.<i>, the same computed in float64, as PyTorch's
/// own is: largest and mean error each within a factor of 2. Where the program itself declares an output with other
/// dimensions of size 1 than were recorded (PyTorch's decomposition of lstm adds one), the elements are compared and a
/// note says so.
/// Errors: NotFound when `expected` lacks every output.
Result<CheckReport> checkCase(const Ran& ran, const CaseTensors& expected, const WantedTolerance& wanted, const std::string& file);

}  // namespace whittle::cli

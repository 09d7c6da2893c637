// Runs a graph node by node with the reference kernels: the truth that compiled results are compared
// with, in the graph's own dtypes or with everything floating in float64. A provider may compute nodes faster.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "engine/base/cancel.h"
#include "engine/eager/kernel_provider.h"
#include "engine/ops/kernel_call.h"

namespace whittle {

struct InterpretOptions {
    Precision precision = Precision::AsGiven;
    std::uint64_t seed = 0;          ///< of the run's generator, as torch.manual_seed takes it
    Generator* generator = nullptr;  ///< draw from this one instead: a graph inside a run
    CancelToken cancel;
    /// Called after each node with its outputs (and its time), on the calling thread. May be empty.
    std::function<void(const Node& node, std::span<const Datum> outputs, double milliseconds)> afterNode;
    /// Values to keep; their data comes back in InterpretResult::captured.
    std::vector<ValueId> capture;
    /// Asked before the reference kernels; null: never. Not asked under Precision::Float64, which is the judge.
    KernelProvider* kernels = nullptr;
};

struct InterpretResult {
    std::vector<Datum> outputs;                            ///< one a graph output, in order
    std::vector<std::pair<ValueId, Datum>> captured;  ///< in the order asked for
    std::vector<NodeKernel> kernels;                  ///< nodes that options.kernels knows, as they ran
};

/// `userInputs` are the User inputs in order; empty means the data the graph carries.
///
/// Errors: NotFound names an input or weight without data; Shape when an input does not fit its type
/// (dtype, rank, constant size, one symbol with two values, out of range), naming input and dim;
/// Unsupported names an operator without kernel; else the failing op's own error, with the node and
/// its source line as context; Cancelled.
/// Values are freed after their last use. Thread-safe: graphs are only read.
Result<InterpretResult> interpret(const Graph& graph, std::span<const Datum> userInputs,
                                  const InterpretOptions& options);

/// Values of the graph's symbols given actual data for every input (used by every way to run a graph).
/// Errors: Shape as above.
Result<std::map<std::string, std::int64_t>> bindSymbols(const Graph& graph, std::span<const Datum> inputs);

/// Data for all graph inputs in order: `userInputs` (or the graph's own) and the weights.
Result<std::vector<Datum>> gatherInputs(const Graph& graph, std::span<const Datum> userInputs);

/// Runs one node alone: what the compiled mode calls for an op it cannot lower.
/// `types` must outlive the call. `kernels` is for the graphs that a higher-order operator runs, which are interpreted
/// node by node like any other. Errors: as above.
Result<std::vector<Datum>> runNode(const Node& node, const OpCall::TypeLookup& types,
                                   const std::function<const Datum&(ValueId)>& data, const KernelContext& context,
                                   KernelProvider* kernels = nullptr);

}  // namespace whittle

// `whittle run --numerics`: every tensor that the graph computes, compiled against eager and float64, in a worker.
#pragma once

#include "app/cli/command.h"
#include "engine/runtime/worker.h"

namespace whittle::cli {

struct NumericsOptions {
    double seconds = 600;           ///< that it may take
    std::uint64_t memoryMb = 4096;  ///< that it may use
    bool json = false;
};

/// The graph with the data to run it on. Answers the exit status: kCheckFailed where a value is wrong or the compiled run failed. Errors: those of the worker, and
/// why eager cannot run the graph.
Result<int> runNumerics(const Graph& graph, CompileOptions compile, const NumericsOptions& options, std::vector<std::string> notes);

}  // namespace whittle::cli

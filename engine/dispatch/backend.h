// What makes a recorded graph runnable: our compiler, the interpreter, or anything a program registers.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "engine/runtime/compile.h"
#include "engine/tensor/generator.h"

namespace whittle {

/// Thread-safe. `inputs`: data for the graph's inputs that have none of their own, in order. `generator`: what random operators draw on from, since what ran
/// before drew from it; null: from the seed that the backend has.
using CompiledCall = std::function<Result<std::vector<Datum>>(std::span<const Datum> inputs, const CancelToken& cancel, Generator* generator)>;

struct BackendResult {
    CompiledCall call;
    std::shared_ptr<const Executable> executable;  ///< null where our compiler had no part
};

using Backend = std::function<Result<BackendResult>(const Graph& graph, const CancelToken& cancel)>;

/// CompileOptions::entering is told of kernels as well, before they run: "kernel k3 (nodes add_2, relu_3)"; empty once they have.
/// "whittle" (our compiler), "eager" (the graph as recorded, node by node), "aot_eager" (after the compiler's passes on graphs, node by node).
std::map<std::string, Backend, std::less<>> standardBackends(CompileOptions options = {});

}  // namespace whittle

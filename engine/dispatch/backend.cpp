#include "engine/dispatch/backend.h"

#include "engine/eager/interpreter.h"
#include "engine/passes/pipeline.h"
#include "engine/runtime/kernel_nodes.h"

namespace whittle {
namespace {

CompiledCall interpreted(std::shared_ptr<const Graph> graph, std::uint64_t seed) {
    return [graph = std::move(graph), seed](std::span<const Datum> inputs, const CancelToken& cancel, Generator* generator) -> Result<std::vector<Datum>> {
        InterpretOptions options;
        options.seed = seed;
        options.generator = generator;
        options.cancel = cancel;
        WHITTLE_TRY(InterpretResult result, interpret(*graph, inputs, options));
        return std::move(result.outputs);
    };
}

}  // namespace

std::map<std::string, Backend, std::less<>> standardBackends(CompileOptions options) {
    std::map<std::string, Backend, std::less<>> out;
    out["eager"] = [seed = options.seed](const Graph& graph, const CancelToken&) -> Result<BackendResult> {
        return BackendResult{interpreted(std::make_shared<const Graph>(graph), seed), nullptr};
    };
    out["aot_eager"] = [options](const Graph& graph, const CancelToken&) -> Result<BackendResult> {
        Graph lowered = graph;
        WHITTLE_TRY_VOID(runPasses(lowered, {}, {.skip = options.skipPasses, .stage = PassStage::Graph}));
        return BackendResult{interpreted(std::make_shared<const Graph>(std::move(lowered)), options.seed), nullptr};
    };
    out["whittle"] = [options](const Graph& graph, const CancelToken& cancel) -> Result<BackendResult> {
        CompileOptions own = options;
        own.cancel = cancel;
        WHITTLE_TRY(std::shared_ptr<const Executable> executable, compile(graph, own));
        CompiledCall call = [executable](std::span<const Datum> inputs, const CancelToken& stop, Generator* generator) {
            return executable->runWith(inputs, {.cancel = stop, .generator = generator});
        };
        if (own.entering) {
            call = [executable, enter = own.entering, places = kernelPlaces(graph, executable->report())](std::span<const Datum> inputs, const CancelToken& stop, Generator* generator) {
                auto outputs = executable->runWith(inputs, {.cancel = stop, .entering = [&](std::size_t kernel) { enter(places[kernel]); }, .generator = generator});
                enter({});
                return outputs;
            };
        }
        return BackendResult{std::move(call), executable};
    };
    return out;
}

}  // namespace whittle

#include "app/choices/given_call.h"

#include "engine/eager/interpreter.h"
#include "engine/formats/case_file.h"

namespace whittle {
namespace {

// Sizes of weights are numbers: what a call has to agree on stands in its arguments alone.
Graph withoutWeights(const Graph& graph) {
    Graph out;
    out.symbols = graph.symbols;
    for (const GraphInput& input : graph.inputs())
        if (input.kind == InputKind::User) out.addInput({}, graph.value(input.value).name, graph.type(input.value));
    return out;
}

Result<void> check(const Graph& graph, const OpenOptions& options) {
    WHITTLE_TRY(const CaseTensors tensors, readCase(options.inputs, options.model));
    WHITTLE_TRY(const std::vector<Datum> users, caseInputs(graph, tensors, options.inputs, MayLackInputs::No));
    WHITTLE_TRY_VOID(bindSymbols(withoutWeights(graph), users));
    return {};
}

}  // namespace

Result<void> checkGivenCall(const Graph& graph, const OpenOptions& options) {
    if (options.inputs.empty()) return {};
    return check(graph, options).context("taking the inputs of {}", options.inputs);
}

Result<OpenedGraph> openCall(const std::filesystem::path& path, const OpenOptions& options) {
    Result<OpenedGraph> opened = openGraph(path, options);
    if (!opened && !options.inputs.empty()) return std::move(opened).context("taking the inputs of {}", options.inputs);  // they may be what does not fit
    if (opened) WHITTLE_TRY_VOID(checkGivenCall(opened->graph, options));
    return opened;
}

}  // namespace whittle

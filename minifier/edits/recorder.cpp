#include "minifier/edits/recorder.h"

#include <algorithm>

#include "engine/base/machine.h"
#include "engine/eager/interpreter.h"
#include "engine/ir/structural_hash.h"
#include "engine/ir/text.h"
#include "engine/kernels/eager_kernels.h"
#include "engine/ops/op_def.h"

namespace whittle {
namespace {

// What is wrong with the inputs is no matter of a node's.
Result<std::vector<Datum>> inputData(const Graph& graph) {
    WHITTLE_TRY(const std::vector<Datum> inputs, gatherInputs(graph, {}));
    WHITTLE_TRY_VOID(bindSymbols(graph, inputs));
    std::vector<Datum> data(graph.valueIdBound());
    for (std::size_t i = 0; i < inputs.size(); ++i) data[static_cast<std::size_t>(graph.inputs()[i].value.index())] = inputs[i];
    return data;
}

// Values are remembered by their ids, which neither the structure nor the text has.
Hash128 hashWithIds(const Graph& graph) {
    Hasher hasher;
    hasher.add(structuralHash(graph)).add(std::string_view(printGraph(graph, findSchema)));
    for (const Node& node : graph.nodes())
        for (const ValueId id : node.outputs) hasher.add(static_cast<std::uint64_t>(id.index()));
    return hasher.finish();
}

}  // namespace

WorkerLimits RecorderSetup::wholeLimits() {
    return {.time = std::chrono::hours(1), .memoryBytes = static_cast<std::uint64_t>(machineMemory())};
}

// The operator itself ran within an oracle's limits. Its parts may be slower, not by orders of magnitude.
WorkerLimits RecorderSetup::partLimits() {
    return {.time = std::chrono::minutes(1), .memoryBytes = static_cast<std::uint64_t>(machineMemory() / 2)};
}

Recorder::Recorder(RecorderSetup setup) : m_setup(std::move(setup)), m_whole(m_setup.program, m_setup.whole), m_parts(m_setup.program, m_setup.parts) {}

Result<Capture> Recorder::record(const Graph& graph, const CancelToken& cancel) { return run(graph, m_whole, cancel, shared_from_this()); }

Result<Capture> Recorder::recordParts(const Graph& graph) {
    const Hash128 hash = hashWithIds(graph);
    if (const auto known = std::ranges::find(m_remembered, hash, &Remembered::graph); known != m_remembered.end()) return known->capture;
    WHITTLE_TRY(Capture capture, run(graph, m_parts, m_setup.cancel, nullptr));  // remembered here, so it must not hold us
    std::erase_if(m_remembered, [](const Remembered& one) { return !one.capture.endedBy(); });
    m_remembered.push_back({hash, capture});
    return capture;
}

Result<Capture> Recorder::run(const Graph& graph, Worker& worker, const CancelToken& cancel, std::shared_ptr<Recorder> by) {
    WHITTLE_TRY_VOID(cancel.check());
    WHITTLE_TRY(std::vector<Datum> data, inputData(graph));
    ++m_runs;
    CaptureRun how{.by = std::move(by)};
    if (isInOtherProcess()) {
        WorkerJob job;
        job.graph = graph;
        job.compile.seed = m_setup.seed;
        WHITTLE_TRY(EagerTrace trace, worker.trace(job, cancel));
        for (auto& [name, datum] : trace.values)
            if (const auto id = graph.findValue(name)) data[static_cast<std::size_t>(id->index())] = std::move(datum);
        how.endedBy = std::move(trace.endedBy);
    } else {
        WHITTLE_TRY(how.endedBy, runHere(graph, data, cancel));
    }
    return Capture::of(graph, std::move(data), std::move(how));
}

// What ended it early, if anything did.
Result<std::optional<Error>> Recorder::runHere(const Graph& graph, std::vector<Datum>& data, const CancelToken& cancel) const {
    InterpretOptions options;
    options.cancel = cancel;
    EagerKernels kernels;
    options.kernels = &kernels;
    options.seed = m_setup.seed;
    options.afterNode = [&](const Node& node, std::span<const Datum> outputs, double) {
        for (std::size_t i = 0; i < node.outputs.size() && i < outputs.size(); ++i) data[static_cast<std::size_t>(node.outputs[i].index())] = outputs[i];
    };
    Result<InterpretResult> run = interpret(graph, {}, options);
    if (run) return std::nullopt;
    if (run.error().code == Code::Cancelled) return std::unexpected(std::move(run).error());
    return std::move(run).error();
}

}  // namespace whittle

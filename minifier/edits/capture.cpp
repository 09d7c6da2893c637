// The original's eager run, value by value: where a cut value gets its data from.
#include "engine/base/machine.h"
#include "engine/eager/interpreter.h"
#include "engine/ir/affine_size.h"
#include "engine/kernels/eager_kernels.h"
#include "engine/runtime/worker.h"
#include "minifier/edits/edit.h"

namespace whittle {

namespace {

// An eager run that was judged took its time already; this is for one that nobody ran before.
WorkerLimits captureLimits() {
    return {.time = std::chrono::hours(1), .memoryBytes = static_cast<std::uint64_t>(machineMemory())};
}

}  // namespace

// What is wrong with the inputs is no matter of a node's.
Result<std::vector<Datum>> Capture::inputData(const Graph& graph) {
    WHITTLE_TRY(const std::vector<Datum> inputs, gatherInputs(graph, {}));
    WHITTLE_TRY_VOID(bindSymbols(graph, inputs));
    std::vector<Datum> data(graph.valueIdBound());
    for (std::size_t i = 0; i < inputs.size(); ++i) data[static_cast<std::size_t>(graph.inputs()[i].value.index())] = inputs[i];
    return data;
}

Result<Capture> Capture::recordIn(const std::filesystem::path& program, const Graph& graph, const CancelToken& cancel, std::uint64_t seed) {
    WHITTLE_TRY(std::vector<Datum> data, inputData(graph));
    Worker worker(program, captureLimits());
    WorkerJob job;
    job.graph = graph;
    job.compile.seed = seed;
    WHITTLE_TRY(EagerTrace trace, worker.trace(job, cancel));
    for (auto& [name, datum] : trace.values)
        if (const auto id = graph.findValue(name)) data[static_cast<std::size_t>(id->index())] = std::move(datum);
    Capture capture = of(graph, std::move(data));
    capture.m_endedBy = std::move(trace.endedBy);
    return capture;
}

Result<Capture> Capture::record(const Graph& graph, const CancelToken& cancel, std::uint64_t seed) {
    WHITTLE_TRY(std::vector<Datum> data, inputData(graph));
    const auto slot = [&](ValueId id) -> Datum& { return data[static_cast<std::size_t>(id.index())]; };
    InterpretOptions options;
    options.cancel = cancel;
    EagerKernels kernels;
    options.kernels = &kernels;
    options.seed = seed;
    options.afterNode = [&](const Node& node, std::span<const Datum> outputs, double) {
        for (std::size_t i = 0; i < node.outputs.size() && i < outputs.size(); ++i) slot(node.outputs[i]) = outputs[i];
    };
    const Result<InterpretResult> run = interpret(graph, {}, options);
    if (!run && run.error().code == Code::Cancelled) return std::unexpected(run.error());
    Capture capture = of(graph, std::move(data));
    if (!run) capture.m_endedBy = run.error();
    return capture;
}

Capture Capture::of(const Graph& graph, std::vector<Datum> data) {
    Capture capture;
    capture.m_data = std::move(data);
    // Sizes that are a symbol tell it first; then those that are a multiple of one, whose symbol may be told nowhere else.
    std::vector<std::pair<SymInt, std::int64_t>> others;
    const auto bind = [&](const SymInt& expr, std::int64_t value) {
        if (const auto name = expr.symbolName()) capture.m_symbols.try_emplace(*name, value);
        else if (!expr.isConstant()) others.emplace_back(expr, value);
    };
    for (const ValueId id : graph.values()) {
        const Datum* datum = capture.find(id);
        if (!datum) continue;
        const TensorType* type = asTensorType(graph.type(id));
        if (const Tensor* tensor = asTensor(*datum); tensor && type && type->rank() == tensor->rank())
            for (int axis = 0; axis < tensor->rank(); ++axis)
                bind(type->sizes[static_cast<std::size_t>(axis)], tensor->dim(axis));
        const NumberType* number = asNumberType(graph.type(id));
        if (const auto* integer = std::get_if<std::int64_t>(datum); integer && number) bind(number->expr, *integer);
    }
    for (const auto& [expr, size] : others)
        if (const auto affine = affineSize(expr))
            if (const auto value = affine->symbolWhere(size)) capture.m_symbols.try_emplace(affine->symbol, *value);
    return capture;
}

Capture Capture::ofInputs(const Graph& graph) {
    std::vector<Datum> data(graph.valueIdBound());
    for (const GraphInput& input : graph.inputs()) data[static_cast<std::size_t>(input.value.index())] = input.data;
    return of(graph, std::move(data));
}

const Datum* Capture::find(ValueId id) const {
    const auto index = static_cast<std::size_t>(id.index());
    if (!id.valid() || index >= m_data.size() || std::holds_alternative<std::monostate>(m_data[index])) return nullptr;
    return &m_data[index];
}

std::optional<std::int64_t> Capture::symbol(std::string_view name) const {
    const auto found = m_symbols.find(name);
    if (found == m_symbols.end()) return std::nullopt;
    return found->second;
}

}  // namespace whittle

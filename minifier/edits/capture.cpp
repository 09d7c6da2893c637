// The original's eager run, value by value: where a cut value gets its data from.
#include "engine/ir/affine_size.h"
#include "minifier/edits/recorder.h"

namespace whittle {

Result<Capture> Capture::record(const Graph& graph, const CancelToken& cancel, std::uint64_t seed) {
    return Recorder::make({.program = {}, .seed = seed, .cancel = cancel})->record(graph);
}

Result<Capture> Capture::recordParts(const Graph& parts) const {
    if (!m_run.by) return fail(Code::Verify, "edit.50: what the parts of an operator hold is not known where nothing has run");
    return m_run.by->recordParts(parts);
}

Capture Capture::of(const Graph& graph, std::vector<Datum> data, CaptureRun run) {
    Capture capture;
    capture.m_run = std::move(run);
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

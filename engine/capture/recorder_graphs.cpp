// Graphs inside arguments: what their symbols stand for in this recording.
#include "engine/capture/graph_symbols.h"
#include "engine/capture/recorder.h"

namespace whittle {

std::optional<SymInt> FunctionRecorder::sizeOf(const GraphCell::Size& size) {
    const Cell& cell = size.of.cell()->recorder ? resolve(size.of) : *size.of.cell();
    if (const TensorCell* tensor = cell.as<TensorCell>(); tensor && size.dim && *size.dim < tensor->type.rank()) return tensor->type.sizes[static_cast<std::size_t>(*size.dim)];
    if (size.dim) return std::nullopt;
    if (const NumberCell* number = cell.as<NumberCell>()) {
        const std::int64_t* value = number->data ? std::get_if<std::int64_t>(number->data.get()) : nullptr;
        return value ? std::optional<SymInt>(*value) : std::nullopt;
    }
    const SymInt* number = cell.as<SymInt>();
    return number ? std::optional(*number) : std::nullopt;
}

// Its symbols are the file's. What nothing outside tells, such as the length of a nonzero in it, is a symbol without value here too, of a name of its own.
Arg FunctionRecorder::argOf(const GraphCell& cell) {
    std::map<std::string, SymInt, std::less<>> known;
    m_out.env.setCause(m_origin, m_out.graph.nodes().size(), m_given);
    for (const GraphCell::Size& size : cell.sizes) {
        const std::optional<SymInt> now = sizeOf(size);
        if (!now) continue;
        const SymInt symbol = floorDiv(m_out.env.simplify(*now) - size.is.rest, size.is.factor);
        if (!m_out.env.decide(SymCondition::of(symbol * size.is.factor + size.is.rest, SymRelation::Eq, *now)) && !m_out.env.error())
            leave(Error{Code::Argument, fmt::format("a size is {}, which is not {}*{} + {} for any integer, as the file declares", m_out.env.simplify(*now).text(), size.is.factor, size.is.symbol, size.is.rest), {}});
        known.insert_or_assign(size.is.symbol, symbol);
    }
    if (records())
        for (const auto& [name, ofTensor] : symbolsInside(*cell.graph))
            if (!known.contains(name)) known.emplace(name, m_out.env.addUnbacked(ofTensor ? kAnySize : SymRange{}));
    if (known.empty()) return cell.graph;
    return std::make_shared<const Graph>(withSymbols(*cell.graph, [&](std::string_view name) {
        const auto found = known.find(name);
        return found == known.end() ? std::nullopt : std::optional(found->second);
    }));
}

// What recording looks at, replaying looks at too: later parts of the function find it in the same state.
void FunctionRecorder::lookAt(const Variable& variable) {
    if (!variable.cell()) return;
    const Cell& cell = variable.cell()->recorder ? resolve(variable) : *variable.cell();
    if (const auto* list = cell.as<std::vector<Variable>>())
        for (const Variable& item : *list) lookAt(item);
    if (const auto* graph = cell.as<GraphCell>())
        for (const GraphCell::Size& size : graph->sizes) lookAt(size.of);
}

}  // namespace whittle

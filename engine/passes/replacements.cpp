#include "engine/passes/replacements.h"

#include <algorithm>

namespace whittle {

void Replacements::tell(Graph& graph, NodeId reader) const {
    if (m_with.empty()) return;
    if (std::ranges::none_of(graph.node(reader).inputs(), [&](ValueId id) { return m_with.contains(id); })) return;
    std::vector<NamedArg> args = graph.node(reader).args;
    for (NamedArg& arg : args)
        forEachValue(arg.value, [&](ValueId& id) {
            if (const auto with = m_with.find(id); with != m_with.end()) id = with->second;
        });
    graph.setArgs(reader, std::move(args));
}

void Replacements::tellOutputs(Graph& graph) const {
    if (m_with.empty()) return;
    std::vector<GraphOutput> outputs(graph.outputs().begin(), graph.outputs().end());
    for (GraphOutput& output : outputs)
        forEachValue(output.value, [&](ValueId& id) {
            if (const auto with = m_with.find(id); with != m_with.end()) id = with->second;
        });
    graph.setOutputs(std::move(outputs));
}

}  // namespace whittle

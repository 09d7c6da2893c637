#include "engine/passes/readers.h"

namespace whittle {

Readers::Readers(const Graph& graph) : m_known(graph.valueIdBound()) {
    for (const Node& node : graph.nodes()) add(graph, node.id);
    for (const ValueId id : graph.outputValues()) known(id).isOutput = true;
}

Readers::Known& Readers::known(ValueId id) {
    const auto at = static_cast<std::size_t>(id.index());
    if (at >= m_known.size()) m_known.resize(at + 1);
    return m_known[at];
}

void Readers::add(const Graph& graph, NodeId made) {
    for (const ValueId input : graph.node(made).inputs()) known(input).nodes.push_back(made);
}

void Readers::replace(Graph& graph, ValueId of, ValueId with) {
    const auto swap = [&](ValueId& id) {
        if (id == of) id = with;
    };
    const Known was = std::exchange(known(of), {});
    for (const NodeId reader : was.nodes) {
        std::vector<NamedArg> args = graph.node(reader).args;
        for (NamedArg& arg : args) forEachValue(arg.value, swap);
        graph.setArgs(reader, std::move(args));
    }
    if (was.isOutput) {
        std::vector<GraphOutput> outputs(graph.outputs().begin(), graph.outputs().end());
        for (GraphOutput& output : outputs) forEachValue(output.value, swap);
        graph.setOutputs(std::move(outputs));
    }
    Known& now = known(with);
    now.nodes.insert(now.nodes.end(), was.nodes.begin(), was.nodes.end());
    now.isOutput = now.isOutput || was.isOutput;
}

}  // namespace whittle

#include "engine/formats/export_py.h"

namespace whittle {
namespace {

// A double-quoted DOT string: labels come from files, so quotes and backslashes must not end it.
std::string dotString(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') out += "\\n";
        else out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return out + '"';
}

std::string label(std::string_view name, const std::string& second) {
    return dotString(second.empty() ? std::string(name) : fmt::format("{}\n{}", name, second));
}

// One graph's statements. `prefix` keeps the ids of graphs inside arguments apart; such a graph is a cluster, tied
// to the node that runs it by a dotted edge.
std::string statements(const Graph& graph, const std::string& prefix, int depth) {
    const std::string indent(static_cast<std::size_t>(2 * depth + 2), ' ');
    std::string out;
    std::unordered_map<ValueId, std::string> producer;
    for (std::size_t i = 0; i < graph.inputs().size(); ++i) {
        const Value& value = graph.value(graph.inputs()[i].value);
        producer[value.id] = fmt::format("{}in{}", prefix, i);
        out += fmt::format("{}{}in{} [label={}, shape=ellipse];\n", indent, prefix, i, label(value.name, typeText(value.type)));
    }
    for (const Node& node : graph.nodes()) {
        const std::string id = fmt::format("{}n{}", prefix, node.id.index());
        for (const ValueId output : node.outputs) producer[output] = id;
        out += fmt::format("{}{} [label={}];\n", indent, id, label(node.name, node.op));
        int inner = 0;
        for (const NamedArg& arg : node.args)
            forEachGraph(arg.value, [&](const GraphRef& one) {
                const std::string inside = fmt::format("{}g{}_", id, inner++);
                out += fmt::format("{0}subgraph cluster_{1} {{\n{0}  label={2};\n{3}{0}}}\n", indent, inside, dotString(one->name),
                                   statements(*one, inside, depth + 1));
                if (!one->outputs().empty()) out += fmt::format("{}{}out0 -> {} [style=dotted];\n", indent, inside, id);
            });
    }
    for (std::size_t i = 0; i < graph.outputs().size(); ++i)
        out += fmt::format("{}{}out{} [label={}, shape=ellipse];\n", indent, prefix, i,
                           label("output " + std::to_string(i), graph.outputs()[i].target));
    const auto edge = [&](ValueId from, const std::string& to) {
        const Value& value = graph.value(from);
        out += fmt::format("{}{} -> {} [label={}];\n", indent, producer[from], to, dotString(typeText(value.type)));
    };
    for (const Node& node : graph.nodes())
        for (const ValueId input : node.inputs()) edge(input, fmt::format("{}n{}", prefix, node.id.index()));
    for (std::size_t i = 0; i < graph.outputs().size(); ++i)
        forEachValue(graph.outputs()[i].value, [&](ValueId id) { edge(id, fmt::format("{}out{}", prefix, i)); });
    return out;
}

}  // namespace

std::string printDot(const Graph& graph) {
    return fmt::format("digraph {} {{\n  node [shape=box, fontname=\"monospace\"];\n{}}}\n", dotString(graph.name),
                       statements(graph, "", 0));
}

}  // namespace whittle

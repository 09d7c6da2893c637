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

}  // namespace

std::string printDot(const Graph& graph) {
    std::string out = fmt::format("digraph {} {{\n  node [shape=box, fontname=\"monospace\"];\n", dotString(graph.name));
    std::unordered_map<ValueId, std::string> producer;
    for (std::size_t i = 0; i < graph.inputs().size(); ++i) {
        const Value& value = graph.value(graph.inputs()[i].value);
        producer[value.id] = fmt::format("in{}", i);
        out += fmt::format("  in{} [label={}, shape=ellipse];\n", i, label(value.name, typeText(value.type)));
    }
    for (const Node& node : graph.nodes()) {
        const std::string id = fmt::format("n{}", node.id.index());
        for (const ValueId output : node.outputs) producer[output] = id;
        out += fmt::format("  {} [label={}];\n", id, label(node.name, node.op));
    }
    for (std::size_t i = 0; i < graph.outputs().size(); ++i)
        out += fmt::format("  out{} [label={}, shape=ellipse];\n", i, label("output " + std::to_string(i), graph.outputs()[i].target));
    const auto edge = [&](ValueId from, const std::string& to) {
        const Value& value = graph.value(from);
        out += fmt::format("  {} -> {} [label={}];\n", producer[from], to, dotString(typeText(value.type)));
    };
    for (const Node& node : graph.nodes())
        for (const ValueId input : node.inputs()) edge(input, fmt::format("n{}", node.id.index()));
    for (std::size_t i = 0; i < graph.outputs().size(); ++i)
        forEachValue(graph.outputs()[i].value, [&](ValueId id) { edge(id, fmt::format("out{}", i)); });
    return out + "}\n";
}

}  // namespace whittle

#include "engine/runtime/taps.h"

#include <algorithm>

#include <fmt/ranges.h>

#include "engine/base/spelling.h"

namespace whittle {
namespace {

constexpr std::size_t kSuggestions = 3;

std::vector<std::string> mostAlike(const Graph& graph, const std::string& name) {
    std::vector<std::string> names;
    for (const ValueId id : graph.values()) names.push_back(graph.value(id).name);
    for (const Node& node : graph.nodes()) names.push_back(node.name);
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    std::vector<std::pair<std::size_t, std::string>> ranked;
    for (std::string& one : names) ranked.emplace_back(editDistance(one, name), std::move(one));
    std::ranges::stable_sort(ranked, {}, [](const auto& one) { return one.first; });
    std::vector<std::string> out;
    for (std::size_t i = 0; i < std::min(kSuggestions, ranked.size()); ++i) out.push_back(std::move(ranked[i].second));
    return out;
}

}  // namespace

Result<std::vector<ValueId>> tappedValues(const Graph& graph, std::span<const std::string> names) {
    std::vector<ValueId> out;
    for (const std::string& name : names) {
        const std::string plain = name.starts_with('%') ? name.substr(1) : name;
        const auto node = std::ranges::find(graph.nodes(), plain, &Node::name);
        std::vector<ValueId> meant;
        if (const auto value = graph.findValue(plain)) meant = {*value};
        else if (node != graph.nodes().end()) meant = node->outputs;
        else return fail(Code::Argument, "the graph has no node or value '{}'; most like it: {}", plain, fmt::join(mostAlike(graph, plain), ", "));
        for (const ValueId id : meant)
            if (std::ranges::find(out, id) == out.end()) out.push_back(id);
    }
    return out;
}

std::vector<Decision> addTaps(Graph& graph, std::span<const ValueId> values) {
    std::vector<Decision> out;
    for (const ValueId id : values) {
        const Value& value = graph.value(id);
        const std::string name = value.name;
        const std::string node = value.producer.valid() ? graph.node(value.producer).name : name;
        out.push_back({"tap", {node}, true, "%" + name + " is kept as if the graph returned it: no kernel computes it where it is read, and no pass removes it"});
        graph.addOutput({.value = id, .kind = OutputKind::User, .target = name});
    }
    return out;
}

}  // namespace whittle

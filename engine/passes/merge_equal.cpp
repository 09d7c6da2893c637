#include "engine/passes/merge_equal.h"

#include <algorithm>

#include "engine/ops/op_def.h"
#include "engine/passes/replacements.h"

namespace whittle {
namespace {

// Two calls of a random operator give two results, and of an unknown one nobody knows; so it is with two runs of a
// graph that holds one.
bool isItsOwn(const Node& node) {
    bool inside = false;
    for (const NamedArg& arg : node.args)
        forEachGraph(arg.value, [&](const GraphRef& inner) { inside = inside || std::ranges::any_of(inner->nodes(), isItsOwn); });
    return inside || !findOp(node.op) || drawsRandom(node.op, node.args);
}

}  // namespace

Result<Rewrites> mergeEqual(Graph& graph, const PassContext&) {
    std::unordered_multimap<std::string, NodeId> known;  // by operator and first input, then compared
    std::vector<NodeId> merged;
    Rewrites rewrites;
    Replacements replacements;
    std::vector<NodeId> order;
    for (const Node& node : graph.nodes()) order.push_back(node.id);
    for (const NodeId id : order) {
        replacements.tell(graph, id);
        const Node& node = graph.node(id);
        if (node.outputs.empty() || isItsOwn(node)) continue;
        const std::vector<ValueId> inputs = node.inputs();
        std::string key = fmt::format("{} {}", node.op, inputs.empty() ? -1 : inputs.front().index());
        const auto [first, last] = known.equal_range(key);
        const auto same = std::find_if(first, last, [&](const auto& entry) { return graph.node(entry.second).args == node.args; });
        if (same == last) {
            known.emplace(std::move(key), id);
            continue;
        }
        const Node& kept = graph.node(same->second);
        rewrites.push_back({"merge-equal", {rewritten(kept), rewritten(node)}, {rewritten(kept)}});
        const OriginRef origins[] = {kept.origin, node.origin};
        for (std::size_t i = 0; i < node.outputs.size(); ++i) replacements.add(node.outputs[i], kept.outputs[i]);
        graph.setOrigin(same->second, mergeOrigins(origins));
        merged.push_back(id);
    }
    replacements.tellOutputs(graph);
    graph.removeNodes(merged);
    return rewrites;
}

}  // namespace whittle

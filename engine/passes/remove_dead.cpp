#include "engine/passes/remove_dead.h"

#include <algorithm>

#include "engine/ops/op_def.h"

namespace whittle {

std::vector<NodeId> deadNodes(const Graph& graph) {
    std::vector<bool> live(graph.valueIdBound(), false);
    for (const ValueId id : graph.outputValues()) live[static_cast<std::size_t>(id.index())] = true;
    std::vector<NodeId> dead;
    for (std::size_t i = graph.nodes().size(); i-- > 0;) {
        const Node& node = graph.nodes()[i];
        // An unread draw still moves the generator on: without it all later ones would get other numbers than eagerly.
        const bool wanted = node.outputs.empty() || drawsRandom(node.op, node.args) || std::any_of(node.outputs.begin(), node.outputs.end(), [&](ValueId id) {
            return live[static_cast<std::size_t>(id.index())];
        });
        if (!wanted) {
            dead.push_back(node.id);
            continue;
        }
        for (const ValueId id : node.inputs()) live[static_cast<std::size_t>(id.index())] = true;
    }
    return dead;
}

Result<Rewrites> removeDead(Graph& graph, const PassContext&) {
    const std::vector<NodeId> dead = deadNodes(graph);
    Rewrites rewrites;
    for (const NodeId id : dead) rewrites.push_back({"remove-dead", {rewritten(graph.node(id))}, {}});
    graph.removeNodes(dead);
    return rewrites;
}

}  // namespace whittle

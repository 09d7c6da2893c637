#include "engine/passes/channels_last.h"

namespace whittle {

Result<Rewrites> channelsLast(Graph& graph, const PassContext& context) {
    Rewrites rewrites;
    if (!context.habits || !context.memory) return rewrites;
    for (const Node& node : graph.nodes()) {
        const auto habits = context.habits(node);
        if (!habits || habits->order != MemoryOrder::ChannelsLast) continue;
        context.memory->channelsLast.insert(node.id);
        const TensorType* type = asTensorType(graph.type(node.output()));
        rewrites.push_back({"channels-last", {rewritten(node)}, {rewritten(node)}, fmt::format("{} with the channels innermost", type ? type->text() : "the result")});
    }
    return rewrites;
}

}  // namespace whittle

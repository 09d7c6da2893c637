#include "engine/passes/prepack.h"

namespace whittle {

Result<Rewrites> prepack(Graph& graph, const PassContext& context) {
    Rewrites rewrites;
    if (!context.habits || !context.memory) return rewrites;
    std::unordered_set<ValueId> weights;
    for (const GraphInput& input : graph.inputs())
        if (input.kind != InputKind::User) weights.insert(input.value);
    for (const Node& node : graph.nodes()) {
        const auto habits = context.habits(node);
        const Arg* packed = habits && !habits->packs.empty() ? node.arg(habits->packs) : nullptr;
        const auto* weight = packed ? packed->as<ValueId>() : nullptr;
        if (!weight || !weights.contains(*weight)) continue;
        context.memory->packed.insert(*weight);
        const RewrittenNode named{graph.value(*weight).name, {}};
        rewrites.push_back({"prepack", {named, rewritten(node)}, {named, rewritten(node)}, fmt::format("%{} in the order of {}", named.name, habits->name)});
    }
    return rewrites;
}

}  // namespace whittle

#include "minifier/edits/retyping.h"

#include <algorithm>

#include "engine/ops/op_call.h"

namespace whittle {
namespace {

Type inPlaceOf(const Type& recorded, Type inferred) {
    const TensorType* before = asTensorType(recorded);
    const TensorType* after = asTensorType(inferred);
    if (!before || !after || before->sizes != after->sizes) return inferred;
    TensorType kept = *before;
    kept.dtype = after->dtype;
    return kept;
}

}  // namespace

Result<void> retypeReaders(Graph& graph, std::set<ValueId> changed, const std::set<NodeId>& edited) {
    std::vector<NodeId> order;
    for (const Node& node : graph.nodes()) order.push_back(node.id);
    for (const NodeId id : order) {
        const Node& node = graph.node(id);
        if (!edited.contains(id) && std::ranges::none_of(node.inputs(), [&](ValueId input) { return changed.contains(input); })) continue;
        const OpDef* op = findOp(node.op);
        if (!op) return fail(Code::Verify, "edit.34: nothing is known about the types of node '{}'", node.name);
        Result<Types> inferred = inferTypes(*op, node.args, [&](ValueId value) -> const Type& { return graph.type(value); })
                                     .context("retyping node '{}'", node.name);
        WHITTLE_TRY(Types results, std::move(inferred));
        if (results.size() != node.outputs.size())
            return fail(Code::Verify, "edit.35: node '{}' would have {} results", node.name, results.size());
        for (std::size_t i = 0; i < results.size(); ++i) {
            Type type = inPlaceOf(graph.type(node.outputs[i]), std::move(results[i]));
            if (type == graph.type(node.outputs[i])) continue;
            changed.insert(node.outputs[i]);
            graph.setType(node.outputs[i], std::move(type));
        }
    }
    return {};
}

}  // namespace whittle

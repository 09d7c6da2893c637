#include "engine/passes/fold_constants.h"

#include <algorithm>

#include "engine/ops/kernel_call.h"
#include "engine/passes/replacements.h"
#include "engine/passes/weights.h"

namespace whittle {
namespace {

// What loops can compute costs about one pass over its elements, also on the reference kernel.
bool isLight(const Node& node) {
    const OpDef* op = findOp(node.op);
    return op && op->lower && op->reference && !drawsRandom(node.op, node.args);
}

// The node's results, or nothing where it is better computed in the run.
Result<std::vector<Datum>> fold(const Graph& graph, const Node& node, const Weights& weights) {
    std::unordered_map<ValueId, Datum> data;
    std::size_t bytes = 0;
    for (const ValueId id : node.inputs()) {
        const Tensor* tensor = weights.find(id);
        if (!tensor) return {};
        if (data.emplace(id, *tensor).second) bytes += tensor->byteSize();
    }
    if (data.empty()) return {};
    const auto types = [&](ValueId id) -> const Type& { return graph.type(id); };
    WHITTLE_TRY(KernelCall call, KernelCall::prepare(*findOp(node.op), node.args, types, [&](ValueId id) -> const Datum& { return data.at(id); }, {}));
    for (int i = 0; i < call.outputCount(); ++i) {
        if (!std::holds_alternative<TensorType>(call.outputTypes()[static_cast<std::size_t>(i)])) return {};
        const auto known = [](const SymInt& size) { return size.isConstant(); };
        if (!std::ranges::all_of(call.outputType(i).sizes, known)) return {};
        const auto needs = static_cast<std::size_t>(elementCount(call.outputSizes(i))) * dtypeSize(call.outputType(i).dtype);
        if (needs > bytes) return {};
        bytes -= needs;
    }
    WHITTLE_TRY_VOID(call.run());
    return call.takeOutputs();
}

}  // namespace

Result<Rewrites> foldConstants(Graph& graph, const PassContext&) {
    Weights weights(graph);
    std::vector<NodeId> order;
    for (const Node& node : graph.nodes()) order.push_back(node.id);
    std::vector<NodeId> folded;
    Rewrites rewrites;
    Replacements replacements;
    for (const NodeId id : order) {  // in execution order, so that what is folded is a weight to what follows
        replacements.tell(graph, id);
        if (!isLight(graph.node(id))) continue;
        const Node node = graph.node(id);
        Result<std::vector<Datum>> outputs = fold(graph, node, weights);
        // What goes wrong here goes wrong in the run, where the error belongs.
        if (!outputs || outputs->size() != node.outputs.size()) continue;
        Rewrite& rewrite = rewrites.emplace_back("fold-constants", std::vector{rewritten(node)});
        for (std::size_t i = 0; i < outputs->size(); ++i) {
            const Value value = graph.value(node.outputs[i]);
            const ValueId weight = weights.add(graph, value.name, std::get<Tensor>((*outputs)[i]), value.type);
            replacements.add(value.id, weight);
            rewrite.after.push_back({graph.value(weight).name, {}});
        }
        folded.push_back(id);
    }
    replacements.tellOutputs(graph);
    graph.removeNodes(folded);
    return rewrites;
}

}  // namespace whittle

#include "engine/passes/decompose.h"

#include <algorithm>

#include "engine/ops/check.h"
#include "engine/ops/op_builder.h"
#include "engine/passes/readers.h"

namespace whittle {
namespace {

// A decomposition that led back to its own operator would never end.
constexpr std::size_t kMaxRewrites = 100000;

bool wanted(const Graph& graph, const Node& node, const PassContext& context) {
    const OpDef* op = findOp(node.op);
    return op && op->decompose && !op->lower && !(context.libraryTakes && context.libraryTakes(graph, node));
}

// Whether an argument is a number that a value holds, so that the parts may be known in a run only.
bool takesNumbers(const Graph& graph, const Node& node) {
    return std::ranges::any_of(node.inputs(), [&](ValueId id) { return asNumberType(graph.type(id)) != nullptr; });
}

}  // namespace

Result<Rewrites> decompose(Graph& graph, const PassContext& context) {
    std::vector<NodeId> open;
    for (const Node& node : graph.nodes())
        if (wanted(graph, node, context)) open.push_back(node.id);
    Rewrites rewrites;
    std::vector<NodeId> replaced;
    std::optional<Readers> readers;
    if (!open.empty()) readers.emplace(graph);
    while (!open.empty()) {
        const NodeId id = open.back();
        open.pop_back();
        const Node node = graph.node(id);
        const OpDef& op = *findOp(node.op);
        const std::size_t first = graph.nodeIdBound();
        OpBuilder build(graph, mergeOrigins(std::span(&node.origin, 1)), id);
        Result<std::vector<ValueId>> outputs = build.decompose(op, node.args);
        for (std::size_t made = first; made < graph.nodeIdBound(); ++made)
            if (const NodeId one(static_cast<std::int32_t>(made)); graph.contains(one)) readers->add(graph, one);
        // The interpreter does it whole then; half-made nodes are dead.
        if (!outputs && outputs.error().code == Code::Unsupported && (op.reference || takesNumbers(graph, node))) continue;
        if (!outputs) return std::unexpected(std::move(outputs).context("decomposing {}", describeNode(node)).error());
        if (outputs->size() != node.outputs.size())
            return fail(Code::Internal, "the decomposition of {} gives {} outputs instead of {}", describeNode(node),
                        outputs->size(), node.outputs.size());
        for (std::size_t i = 0; i < outputs->size(); ++i) readers->replace(graph, node.outputs[i], (*outputs)[i]);
        replaced.push_back(id);
        Rewrite& rewrite = rewrites.emplace_back("decompose", std::vector{rewritten(node)});
        if (rewrites.size() > kMaxRewrites)
            return fail(Code::Limit, "decomposing does not end: more than {} rewrites, last {}", kMaxRewrites, describeNode(node));
        for (std::size_t made = first; made < graph.nodeIdBound(); ++made) {
            const NodeId one(static_cast<std::int32_t>(made));
            if (!graph.contains(one)) continue;
            rewrite.after.push_back(rewritten(graph.node(one)));
            if (wanted(graph, graph.node(one), context)) open.push_back(one);
        }
    }
    graph.removeNodes(replaced);
    return rewrites;
}

}  // namespace whittle

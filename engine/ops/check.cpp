#include "engine/ops/check.h"

#include "engine/ir/verify.h"
#include "engine/ops/unknown_op.h"

namespace whittle {
namespace {

using Symbols = std::map<std::string, SymbolInfo>;

// Two sizes that are not the same expression may still be the same number; under the hints they must be.
bool sizesAgree(const Symbols& symbols, const SymInt& a, const SymInt& b) {
    if (a == b) return true;
    const auto hint = [&](std::string_view name) -> std::optional<std::int64_t> {
        const auto found = symbols.find(std::string(name));
        return found == symbols.end() ? std::nullopt : found->second.hint;
    };
    if (a.isConstant() && b.isConstant()) return false;
    const auto x = a.evaluate(hint);
    const auto y = b.evaluate(hint);
    return !x || !y || *x == *y;
}

bool typesAgree(const Symbols& symbols, const Type& recorded, const Type& inferred) {
    const TensorType* a = asTensorType(recorded);
    const TensorType* b = asTensorType(inferred);
    if (!a || !b) return recorded.index() == inferred.index();
    if (a->dtype != b->dtype || a->rank() != b->rank()) return false;
    for (std::size_t i = 0; i < a->sizes.size(); ++i)
        if (!sizesAgree(symbols, a->sizes[i], b->sizes[i])) return false;
    return true;
}

enum class Unsupported { IsError, IsLeftOut };

Result<void> checkNodes(const Graph& graph, const Symbols& symbols, Unsupported unsupported);

Result<void> checkNode(const Graph& graph, const Node& node, const OpCall::TypeLookup& types, const Symbols& symbols, Unsupported unsupported) {
    const OpDef* op = findOp(node.op);
    if (!op) return unknownOp(node.op);
    WHITTLE_TRY(const Types inferred, inferTypes(*op, node.args, types));
    if (inferred.size() != node.outputs.size())
        return fail(Code::Verify, "verify.8: the node has {} outputs, its operator gives {}", node.outputs.size(),
                    inferred.size());
    for (std::size_t i = 0; i < inferred.size(); ++i) {
        const Value& output = graph.value(node.outputs[i]);
        if (!typesAgree(symbols, output.type, inferred[i]))
            return fail(Code::Verify, "verify.9: output %{} is recorded as {}, its operator gives {}", output.name,
                        typeText(output.type), typeText(inferred[i]));
    }
    Result<void> inner;
    for (const NamedArg& arg : node.args)
        forEachGraph(arg.value, [&](const GraphRef& one) {
            if (inner) inner = checkNodes(*one, symbols, unsupported).context("in graph '{}'", one->name);
        });
    return inner;
}

// Symbols are the outermost graph's.
Result<void> checkNodes(const Graph& graph, const Symbols& symbols, Unsupported unsupported) {
    const auto types = [&](ValueId id) -> const Type& { return graph.type(id); };
    for (const Node& node : graph.nodes()) {
        Result<void> checked = checkNode(graph, node, types, symbols, unsupported);
        if (checked || (checked.error().code == Code::Unsupported && unsupported == Unsupported::IsLeftOut)) continue;
        return std::move(checked).context("checking {}", describeNode(node));
    }
    return {};
}

}  // namespace

std::string describeNode(const Node& node) {
    const std::string where = node.origin->where();
    return where.empty() ? fmt::format("node '{}' ({})", node.name, node.op)
                         : fmt::format("node '{}' ({}, {})", node.name, node.op, where);
}

Result<void> checkGraph(const Graph& graph) {
    WHITTLE_TRY_VOID(verifyStructure(graph));
    return checkNodes(graph, graph.symbols, Unsupported::IsError);
}

Result<void> checkSupportedNodes(const Graph& graph) { return checkNodes(graph, graph.symbols, Unsupported::IsLeftOut); }

Result<void> retypeGraph(Graph& graph) {
    const auto types = [&](ValueId id) -> const Type& { return graph.type(id); };
    std::vector<NodeId> order;
    for (const Node& node : graph.nodes()) order.push_back(node.id);
    for (const NodeId id : order) {
        const Node& node = graph.node(id);
        const OpDef* op = findOp(node.op);
        if (!op) return Result<void>(unknownOp(node.op)).context("typing {}", describeNode(node));
        Result<Types> inferred = inferTypes(*op, node.args, types).context("typing {}", describeNode(node));
        WHITTLE_TRY(const Types outputs, std::move(inferred));
        if (outputs.size() != node.outputs.size())
            return fail(Code::Verify, "verify.8: {} has {} outputs, its operator gives {}", describeNode(node),
                        node.outputs.size(), outputs.size());
        for (std::size_t i = 0; i < outputs.size(); ++i) graph.setType(node.outputs[i], outputs[i]);
    }
    return {};
}

}  // namespace whittle

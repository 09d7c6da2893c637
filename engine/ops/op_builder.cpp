#include "engine/ops/op_builder.h"

namespace whittle {

Result<std::vector<ValueId>> OpBuilder::call(std::string_view op, std::vector<NamedArg> args, std::string name,
                                             std::vector<std::string> outputNames) {
    const OpDef* def = findOp(op);
    if (!def) return fail(Code::Unsupported, "operator {} is not supported", op);
    const auto types = [this](ValueId id) -> const Type& { return m_graph.type(id); };
    WHITTLE_TRY(Types outputs, inferTypes(*def, args, types, m_precision));
    const NodeId node = m_graph.addNode({.name = std::move(name), .op = std::string(op), .args = std::move(args),
                                         .outputTypes = std::move(outputs), .outputNames = std::move(outputNames),
                                         .origin = m_origin, .before = m_before});
    return m_graph.node(node).outputs;
}

Result<ValueId> OpBuilder::one(std::string_view op, std::vector<NamedArg> args, std::string name) {
    WHITTLE_TRY(const std::vector<ValueId> outputs, call(op, std::move(args), std::move(name)));
    if (outputs.size() != 1) return fail(Code::Internal, "{} gave {} outputs, one was expected", op, outputs.size());
    return outputs.front();
}

Result<std::vector<ValueId>> OpBuilder::decompose(const OpDef& op, std::span<const NamedArg> args) {
    // The graph's tables move while nodes are added, so the call reads types that stay where they are.
    std::unordered_map<ValueId, Type> types;
    for (const NamedArg& arg : args) forEachValue(arg.value, [&](ValueId id) { types.emplace(id, m_graph.type(id)); });
    WHITTLE_TRY(const OpCall call, OpCall::bind(op, args, [&](ValueId id) -> const Type& { return types.at(id); }, m_precision));
    Result<std::vector<ValueId>> outputs = op.decompose(call, *this);
    WHITTLE_TRY_VOID(call.needKnown());
    return outputs;
}

}  // namespace whittle

#include "engine/ir/verify.h"

#include <unordered_set>

namespace whittle {
namespace {

using Symbols = std::map<std::string, SymbolInfo>;

Result<void> checkSymbols(const Symbols& symbols, const Value& value) {
    const auto check = [&](const SymInt& expr) -> Result<void> {
        for (const std::string& symbol : expr.symbols())
            if (!symbols.contains(symbol))
                return fail(Code::Verify, "verify.6: %{} has type {}, but symbol {} is not declared", value.name,
                            typeText(value.type), symbol);
        return {};
    };
    if (const TensorType* tensor = asTensorType(value.type))
        for (const SymSizes* list : {&tensor->sizes, &tensor->strides})
            for (const SymInt& size : *list) WHITTLE_TRY_VOID(check(size));
    if (const NumberType* number = asNumberType(value.type)) WHITTLE_TRY_VOID(check(number->expr));
    return {};
}

Result<void> checkInputData(const Graph& graph, const GraphInput& input) {
    if (std::holds_alternative<std::monostate>(input.data)) return {};
    const Value& value = graph.value(input.value);
    const auto mismatch = [&] {
        return fail(Code::Verify, "verify.5: input %{} has type {}, but holds {}", value.name, typeText(value.type),
                    describe(input.data));
    };
    const Type held = typeOf(input.data);
    if (held.index() != value.type.index()) return mismatch();
    const TensorType* declared = asTensorType(value.type);
    if (!declared) return {};
    const TensorType& actual = std::get<TensorType>(held);
    if (declared->dtype != actual.dtype || declared->rank() != actual.rank()) return mismatch();
    for (std::size_t i = 0; i < declared->sizes.size(); ++i)
        if (declared->sizes[i].isConstant() && declared->sizes[i] != actual.sizes[i]) return mismatch();
    return {};
}

Result<void> checkRules(const Graph& graph, const Symbols& symbols, int depth);

// What a graph among a node's arguments must keep besides the rules of every graph.
Result<void> checkInner(const Graph& graph, const Symbols& symbols, int depth) {
    if (depth > kMaxGraphDepth) return fail(Code::Verify, "verify.10: graphs are nested deeper than {} levels", kMaxGraphDepth);
    if (!graph.symbols.empty())
        return fail(Code::Verify, "verify.11: it declares symbol {}; the outermost graph declares all symbols",
                    graph.symbols.begin()->first);
    for (const GraphInput& input : graph.inputs())
        if (input.kind != InputKind::User || !std::holds_alternative<std::monostate>(input.data))
            return fail(Code::Verify, "verify.12: its input %{} is a weight or holds data; weights are passed as operands",
                        graph.contains(input.value) ? graph.value(input.value).name : "?");
    for (const GraphOutput& output : graph.outputs())
        if (output.kind != OutputKind::User)
            return fail(Code::Verify, "verify.13: it writes back to '{}'; a graph inside another changes nothing in place", output.target);
    return checkRules(graph, symbols, depth);
}

Result<void> checkRules(const Graph& graph, const Symbols& symbols, int depth) {
    std::vector<bool> defined(graph.valueIdBound(), false);
    std::unordered_set<std::string_view> valueNames, nodeNames;
    const auto define = [&](ValueId id, NodeId producer) -> Result<void> {
        if (!graph.contains(id)) return fail(Code::Verify, "verify.2: value id {} is defined but not alive", id.index());
        const Value& value = graph.value(id);
        if (defined[static_cast<std::size_t>(id.index())] || value.producer != producer)
            return fail(Code::Verify, "verify.2: %{} has more than one producer", value.name);
        defined[static_cast<std::size_t>(id.index())] = true;
        if (value.name.empty() || !valueNames.insert(value.name).second)
            return fail(Code::Verify, "verify.3: the value name '{}' is empty or used twice", value.name);
        return checkSymbols(symbols, value);
    };
    for (const GraphInput& input : graph.inputs()) {
        WHITTLE_TRY_VOID(define(input.value, NodeId()));
        WHITTLE_TRY_VOID(checkInputData(graph, input));
    }
    for (const Node& node : graph.nodes()) {
        if (node.name.empty() || !nodeNames.insert(node.name).second)
            return fail(Code::Verify, "verify.3: the node name '{}' is empty or used twice", node.name);
        if (!node.origin) return fail(Code::Verify, "verify.7: node '{}' has no origin", node.name);
        for (const ValueId id : node.inputs())
            if (!graph.contains(id) || !defined[static_cast<std::size_t>(id.index())])
                return fail(Code::Verify, "verify.1: node '{}' ({}) reads {} before it is defined", node.name, node.op,
                            graph.contains(id) ? "%" + graph.value(id).name : "a removed value");
        for (const ValueId id : node.outputs) WHITTLE_TRY_VOID(define(id, node.id));
        Result<void> inner;
        for (const NamedArg& arg : node.args)
            forEachGraph(arg.value, [&](const GraphRef& one) {
                if (inner) inner = checkInner(*one, symbols, depth + 1).context("in graph '{}' of node '{}' ({})", one->name, node.name, node.op);
            });
        WHITTLE_TRY_VOID(std::move(inner));
    }
    for (const ValueId id : graph.outputValues())
        if (!graph.contains(id) || !defined[static_cast<std::size_t>(id.index())])
            return fail(Code::Verify, "verify.4: an output reads {}, which nothing defines",
                        graph.contains(id) ? "%" + graph.value(id).name : "a removed value");
    return {};
}

}  // namespace

Result<void> verifyStructure(const Graph& graph) { return checkRules(graph, graph.symbols, 0); }

}  // namespace whittle

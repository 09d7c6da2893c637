#include "tests/support/run_op.h"

#include <cstdlib>

#include <fmt/format.h>

#include "engine/eager/interpreter.h"

namespace whittle::test {
namespace {

// An operator that only has a decomposition, as the interpreter runs it: a graph of one node.
Result<std::vector<Datum>> runDecomposed(const OpDef& op, const std::vector<NamedArg>& args, const std::vector<Datum>& tensors,
                                         Precision precision, std::uint64_t seed) {
    Graph graph;
    for (const Datum& datum : tensors) {
        GraphInput input;
        input.data = datum;
        graph.addInput(std::move(input), "in", typeOf(datum));  // the i-th value, as tensorArg says
    }
    WHITTLE_TRY(const Types types, inferTypes(op, args, [&](ValueId id) -> const Type& { return graph.type(id); }));
    const NodeId node = graph.addNode({.name = "op", .op = std::string(op.name), .args = args, .outputTypes = types});
    for (const ValueId output : graph.node(node).outputs) graph.addOutput({.value = output});
    InterpretOptions options;
    options.precision = precision;
    options.seed = seed;
    WHITTLE_TRY(InterpretResult result, interpret(graph, {}, options));
    return std::move(result.outputs);
}

}  // namespace

Result<std::vector<Datum>> runOp(std::string_view op, const std::vector<NamedArg>& args,
                                 const std::vector<Datum>& tensors, Precision precision, std::uint64_t seed) {
    const OpDef* def = findOp(op);
    if (!def || (!def->reference && !def->decompose)) return fail(Code::NotFound, "no operator {} with a kernel", op);
    if (!def->reference) return runDecomposed(*def, args, tensors, precision, seed);
    std::vector<Type> types;
    for (const Datum& datum : tensors) types.push_back(typeOf(datum));
    const auto at = [](ValueId id) { return static_cast<std::size_t>(id.index()); };
    Generator generator(seed);
    KernelContext context(precision);
    context.generator = &generator;
    WHITTLE_TRY(KernelCall call,
                KernelCall::prepare(
                    *def, args, [&](ValueId id) -> const Type& { return types[at(id)]; },
                    [&](ValueId id) -> const Datum& { return tensors[at(id)]; }, context));
    WHITTLE_TRY_VOID(call.run());
    return call.takeOutputs();
}

Result<Types> opTypes(std::string_view op, const std::vector<NamedArg>& args, const std::vector<Type>& types,
                      Precision precision) {
    const OpDef* def = findOp(op);
    if (!def || !def->inferType) return fail(Code::NotFound, "no operator {} with a type rule", op);
    return inferTypes(
        *def, args, [&](ValueId id) -> const Type& { return types[static_cast<std::size_t>(id.index())]; }, precision);
}

Type typeFrom(std::string_view text) {
    const auto bad = [&]() -> Type {
        fmt::print(stderr, "test: '{}' is not a type\n", text);
        std::abort();
    };
    const std::size_t open = text.find('[');
    if (open == std::string_view::npos || !text.ends_with(']')) return bad();
    const auto dtype = parseDType(text.substr(0, open));
    if (!dtype) return bad();
    TensorType out{*dtype, {}, {}, {}};
    std::string_view rest = text.substr(open + 1, text.size() - open - 2);
    while (!rest.empty()) {
        const std::size_t comma = rest.find(',');
        const auto size = parseSymInt(rest.substr(0, comma));
        if (!size) return bad();
        out.sizes.push_back(*size);
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
    return out;
}

std::string typesText(const Result<Types>& types) {
    if (!types) {
        const std::string text = types.error().describe();
        return text.substr(0, text.find('\n'));
    }
    std::string out;
    for (const Type& type : *types) out += (out.empty() ? "" : ", ") + typeText(type);
    return out;
}

}  // namespace whittle::test

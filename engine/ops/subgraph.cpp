#include "engine/ops/subgraph.h"

#include "engine/ops/index_layout.h"
#include "engine/ops/sizes.h"

namespace whittle::ops {
namespace {

bool sameDType(const OpCall& call, DType a, DType b) {
    return a == b || (call.precision() == Precision::Float64 && isFloating(a) && isFloating(b));
}

bool alike(const OpCall& call, const Type& a, const Type& b) {
    if (a.index() != b.index()) return false;
    if (const NumberType *x = asNumberType(a), *y = asNumberType(b); x && y) return x->kind == y->kind;
    const TensorType *x = asTensorType(a), *y = asTensorType(b);
    return !x || (sameDType(call, x->dtype, y->dtype) && x->rank() == y->rank());
}

bool fits(const OpCall& call, const Type& declared, const Type& operand) {
    if (!alike(call, declared, operand)) return false;
    const TensorType *x = asTensorType(declared), *y = asTensorType(operand);
    for (std::size_t i = 0; x && i < x->sizes.size(); ++i)
        if (differ(x->sizes[i], y->sizes[i])) return false;
    return true;
}

using Known = std::map<std::string, SymInt, std::less<>>;

void learn(Known& known, const SymInt& declared, const SymInt& operand) {
    if (const auto name = declared.symbolName()) known.try_emplace(*name, operand);
}

Type inside(const OpCall& call, Type type, const Known& known) {
    const auto replace = [&](std::string_view name) -> std::optional<SymInt> {
        const auto found = known.find(name);
        return found == known.end() ? std::nullopt : std::optional(found->second);
    };
    if (auto* tensor = std::get_if<TensorType>(&type)) {
        tensor->strides.clear();
        for (SymInt& size : tensor->sizes) size = size.substitute(replace);
        if (call.precision() == Precision::Float64 && isFloating(tensor->dtype)) tensor->dtype = DType::F64;
    } else if (auto* number = std::get_if<NumberType>(&type)) {
        number->expr = number->expr.substitute(replace);
    }
    return type;
}

}  // namespace

Result<Types> graphResults(const OpCall& call, const Graph& graph, const Types& operands) {
    const std::string& op = call.schema().name;
    if (graph.inputs().size() != operands.size())
        return fail(Code::Argument, "{}.1: the graph '{}' takes {} inputs, {} operands are given", op, graph.name,
                    graph.inputs().size(), operands.size());
    Known known;
    for (std::size_t i = 0; i < operands.size(); ++i) {
        const Type& declared = graph.type(graph.inputs()[i].value);
        if (!fits(call, declared, operands[i]))
            return fail(Code::Type, "{}.2: operand {} is {}, input %{} of the graph '{}' is {}", op, i, typeText(operands[i]),
                        graph.value(graph.inputs()[i].value).name, graph.name, typeText(declared));
        if (const TensorType* tensor = asTensorType(declared))
            for (std::size_t d = 0; d < tensor->sizes.size(); ++d) learn(known, tensor->sizes[d], std::get<TensorType>(operands[i]).sizes[d]);
        else if (const NumberType* number = asNumberType(declared))
            learn(known, number->expr, std::get<NumberType>(operands[i]).expr);
    }
    Types out;
    for (const GraphOutput& output : graph.outputs()) {
        const ValueId* value = output.value.as<ValueId>();
        out.push_back(value ? inside(call, graph.type(*value), known) : call.typeOf(output.value));
    }
    return out;
}

Result<Types> merged(const OpCall& call, const Types& a, const Types& b, std::string_view what) {
    const std::string& op = call.schema().name;
    if (a.size() != b.size()) return fail(Code::Type, "{}.3: {} are {} and {}", op, what, a.size(), b.size());
    Types out = a;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!alike(call, a[i], b[i]))
            return fail(Code::Type, "{}.3: {} differ: number {} is {} and {}", op, what, i, typeText(a[i]), typeText(b[i]));
        if (auto* tensor = std::get_if<TensorType>(&out[i])) {
            tensor->strides.clear();
            for (std::size_t d = 0; d < tensor->sizes.size(); ++d)
                if (tensor->sizes[d] != std::get<TensorType>(b[i]).sizes[d]) tensor->sizes[d] = dataDependentSize();
        } else if (auto* number = std::get_if<NumberType>(&out[i])) {
            if (number->expr != std::get<NumberType>(b[i]).expr) number->expr = dataDependentSize();
        }
    }
    return out;
}

Types typesOf(const OpCall& call, std::string_view list) {
    Types out;
    for (const Arg& item : call.list(list)) out.push_back(call.typeOf(item));
    return out;
}

Result<void> checkCondition(const OpCall& call, const Type& type, std::string_view what) {
    const TensorType* tensor = asTensorType(type);
    if (tensor ? !differ(tensor->numel(), 1) : asNumberType(type) != nullptr) return {};
    return fail(Code::Type, "{}.4: {} must be a bool or a tensor with one element, it is {}", call.schema().name, what, typeText(type));
}

}  // namespace whittle::ops

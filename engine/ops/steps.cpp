#include "engine/ops/steps.h"

#include <unordered_map>

#include "engine/ops/sizes.h"

namespace whittle::ops {

Steps::Steps(const OpCall& call, OpBuilder& build) : m_call(call), m_build(build) {
    for (const SchemaArg& arg : call.schema().args)
        forEachValue(call.arg(arg.name), [&](const ValueId& id) { m_seen.push_back(id); });
}

std::vector<ValueId> Steps::several(std::string_view op, std::vector<Arg> args, std::size_t count, std::vector<NamedArg> named) {
    const std::vector<ValueId> nothing(count);
    if (m_error) return nothing;
    const Schema* schema = findSchema(op);
    if (!schema || schema->args.size() < args.size()) {
        stop({Code::Internal, fmt::format("a decomposition of {} needs {}, which is not in the table", m_call.op().name, op), {}});
        return nothing;
    }
    std::vector<NamedArg> all;
    for (std::size_t i = 0; i < args.size(); ++i) all.push_back({schema->args[i].name, std::move(args[i])});
    for (NamedArg& one : named) all.push_back(std::move(one));
    Result<std::vector<ValueId>> outputs = m_build.call(op, std::move(all));
    if (outputs && count > 0 && outputs->size() != count)
        outputs = fail(Code::Internal, "{} gave {} outputs, {} were expected", op, outputs->size(), count);
    if (!outputs) {
        stop(std::move(outputs).context("decomposing {}", m_call.op().name).error());
        return nothing;
    }
    m_seen.insert(m_seen.end(), outputs->begin(), outputs->end());
    return *std::move(outputs);
}

ValueId Steps::operator()(std::string_view op, std::vector<Arg> args, std::vector<NamedArg> named) {
    return several(op, std::move(args), 1, std::move(named)).front();
}

TensorType Steps::type(ValueId value) const {
    const TensorType* type = value.valid() ? asTensorType(m_build.type(value)) : nullptr;
    return type ? *type : TensorType{};
}

Arg Steps::size(const SymInt& size) {
    if (m_error) return {};
    Result<Arg> arg = sizeArg(m_build, size, m_seen);
    if (arg) return *std::move(arg);
    stop(std::move(arg).error());
    return {};
}

Arg Steps::sizes(std::span<const SymInt> sizes) {
    Arg::List out;
    for (const SymInt& one : sizes) out.push_back(size(one));
    return Arg(std::move(out));
}

ValueId Steps::value(std::string_view argument) const { return valueArg(m_call, argument); }

ValueId Steps::to(ValueId value, DType dtype) {
    if (type(value).dtype == dtype) return value;
    return (*this)("aten._to_copy.default", {value}, {{"dtype", dtype}});
}

ValueId Steps::view(ValueId value, const SymSizes& sizes) {
    if (m_error) return {};
    if (type(value).sizes == sizes) return value;
    Result<Arg> shape = sizeArgs(m_build, sizes, m_seen);
    if (shape) return (*this)("aten.reshape.default", {value, *std::move(shape)});
    stop(std::move(shape).error());
    return {};
}

void Steps::stop(Error error) {
    if (!m_error) m_error = std::move(error);
}

Result<std::vector<ValueId>> Steps::done(std::vector<ValueId> outputs) const {
    if (m_error) return std::unexpected(*m_error);
    return outputs;
}

namespace {

Type numberType(const OpCall& call, std::string_view name, const SymInt& value) {
    switch (call.scalarCategory(name)) {
        case Scalar::Category::Float: return NumberType{NumberType::Kind::Float, {}};
        case Scalar::Category::Bool: return NumberType{NumberType::Kind::Bool, {}};
        case Scalar::Category::Int: break;
    }
    return NumberType{NumberType::Kind::Int, value};
}

}  // namespace

// The call again over a graph of its own, whose only inputs are what the call reads.
Result<Types> decomposedType(const OpCall& call) {
    Graph graph;
    std::vector<NamedArg> args;
    int tensor = 0;
    for (const SchemaArg& schema : call.schema().args) {
        Arg arg = call.arg(schema.name);
        const bool isList = arg.as<Arg::List>() != nullptr;
        const SymSizes numbers = isList && schema.kind == ArgKind::Int ? call.symInts(schema.name) : SymSizes{};
        if (Arg::List* items = std::get_if<Arg::List>(&arg.value)) {
            for (std::size_t i = 0; i < items->size(); ++i)
                if (auto* id = std::get_if<ValueId>(&(*items)[i].value))
                    *id = graph.addInput({}, "in", schema.kind == ArgKind::Tensor
                                                       ? Type(call.type(tensor++))
                                                       : Type(NumberType{NumberType::Kind::Int, i < numbers.size() ? numbers[i] : SymInt(0)}));
        } else if (auto* id = std::get_if<ValueId>(&arg.value)) {
            const TensorType* type = call.optionalType(schema.name);
            if (type) ++tensor;
            *id = graph.addInput({}, "in", type ? Type(*type) : numberType(call, schema.name, call.symInt(schema.name)));
        }
        args.push_back({schema.name, std::move(arg)});
    }
    const auto types = [&](ValueId id) -> const Type& { return graph.type(id); };
    // Types move when the graph grows; the call's pointers must not.
    std::unordered_map<ValueId, Type> inputs;
    for (const GraphInput& input : graph.inputs()) inputs.emplace(input.value, graph.type(input.value));
    WHITTLE_TRY(const OpCall inside, OpCall::bind(call.op(), args, [&](ValueId id) -> const Type& { return inputs.at(id); },
                                                  call.precision()));
    OpBuilder build(graph, std::make_shared<const Origin>(), NodeId(), call.precision());
    const Result<std::vector<ValueId>> outputs = call.op().decompose(inside, build);
    WHITTLE_TRY_VOID(inside.needKnown());
    if (!outputs) return std::unexpected(outputs.error());
    Types out;
    for (const ValueId id : *outputs) {
        Type type = types(id);
        if (auto* known = std::get_if<TensorType>(&type)) known->strides.clear();
        out.push_back(std::move(type));
    }
    return out;
}

Result<std::vector<ValueId>> forwardTo(std::string_view op, const OpCall& call, OpBuilder& build) {
    const Schema& wanted = *findSchema(op);
    std::vector<NamedArg> args;
    for (std::size_t i = 0; i < call.schema().args.size() && i < wanted.args.size(); ++i)
        args.push_back({wanted.args[i].name, call.arg(call.schema().args[i].name)});
    return build.call(op, std::move(args));
}

}  // namespace whittle::ops

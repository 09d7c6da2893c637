#include "engine/ops/kernel_call.h"

namespace whittle {

Arg withNumbers(const Arg& arg, const std::function<const Datum&(ValueId)>& data) {
    if (const auto* items = arg.as<Arg::List>()) {
        Arg::List out;
        for (const Arg& item : *items) out.push_back(withNumbers(item, data));
        return Arg(std::move(out));
    }
    const auto* value = arg.as<ValueId>();
    if (!value) return arg;
    const Datum& datum = data(*value);
    if (const auto* number = std::get_if<std::int64_t>(&datum)) return Arg(*number);
    if (const auto* real = std::get_if<double>(&datum)) return Arg(*real);
    if (const auto* flag = std::get_if<bool>(&datum)) return Arg(*flag);
    return arg;
}

Result<KernelCall> KernelCall::prepare(const OpDef& op, std::span<const NamedArg> args, TypeLookup types,
                                       DatumLookup data, const KernelContext& context, GraphRunner runner) {
    WHITTLE_TRY(OpCall bound, OpCall::bind(op, args, types, context.precision));
    KernelCall call;
    static_cast<OpCall&>(call) = std::move(bound);
    call.m_data = std::move(data);
    call.m_runner = std::move(runner);
    call.m_layout = context.layout;
    call.m_isWeight = context.isWeight;
    for (Arg& arg : call.m_args) arg = withNumbers(arg, call.m_data);
    for (const Arg& arg : call.m_args)
        forEachValue(arg, [&](ValueId id) {
            if (const Tensor* tensor = asTensor(call.m_data(id))) call.m_inputs.push_back(tensor);
        });
    WHITTLE_TRY(call.m_outputTypes, op.inferType(call));
    call.m_outputs.resize(call.m_outputTypes.size());
    call.m_recorded = context.recorded ? context.recorded : std::move(types);
    if (!drawsRandom(op.name, args)) return call;
    if (!context.generator) return fail(Code::Internal, "{} draws random numbers, and this run has no generator", op.name);
    call.m_generator = context.generator;
    call.m_recordedOutputs = call.m_outputTypes;
    if (context.precision == Precision::Float64 && context.recorded) {
        WHITTLE_TRY(call.m_recordedOutputs, inferTypes(op, args, context.recorded));
    }
    return call;
}

const Tensor* KernelCall::find(const Arg& arg) const {
    const ValueId* value = arg.as<ValueId>();
    return value ? asTensor(m_data(*value)) : nullptr;
}

const Tensor* KernelCall::optionalTensor(std::string_view name) const { return find(arg(name)); }
const Tensor& KernelCall::tensor(std::string_view name) const { return *find(arg(name)); }

bool KernelCall::isWeight(std::string_view name) const {
    const ValueId* value = arg(name).as<ValueId>();
    return value && m_isWeight && m_isWeight(*value);
}

std::vector<const Tensor*> KernelCall::tensors(std::string_view name) const {
    std::vector<const Tensor*> out;
    if (const Arg::List* list = arg(name).as<Arg::List>())
        for (const Arg& item : *list) out.push_back(find(item));
    return out;
}

Datum KernelCall::datum(const Arg& item) const {
    if (const auto* value = item.as<ValueId>()) return m_data(*value);
    if (const auto* number = item.as<std::int64_t>()) return *number;
    if (const auto* real = item.as<double>()) return *real;
    if (const auto* flag = item.as<bool>()) return *flag;
    return {};
}

Result<std::vector<Datum>> KernelCall::run(const Graph& graph, std::vector<Datum> inputs) const {
    if (!m_runner) return fail(Code::Unsupported, "{} runs the graph '{}', which only the interpreter can", m_op->name, graph.name);
    return m_runner(graph, std::move(inputs)).context("in sub-graph '{}'", graph.name);
}

Index KernelCall::size(std::string_view name) const { return symInt(name).constant().value_or(0); }

Sizes KernelCall::sizes(std::string_view name) const {
    Sizes out;
    for (const SymInt& value : symInts(name)) out.push_back(value.constant().value_or(0));
    return out;
}

int KernelCall::checkedDim(std::string_view name, int rank) const { return dim(name, rank).value_or(0); }
std::vector<int> KernelCall::checkedDims(std::string_view name, int rank) const {
    return dims(name, rank).value_or(std::vector<int>{});
}

DType KernelCall::recordedDType(std::string_view name) const {
    return asTensorType(m_recorded(*arg(name).as<ValueId>()))->dtype;
}

DType KernelCall::recordedOutput(int index) const {
    return std::get<TensorType>(m_recordedOutputs[static_cast<std::size_t>(index)]).dtype;
}

const TensorType& KernelCall::outputType(int index) const {
    return std::get<TensorType>(m_outputTypes[static_cast<std::size_t>(index)]);
}

Sizes KernelCall::outputSizes(int index) const {
    Sizes out;
    for (const SymInt& size : outputType(index).sizes) out.push_back(size.constant().value_or(0));
    return out;
}

Tensor& KernelCall::output(int index) {
    Datum& slot = m_outputs[static_cast<std::size_t>(index)];
    if (!std::holds_alternative<Tensor>(slot)) slot = Tensor::empty(outputType(index).dtype, outputSizes(index));
    return std::get<Tensor>(slot);
}

}  // namespace whittle

#include "engine/passes/constant_tensors.h"

#include <algorithm>

#include "engine/ops/kernel_call.h"

namespace whittle {
namespace {

constexpr int kMostDepth = 32;  // of nodes between a constant and what it is made of

bool holdsGraph(const Node& node) {
    bool holds = false;
    for (const NamedArg& arg : node.args) forEachGraph(arg.value, [&](const GraphRef&) { holds = true; });
    return holds;
}

}  // namespace

const Tensor* ConstantTensors::find(ValueId id, int depth) {
    if (const Tensor* weight = m_weights.find(id)) return weight;
    if (const auto known = m_known.find(id); known != m_known.end()) return known->second ? &*known->second : nullptr;
    const NodeId producer = m_graph.value(id).producer;
    if (!producer.valid() || depth > kMostDepth) return nullptr;
    std::optional<Tensor> made = compute(m_graph.node(producer), depth);
    std::optional<Tensor>& kept = m_known[id];
    kept = std::move(made);
    return kept ? &*kept : nullptr;
}

std::optional<Tensor> ConstantTensors::compute(const Node& node, int depth) {
    const OpDef* op = findOp(node.op);
    const TensorType* type = node.outputs.size() == 1 ? asTensorType(m_graph.type(node.output())) : nullptr;
    if (!op || !op->reference || !type || drawsRandom(node.op, node.args) || holdsGraph(node)) return std::nullopt;
    const auto count = type->numel().constant();
    if (!count || *count > m_elementsLeft) return std::nullopt;
    std::unordered_map<ValueId, Datum> data;
    for (const ValueId input : node.inputs()) {
        const Tensor* tensor = find(input, depth + 1);
        if (!tensor) return std::nullopt;
        data.emplace(input, *tensor);
    }
    m_elementsLeft -= *count;
    const auto types = [this](ValueId id) -> const Type& { return m_graph.type(id); };
    Result<KernelCall> call = KernelCall::prepare(*op, node.args, types, [&](ValueId id) -> const Datum& { return data.at(id); }, {});
    if (!call || call->outputCount() != 1 || !call->run()) return std::nullopt;  // what goes wrong goes wrong in the run
    std::vector<Datum> outputs = call->takeOutputs();
    auto* tensor = std::get_if<Tensor>(&outputs.front());
    if (!tensor || !tensor->defined()) return std::nullopt;
    return std::move(*tensor);
}

std::optional<double> ConstantTensors::number(const Arg& arg) {
    if (const auto* real = arg.as<double>()) return *real;
    if (const auto* integer = arg.as<std::int64_t>()) return static_cast<double>(*integer);
    const auto* id = arg.as<ValueId>();
    const TensorType* type = id ? asTensorType(m_graph.type(*id)) : nullptr;
    if (!type || type->rank() != 0 || type->dtype == DType::Bool || isComplex(type->dtype)) return std::nullopt;
    const Tensor* tensor = find(*id);
    return tensor ? std::optional(tensor->flat(0)) : std::nullopt;
}

}  // namespace whittle

#include "minifier/edits/graph_size.h"

#include "minifier/edits/argument_size.h"
#include "minifier/edits/data_size.h"
#include "minifier/edits/edit.h"
#include "minifier/edits/plain_nodes.h"

namespace whittle {
namespace {

// At least one a value: a result whose size is not known, or a number, is something too.
std::int64_t elementsOf(const Graph& graph, const Type& type) {
    const TensorType* tensor = asTensorType(type);
    if (!tensor) return 1;
    const auto count = tensor->numel().evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
        const auto found = graph.symbols.find(std::string(name));
        return found == graph.symbols.end() ? std::nullopt : found->second.hint;
    });
    return count ? *count : 1;
}

// What comes first, and does not look at data.
GraphSize firstOf(const Graph& graph) {
    GraphSize size;
    size.nodes = nodesIn(graph);
    for (const Node& node : graph.nodes()) size.composites += isComposite(node);
    size.ends = static_cast<std::int64_t>(graph.inputs().size() + graph.outputs().size());
    size.elements = inputElements(graph);
    return size;
}

}  // namespace

bool isSmaller(const Graph& a, const Graph& b) {
    const GraphSize firstA = firstOf(a), firstB = firstOf(b);
    return firstA != firstB ? firstA < firstB : graphSize(a) < graphSize(b);
}

GraphSize graphSize(const Graph& graph) {
    GraphSize size = firstOf(graph);
    for (const Node& node : graph.nodes())
        for (const ValueId id : node.outputs) size.results += elementsOf(graph, graph.type(id));
    for (const ValueId id : graph.values())
        if (const TensorType* tensor = asTensorType(graph.type(id))) {
            size.ranks += tensor->rank();
            size.dtypes += plainer(tensor->dtype).has_value();
            size.layouts += !tensor->strides.empty();
        }
    for (const Node& node : graph.nodes()) size.plainness += plainness(node);
    for (const auto& [name, info] : graph.symbols) size.symbols += 3 + info.min.has_value() + info.max.has_value();
    for (const GraphInput& input : graph.inputs()) {
        size.weights += input.kind != InputKind::User;
        const Tensor* tensor = asTensor(input.data);
        if (!tensor) continue;
        const TensorType* type = asTensorType(graph.type(input.value));
        size.layouts += (!type || type->strides.empty()) && !tensor->isContiguous();
        const DataSize data = dataSize(*tensor);
        size.data += data.kind;
        size.odd += data.odd;
    }
    size.arguments = argumentsSize(graph);
    return size;
}

bool hasLayout(const Graph& graph, ValueId id) {
    const TensorType* type = asTensorType(graph.type(id));
    if (type && !type->strides.empty()) return true;
    const GraphInput* input = graph.inputOf(id);
    const Tensor* data = input ? asTensor(input->data) : nullptr;
    return data && !data->isContiguous();
}

std::optional<DType> plainer(DType dtype) {
    if (isInexact(dtype)) return dtype == DType::F32 ? std::nullopt : std::optional(DType::F32);
    if (isIntegral(dtype)) return dtype == DType::I64 ? std::nullopt : std::optional(DType::I64);
    return std::nullopt;
}

std::int64_t inputElements(const Graph& graph) {
    std::int64_t elements = 0;
    for (const GraphInput& input : graph.inputs())
        if (const Tensor* tensor = asTensor(input.data)) elements += tensor->numel();
    return elements;
}

std::uint64_t inputBytes(const Graph& graph) {
    std::uint64_t bytes = 0;
    for (const GraphInput& input : graph.inputs())
        if (const Tensor* tensor = asTensor(input.data)) bytes += tensor->byteSize();
    return bytes;
}

}  // namespace whittle

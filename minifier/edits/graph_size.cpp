#include "minifier/edits/graph_size.h"

#include "minifier/edits/edit.h"

namespace whittle {

GraphSize graphSize(const Graph& graph) {
    GraphSize size;
    size.nodes = nodesIn(graph);
    size.ends = static_cast<std::int64_t>(graph.inputs().size() + graph.outputs().size());
    for (const GraphInput& input : graph.inputs())
        if (const Tensor* tensor = asTensor(input.data)) size.elements += tensor->numel();
    return size;
}

std::uint64_t inputBytes(const Graph& graph) {
    std::uint64_t bytes = 0;
    for (const GraphInput& input : graph.inputs())
        if (const Tensor* tensor = asTensor(input.data)) bytes += tensor->byteSize();
    return bytes;
}

}  // namespace whittle

// Tensors that are the same in every run, though the graph computes them: masks from arange and comparisons, slices of weights. Worked out when a
// pattern asks for one, on the reference kernels and up to a bound, and never put into the graph.
#pragma once

#include "engine/passes/weights.h"

namespace whittle {

class ConstantTensors {
public:
    /// Values that the graph gets later may be asked for too.
    explicit ConstantTensors(const Graph& graph) : m_graph(graph), m_weights(graph) {}

    /// Null: it depends on what the user gives, draws random numbers, is of a size that only the run knows, or takes too long. Stays until
    /// the next question.
    const Tensor* find(ValueId id) { return find(id, 0); }

    /// A number, or a tensor without dimensions that is constant.
    std::optional<double> number(const Arg& arg);

private:
    const Tensor* find(ValueId id, int depth);
    std::optional<Tensor> compute(const Node& node, int depth);

    const Graph& m_graph;
    Weights m_weights;
    std::unordered_map<ValueId, std::optional<Tensor>> m_known;
    std::int64_t m_elementsLeft = std::int64_t{1} << 22;  // some ten milliseconds on reference kernels
};

}  // namespace whittle

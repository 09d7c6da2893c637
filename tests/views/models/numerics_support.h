// Comparisons that a test makes up: of a graph's values, some of them wrong.
#pragma once

#include "tests/views/models/models_support.h"
#include "views/models/numerics_controller.h"

#include <cmath>
#include <map>
#include <memory>

namespace whittle::test {

inline Tensor risingTensor(Sizes sizes, double by = 1) {
    Tensor out = Tensor::empty(DType::F32, std::move(sizes));
    auto* to = out.mutableData<float>();
    for (Index i = 0; i < out.numel(); ++i) to[i] = static_cast<float>(static_cast<double>(i) * by);
    return out;
}

/// The facts of these three tensors, as a worker tells them.
inline ComparedValue comparedValue(const Graph& graph, int node, const ThreeTensors& tensors) {
    const Node& from = graph.nodes()[static_cast<std::size_t>(node)];
    ComparedValue out{.name = graph.value(from.outputs.front()).name, .node = from.name, .order = node, .kernel = "k" + std::to_string(node),
                      .dtype = tensors.eager.dtype(), .sizes = tensors.eager.sizes()};
    out.compiled = numberFacts(tensors.compiled);
    out.eager = numberFacts(tensors.eager);
    out.exact = numberFacts(tensors.exact);
    out.compiledToEager = errorFacts(tensors.eager, tensors.compiled, out.dtype);
    out.compiledToExact = errorFacts(tensors.exact, tensors.compiled, out.dtype);
    out.eagerToExact = errorFacts(tensors.exact, tensors.eager, out.dtype);
    return out;
}

/// Of a chain: values before `wrongFrom` are right, those from there on are off by 1 and more.
inline ValueComparison chainComparison(const Graph& graph, int wrongFrom) {
    ValueComparison out;
    for (int i = 0; i < static_cast<int>(graph.nodes().size()); ++i) {
        const Tensor eager = risingTensor({2, 3});
        const bool wrong = wrongFrom >= 0 && i >= wrongFrom;
        ComparedValue value = comparedValue(graph, i, {.compiled = wrong ? risingTensor({2, 3}, 2 + i) : eager, .eager = eager, .exact = eager.to(DType::F64)});
        value.wrong = wrong;
        value.readsWrong = wrong && i > wrongFrom;
        if (wrong) value.why = "wrong value: it is off";
        out.values.push_back(std::move(value));
    }
    return out;
}

}  // namespace whittle::test

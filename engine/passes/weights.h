// Weights as passes see them: graph inputs that hold the same tensor in every run, so that work on them is done once.
#pragma once

#include <unordered_map>

#include "engine/ir/graph.h"

namespace whittle {

class Weights {
public:
    explicit Weights(const Graph& graph) {
        for (const GraphInput& input : graph.inputs())
            if (const Tensor* tensor = asTensor(input.data); tensor && input.kind != InputKind::User) m_tensors.emplace(input.value, *tensor);
    }
    /// Null: the value is computed, given by the user, or came without data.
    const Tensor* find(ValueId id) const {
        const auto found = m_tensors.find(id);
        return found == m_tensors.end() ? nullptr : &found->second;
    }
    /// A new input of the graph that holds `tensor`.
    ValueId add(Graph& graph, const std::string& name, Tensor tensor, Type type) {
        const ValueId id = graph.addInput({.value = {}, .kind = InputKind::Constant, .target = name, .data = tensor}, name, std::move(type));
        m_tensors.emplace(id, std::move(tensor));
        return id;
    }

private:
    std::unordered_map<ValueId, Tensor> m_tensors;
};

}  // namespace whittle

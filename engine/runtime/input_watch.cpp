#include "engine/runtime/input_watch.h"

#include <algorithm>

#include "engine/ir/structural_hash.h"

namespace whittle {

std::vector<Hash128> InputWatch::hashes(const Graph& graph) {
    std::vector<Hash128> out;
    for (const GraphInput& input : graph.inputs()) {
        const Tensor* tensor = asTensor(input.data);
        out.push_back(tensor && tensor->defined() && tensor->storage()->writable() ? contentHash(*tensor) : Hash128());
    }
    return out;
}

std::optional<std::string> InputWatch::changed() const {
    const std::vector<Hash128> now = hashes(m_graph);
    const auto place = std::ranges::mismatch(m_before, now).in1 - m_before.begin();
    if (place == static_cast<std::ptrdiff_t>(m_before.size())) return std::nullopt;
    return m_graph.value(m_graph.inputs()[static_cast<std::size_t>(place)].value).name;
}

}  // namespace whittle

// Did a run change what its graph reads? What a graph writes to an input is an output of its own (functional form), so it may not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/hash.h"
#include "engine/ir/graph.h"

namespace whittle {

class InputWatch {
public:
    /// `graph` with its data; it must outlive the watch. Cost: a walk over the data that can be written at all; what is mapped cannot, a write
    /// there ends the process.
    explicit InputWatch(const Graph& graph) : m_graph(graph), m_before(hashes(graph)) {}
    /// The name of the first input that holds something else now.
    std::optional<std::string> changed() const;

private:
    static std::vector<Hash128> hashes(const Graph& graph);
    const Graph& m_graph;
    std::vector<Hash128> m_before;
};

}  // namespace whittle

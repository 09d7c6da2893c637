// Which nodes of the graph as it was given each kernel computes: passes have replaced most of them by others since.
#pragma once

#include <unordered_map>

#include "engine/runtime/compile.h"

namespace whittle {

/// By name of each node of `graph`, which was compiled, and of each that passes made of them: the nodes of `graph` that it comes from, as places in
/// Graph::nodes(), ascending.
std::unordered_map<std::string, std::vector<std::size_t>> nodeSources(const Graph& graph, const CompileReport& report);

struct KernelNodes {
    std::string name;                ///< KernelRecord::name
    std::vector<std::string> nodes;  ///< in the graph's order, each once; none for what passes made of nothing
};

/// By index into CompileReport::kernels. `graph` is the one that was compiled.
std::vector<KernelNodes> kernelNodes(const Graph& graph, const CompileReport& report);

/// The same as texts, for whoever dies in one: "kernel k3 (nodes add_2, relu_3)".
std::vector<std::string> kernelPlaces(const Graph& graph, const CompileReport& report);

}  // namespace whittle

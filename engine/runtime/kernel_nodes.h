// Which nodes of the graph as it was given each kernel computes: passes have replaced most of them by others since.
#pragma once

#include "engine/runtime/compile.h"

namespace whittle {

struct KernelNodes {
    std::string name;                ///< KernelRecord::name
    std::vector<std::string> nodes;  ///< in the graph's order, each once; none for what passes made of nothing
};

/// By index into CompileReport::kernels. `graph` is the one that was compiled.
std::vector<KernelNodes> kernelNodes(const Graph& graph, const CompileReport& report);

}  // namespace whittle

// What a loop kernel costs, in bytes of memory and in operations: what the scheduler weighs kernels by.
#pragma once

#include <string>

#include "engine/ir/graph.h"
#include "engine/loops/kernel.h"

namespace whittle {

struct KernelCost {
    SymInt read, written;   ///< bytes. What a step reads again soon is read once: the cache has it
    double operations = 0;  ///< weights of loopOpInfo, with symbolic sizes as traced

    SymInt bytes() const { return read + written; }
};

/// A size with its symbols as they were while tracing, 128 where nobody knows.
double asTraced(const SymInt& size, const Graph& graph);

KernelCost costOf(const LoopKernel& kernel, const Graph& graph);

/// "16.8 MB"; of a size that is not known, "256*s0 bytes (16.8 MB as traced)".
std::string bytesText(const SymInt& bytes, const Graph& graph);

}  // namespace whittle

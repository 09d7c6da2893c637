// How much work a graph is at least, so that its time can be held against what the machine can do.
#pragma once

#include "engine/ir/graph.h"
#include "engine/runtime/machine_roof.h"

namespace whittle::bench {

/// Floating-point operations of products (matrix products, convolutions, attention; two a multiply-add), by what
/// computes them, and the bytes that any program must move: every input read once, every output written once.
struct Work {
    double flops = 0;      ///< all of them
    double flopsBf16 = 0;  ///< those whose operands are bfloat16
    double bytes = 0;
};

/// Which limit binds, and the least time that it allows.
struct Roofline {
    const char* bound = "triad";  ///< "fma_f32", "fma_bf16" or "triad"
    double leastMs = 0;
};

/// `graph` with data for its inputs. Sizes that only a run tells are not counted. Causal attention counts half of
/// its products. A graph inside an argument is not counted.
Work countWork(const Graph& graph);

/// Operands that are not bfloat16 (float16 too, where products are in float32) count at the speed of float32; so does
/// bfloat16 where the machine lacks its instructions.
Roofline roofline(const Work& work, const MachineRoof& limits);

}  // namespace whittle::bench

// What runs, in which order, and how: nodes grouped into loop kernels, views that cost nothing, library calls
// and nodes left to their reference kernels. Every choice leaves a Decision.
#pragma once

#include <functional>
#include <optional>

#include "engine/base/cancel.h"
#include "engine/ir/graph.h"
#include "engine/loops/kernel.h"
#include "engine/loops/primitive.h"
#include "engine/schedule/decision.h"

namespace whittle {

/// A value that is another one's memory seen with other sizes and strides (elements of the dense base).
struct ViewStep {
    ValueId base;
    MemoryOrder order = MemoryOrder::RowMajor;  ///< of the base
    SymSizes sizes, strides;
    SymInt offset;
};

struct Step {
    enum class Kind {
        Loops,    ///< `kernel`
        View,     ///< `view`, no work
        Library,  ///< the node that a library kernel claimed, the others as its epilogue or by `kernel`
        Eager,    ///< the one node, by its reference kernel
        Host,     ///< the one node, which handles numbers only
    };
    Kind kind = Kind::Eager;
    std::vector<NodeId> nodes;      ///< all that it computes, in execution order
    std::vector<ValueId> outputs;   ///< what is there afterwards
    std::vector<ValueId> inputs;    ///< what must be there before
    std::optional<LoopKernel> kernel;  ///< of Loops; of Library: what it calls with each part of its result (lowerTail)
    std::vector<SchedulePrimitive> schedule;  ///< what was done to the kernel's loops so far
    bool unfinished = false;        ///< the next step writes into its output
    std::optional<ViewStep> view;
};

struct Schedule {
    std::vector<Step> steps;
    std::vector<Decision> decisions;
    std::size_t values = 0;  ///< ids are below this; those from the graph's bound on are between kernels
};

/// What a library says about a node: whether it computes it, by which rule, and if not, why.
struct LibraryClaim {
    bool accepted = false;
    std::string rule;    ///< "library-matmul"; empty: no library has this operator
    std::string reason;
    MemoryOrder order = MemoryOrder::RowMajor;  ///< in which it leaves its result
};

struct ScheduleOptions {
    bool fuse = true;
    std::function<LibraryClaim(const Node&)> library;
    /// Whether the library that took the node can go on with the pointwise nodes after it as it stores its result.
    std::function<LibraryClaim(const Node&, std::span<const NodeId> after)> epilogue;
    /// Whether it calls a kernel with each part of its result instead (lowerTail).
    std::function<LibraryClaim(const Node&)> tail;
    /// Nodes that must run alone on their own kernels, whatever could be done with them.
    std::function<bool(const Node&)> opaque;
    /// Nodes that share a kernel with no other. Empty: there are none.
    std::function<bool(const Node&)> apart;
    CancelToken cancel;
};

/// Errors: Internal (a lowering broke its contract) with the node as context; Cancelled.
Result<Schedule> makeSchedule(const Graph& graph, const ScheduleOptions& options);

}  // namespace whittle

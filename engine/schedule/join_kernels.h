// Kernels that walk the same elements become one with several outputs: what one of them computes stays in registers for the other,
// and what both read is read once. The scheduler has put each result into a kernel of its own by then.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "engine/base/cancel.h"
#include "engine/ir/graph.h"
#include "engine/schedule/lowering.h"
#include "engine/schedule/schedule.h"

namespace whittle {

/// A step, and of a kernel that may be joined with others what it was lowered from.
struct StepDraft {
    Step step;
    std::optional<KernelPlan> plan;
};

/// Joins what is worth it, and puts the steps into an order in which each finds what it reads. Steps on reference kernels keep their
/// order: they may draw random numbers; those with a node for which `apart` holds are not joined. `decide` hears of what was joined, and of what was not though one reads the other.
/// Errors: Internal (a lowering broke its contract); Cancelled.
Result<std::vector<StepDraft>> joinKernels(const Graph& graph, std::vector<StepDraft> steps, const std::function<bool(const Node&)>& apart,
                                           const std::function<void(Decision)>& decide, const CancelToken& cancel);

}  // namespace whittle

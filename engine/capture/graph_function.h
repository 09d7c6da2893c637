// A program from a file as a function to be captured: its user inputs are the arguments, its weights constants. Sizes that stand in it as
// numbers stay numbers; what it was traced for shows as guards.
#pragma once

#include "engine/base/cancel.h"
#include "engine/capture/recorder.h"

namespace whittle {

/// Names of its user inputs, in order.
std::vector<std::string> parametersOf(const Graph& graph);

/// Gives back a list of the graph's outputs. Errors, when called: the failing operator's, with the node as context; Cancelled.
CapturedFn functionOf(std::shared_ptr<const Graph> graph, CancelToken cancel = {});

}  // namespace whittle

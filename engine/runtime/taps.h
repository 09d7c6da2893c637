// Intermediates that somebody wants to see: they become outputs of the graph, so that every pass keeps them and a run answers them.
#pragma once

#include "engine/ir/graph.h"
#include "engine/schedule/decision.h"

namespace whittle {

/// The values that `names` mean: of each node all results, or the value of that name. Errors: Argument for a name that the graph lacks,
/// with those that are most like it.
Result<std::vector<ValueId>> tappedValues(const Graph& graph, std::span<const std::string> names);

/// Appends an output for each, named after the value in GraphOutput::target; tells of each what that changes.
std::vector<Decision> addTaps(Graph& graph, std::span<const ValueId> values);

}  // namespace whittle

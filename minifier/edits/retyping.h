// Types after an edit changed those of some values, or some arguments, without changing what any node is.
#pragma once

#include <set>

#include "engine/ir/graph.h"

namespace whittle {

/// Infers the results of nodes that read a value of `changed` or are in `edited`, and of what reads those in turn.
/// Sizes that come out as they are recorded stay as they are recorded. Errors: those of the type rules.
Result<void> retypeReaders(Graph& graph, std::set<ValueId> changed, const std::set<NodeId>& edited);

}  // namespace whittle

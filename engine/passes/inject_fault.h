// Plants faults: after the first output of every node whose operator is asked for stands a whittle.fault node
// that all readers go through. Comes before every other pass, so that composite operators are still there to be
// named and nothing later moves across the fault.
#pragma once

#include "engine/passes/pass.h"

namespace whittle {

/// Whether a fault can show in what the node answers: in a tensor, and a NaN in one that has them.
bool canStrike(const Injection& injection, const Graph& graph, const Node& node);

Result<Rewrites> injectFault(Graph& graph, const PassContext& context);

}  // namespace whittle

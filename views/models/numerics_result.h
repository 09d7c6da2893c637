// A comparison of values as a session keeps it, and back. What the values themselves were is not kept: who looks at one has it computed again.
#pragma once

#include "views/models/numerics_controller.h"
#include "views/models/session_result.h"

namespace whittle {

std::vector<ResultTeller> numericsTellers(NumericsRunRef run);

/// For workers. Errors: those of unpackResult(); Format for a comparison that is none, or none of this graph.
Result<NumericsRunRef> readNumericsResult(const PackedResult& result, const Graph& graph, const CancelToken& cancel);

}  // namespace whittle

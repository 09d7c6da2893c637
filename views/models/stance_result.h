// A replay under stances as a session keeps it, and back.
#pragma once

#include "views/models/session_result.h"
#include "views/models/stance_controller.h"

namespace whittle {

/// Of a replay that has ended, however it did.
std::vector<ResultTeller> stanceTellers(const StanceController& stances);

/// For workers. Errors: those of unpackResult(); Format for a replay that is none, or of calls that the graph has not.
Result<StanceController::Restored> readStanceResult(const PackedResult& result, const QList<CallParameter>& parameters, const CancelToken& cancel);

}  // namespace whittle

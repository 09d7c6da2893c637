// What would have saved compiles of a sequence, each found by replaying it.
#pragma once

#include "engine/dispatch/stance_replay.h"

namespace whittle {

/// `baseline`: totals of the calls under default. The most useful first. Errors: as runStances.
Result<std::vector<ReportedAdvice>> adviceFor(const std::vector<SequencedCall>& calls, const ReportedRun& baseline, Replayer& replayer);

}  // namespace whittle

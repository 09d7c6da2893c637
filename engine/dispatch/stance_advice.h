// What would have saved compiles of a sequence, each found by replaying it.
#pragma once

#include "engine/dispatch/stance_replay.h"

namespace whittle {

/// `baseline`: the calls under that stance. Reports what was tried, and what saves compiles and costs neither errors nor eager calls, the most useful first.
/// Errors: as runStances.
Result<void> advise(const std::vector<SequencedCall>& calls, const Stance& stance, const Replayed& baseline, Replayer& replayer, StanceReporter& reporter);

}  // namespace whittle

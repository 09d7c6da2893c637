// How often what is left of a failure that comes and goes fails: a reduction may have made it rarer, or steady.
#pragma once

#include "minifier/search/trials.h"

namespace whittle {

/// Runs the best graph so often. Errors: those of Trials::runBest(); `seen` holds what was seen until then.
Result<void> confirmRate(Trials& trials, Repeats& seen);

}  // namespace whittle

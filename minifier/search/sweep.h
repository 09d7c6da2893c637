// Tries every edit of every pass until none helps: the end of a reduction and the proof that its result
// is 1-minimal.
#pragma once

#include "minifier/search/node_search.h"

namespace whittle {

/// Returns when a whole round over all passes changed nothing. Errors: those of Trials::attempt().
Result<void> sweep(Trials& trials, NodeSearch nodes);

}  // namespace whittle

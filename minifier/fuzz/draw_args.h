// Arguments for one more use of an operator, drawn from what its schema says and from a table of what it does not say: which
// dimensions, which shapes of weights, which integers are indices. What does not fit after all, the operator's type rule refuses.
#pragma once

#include "minifier/fuzz/draft.h"

namespace whittle {

/// Nothing when this draw came to nothing; the draft may hold a new input or number then, which `finish` removes.
std::optional<std::vector<NamedArg>> drawArgs(Draft& draft, const OpDef& op);

}  // namespace whittle

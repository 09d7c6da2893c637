// Higher-order operators have no schema in PyTorch, so files give their arguments by position alone; ours names them.
#pragma once

#include "engine/ir/schema.h"

namespace whittle {

/// The arguments under the schema's names. A list skips an argument with a default that takes none, which then has its default: PyTorch's
/// scan has lost its `dim` and `reverse` since 2.6. A variadic argument takes all that are left.
/// Errors: Argument when there are too many.
Result<std::vector<NamedArg>> namePositional(const Schema& schema, std::vector<Arg> given);

}  // namespace whittle

// The families of operators; all_ops.cpp puts them into one table. One line a family.
#pragma once

#include "engine/ops/op_def.h"

namespace whittle::ops {

std::span<const OpDef> symbolicOps();   // sym_size, _operator.*, torch.sym_*, assertions

}  // namespace whittle::ops

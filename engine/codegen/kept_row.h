// What a reduction computes for every element of a row, and the row's result needs again: the exponentials of a softmax.
// They are kept where the result goes, instead of being computed twice.
#pragma once

#include <optional>

#include "engine/loops/kernel.h"

namespace whittle {

/// Elements of the longest row that is kept: input and output stay in the second-level cache.
inline constexpr std::int64_t kLongestRow = 32768;

struct KeptRow {
    ExprId reduce;        ///< that stores `element` as it goes
    ExprId element;       ///< in its body
    ExprId again;         ///< the same in the innermost loop, which loads it
    LoopStore into;       ///< where the reduction stores: the kernel's store, which overwrites it, in the reduction's variable
};

/// Nothing where no expression is worth it, or the row would leave the cache in between.
std::optional<KeptRow> keptRow(const LoopKernel& kernel, const Placement& placement);

}  // namespace whittle

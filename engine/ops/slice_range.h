// What slice and its relatives (slice_scatter) take from their arguments start, end and step.
#pragma once

#include "engine/ops/sizes.h"

namespace whittle::ops {

struct SliceRange {
    SymInt start, length, step;
};

/// Bounds wrapped and clamped as Python does, over a dimension of `size`. Errors: Argument "slice.2" for a step
/// that is not positive.
Result<SliceRange> sliceRange(const OpCall& call, const SymInt& size);

}  // namespace whittle::ops

// Files of tensors are row-major; how an input lay in memory is on record in its type. This puts the two together again.
#pragma once

#include "engine/ir/graph.h"

namespace whittle {

/// The same elements at the strides that `type` has on record: expanded dimensions (stride 0) take the first of each. Itself where
/// none are on record, where they are symbolic, where elements would share a place otherwise, or where gaps would make
/// it more than four times as large.
Tensor inRecordedLayout(const Tensor& tensor, const TensorType& type);

}  // namespace whittle

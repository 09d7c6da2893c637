// Data for a type that an edit made smaller or of another dtype.
#pragma once

#include "engine/ir/type.h"

namespace whittle {

enum class Keep { First, Last };

/// The first (or last) elements of the datum along each dimension, as many as the type says, dense in the order of its strides
/// and in the type's dtype; itself when it fits as it is. Errors: Verify when it is of another rank or too small.
Result<Datum> fitted(const Datum& datum, const Type& type, const SymInt::Lookup& symbols, Keep keep = Keep::First);

/// Strides of a dense tensor of these sizes whose elements lie in the order of `like`'s; empty when that is row-major.
SymSizes denseStrides(const Tensor& like, const SymSizes& sizes);

/// What goes on record of how the tensor lies: its strides, or dense ones in their order where sizes are not known. Empty when that is row-major.
SymSizes recordedStrides(const Tensor& tensor, const SymSizes& sizes);

}  // namespace whittle

// What an injected fault does when the executable reaches it.
#pragma once

#include "engine/ops/fault.h"
#include "engine/tensor/tensor.h"

namespace whittle {

/// The value after the fault. Does not return for a crash, a hang or a blow-up of memory (std::bad_alloc where
/// memory is limited). Errors: Run for an injected run error.
Result<Tensor> strike(const PlantedFault& fault, const Tensor& value);

}  // namespace whittle

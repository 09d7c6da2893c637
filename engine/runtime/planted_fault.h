// What an injected fault does when the executable reaches it.
#pragma once

#include "engine/ops/fault.h"
#include "engine/tensor/tensor.h"

namespace whittle {

/// Whether it strikes this time: one of a rate below 1 comes and goes.
bool strikes(const PlantedFault& fault);

/// The value after the fault, which is the value as it was when the fault does not strike or was one of compiling. Does not return for a crash, a hang or a blow-up of memory (std::bad_alloc where
/// memory is limited). Errors: Run for an injected run error.
Result<Tensor> strike(const PlantedFault& fault, const Tensor& value);

}  // namespace whittle

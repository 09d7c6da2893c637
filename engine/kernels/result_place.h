// Where a kernel puts its result: in the memory that whoever runs it has set aside, or in its own.
#pragma once

#include "engine/ops/kernel_call.h"

namespace whittle {

/// A row-major tensor for an output of the call, content unspecified, that the kernel writes and then sets: what the caller set before the
/// run where that fits, else new memory.
Tensor takeResult(KernelCall& call, int index = 0);

}  // namespace whittle

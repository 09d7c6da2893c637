// The programs of the recorded exports, as C++ functions: each does what the Python source of its experiment does.
#pragma once

#include "engine/capture/dim_inference.h"

namespace whittle::test {

/// Nothing for an experiment that has no counterpart here. `id` is without the "s" of strict.
std::optional<DimProgram> dimProgram(const std::string& id);

}  // namespace whittle::test

// The graph after the last pass with each kernel in the place of a module: what the scheduler fused, to fold and unfold.
#pragma once

#include "engine/runtime/compile.h"

namespace whittle {

/// The module path of each node becomes its kernel's name; of a node that no kernel of the report has, nothing. Cost: linear.
Graph kernelStage(Graph afterPasses, const CompileReport& report);

}  // namespace whittle

// Lets nodes that compute the same thing from the same values be one (common subexpressions). The one that stays
// takes the other's origin in. Random operators and those without outputs are left alone.
#pragma once

#include "engine/passes/pass.h"

namespace whittle {

Result<Rewrites> mergeEqual(Graph& graph, const PassContext& context);

}  // namespace whittle

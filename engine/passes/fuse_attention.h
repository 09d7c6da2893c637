// Finds softmax(scale * q k^T + mask) v as models and exporters write it out, and makes it scaled_dot_product_attention, which a library computes
// without the matrix of scores. Before: composite operators may stand, as `decompose` comes after. After: each pattern whose inner values nobody
// else reads, whose mask is one that the operator knows, and whose operator a library would compute, is one node. Rows that see no key stay what they
// were: NaN after a plain softmax, 0 after a safe one.
#pragma once

#include "engine/passes/pass.h"

namespace whittle {

Result<Rewrites> fuseAttention(Graph& graph, const PassContext& context);

}  // namespace whittle

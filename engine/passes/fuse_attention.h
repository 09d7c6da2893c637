// Finds softmax(scale * q k^T + mask) v as models and exporters write it out, and makes it scaled_dot_product_attention, which a library computes
// without the matrix of scores. Before: composite operators may stand, as `decompose` comes after. After: each pattern whose inner values nobody
// else reads, whose mask is one that the operator knows, and whose operator a library would compute, is one node. Rows whose mask hides every key stay what
// they were: NaN after a plain softmax, 0 after a safe one.
//
// Numbers stay within rounding as long as they are finite, and scores before they are scaled too. What is not may become another number that is not, or
// one that is, as with PyTorch's own fused attention: a hidden score is added to, not replaced, so that a NaN in a hidden key shows (f + -inf); under a
// causal mask it is not computed, so that one in a later key or value does not; a row of scores that are all -inf without a mask gives 0.
#pragma once

#include "engine/passes/pass.h"

namespace whittle {

Result<Rewrites> fuseAttention(Graph& graph, const PassContext& context);

}  // namespace whittle

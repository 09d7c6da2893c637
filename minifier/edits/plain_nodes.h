// The operators that edits put in the place of others: what is left to explain of a graph is everything else.
#pragma once

#include "engine/ir/graph.h"

namespace whittle {

/// 0 for a node that makes a constant, 1 for one that only moves or converts its operand, 2 for any other.
int plainness(const Node& node);
/// Whether others make the operator up, by its decomposition: a failure may be that of one of its parts.
/// None that draws random numbers, and none with less than 2 in plainness().
bool isComposite(const Node& node);

}  // namespace whittle

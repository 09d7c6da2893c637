// What makes the boxes of two modules equal, as numbers to compare by: for finding modules that repeat (layout/repeats.h).
#pragma once

#include <span>
#include <vector>

#include "views/models/graph_content.h"

namespace whittle {

/// By box: equal numbers are equal operators, with equal types of operands and results, equal arguments but for what values are read (of these: which
/// operand stands where), the same type of module, and weights of the same names beside the module, as "../weight". Data is compared of small
/// constants only, instead of their names. What is no node has a number of its own.
std::vector<int> boxKinds(const Graph& graph, std::span<const SceneBox> boxes);

}  // namespace whittle

// Which boxes feed which through all others. Pure functions of a graph; a group stands for what it holds.
#pragma once

#include <vector>

#include "views/models/graph_content.h"

namespace whittle {

/// Itself and all that it is computed from, or all that is computed from it: boxes, ascending. Cost: the edges among them.
std::vector<int> allProducers(const GraphContent& content, int item);
std::vector<int> allUsers(const GraphContent& content, int item);
/// Itself and what is at most so many steps from it, up or down: boxes, ascending. Cost: the edges among them.
std::vector<int> boxesNear(const GraphContent& content, int item, int steps);
/// Boxes on any way from one to the other, ends included, in the direction in which there is one; ascending. Empty: there is none.
std::vector<int> boxesBetween(const GraphContent& content, int from, int to);

}  // namespace whittle

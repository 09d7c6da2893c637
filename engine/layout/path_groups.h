// Groups of boxes that share the beginning of a dotted path: the modules of a model.
#pragma once

#include <string>

#include "engine/layout/layout.h"

namespace whittle::layout {

struct PathGroup {
    int parent = -1;    ///< an earlier group, -1: none
    std::string label;  ///< what the path adds to the parent's: "0", or "layers.0" where `layers` holds nothing else
    std::string path;   ///< whole
    int blocks = 0;     ///< of a run of equal groups (repeats.h), which has label and path of its first: how many; 0: it is none
};

struct PathGroups {
    std::vector<int> group;  ///< by box: the innermost, -1: none
    std::vector<PathGroup> groups;  ///< in execution order, each before what it holds
};

/// A group holds two boxes or groups at least; what would be alone stands in the group around. Boxes stand in execution order.
/// A module that runs several times, with others between that need its results and give it theirs, is a group for each time: between
/// groups, lines never run in a circle. Paths are taken 64 parts deep. Cost: edges times depth.
PathGroups groupByPath(std::span<const std::string> paths, std::span<const Edge> edges);

}  // namespace whittle::layout

// A graph as models have them, of any size: what benches and tests of layouts draw.
#pragma once

#include "engine/layout/nested.h"

namespace whittle::layout {

struct TrialGraph {
    std::vector<std::string> paths;  ///< by box: the module that it is in
    std::vector<Edge> edges;
};

/// `blocks` of attention and MLP under "layers.N", 22 boxes in 9 modules each, with residuals across and a mask that every block reads.
TrialGraph trialTransformer(int blocks);

/// With the groups that the paths make; all boxes of one size.
Tree trialTree(const TrialGraph& graph);

}  // namespace whittle::layout

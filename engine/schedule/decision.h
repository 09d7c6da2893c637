// What the scheduler weighed, as data for reports and views.
#pragma once

#include <string>
#include <vector>

namespace whittle {

/// One thing the scheduler weighed: what, over which nodes, and why it went that way.
struct Decision {
    std::string rule;                ///< "fuse-pointwise", "library-matmul", "eager-fallback"
    std::vector<std::string> nodes;  ///< node names
    bool accepted = true;
    std::string reason;              ///< "not fused: read by two kernels"
};

}  // namespace whittle

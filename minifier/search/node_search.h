// Finds the few nodes that a failure needs among many: hints, halves, essentials. For one to eight
// culprits among up to a thousand nodes this takes fewer oracle runs, on smaller graphs, than ddmin or
// probabilistic delta debugging; what it cannot settle is left to the sweep.
#pragma once

#include "minifier/search/trials.h"

namespace whittle {

enum class NodeSearch {
    Settled,  ///< every bisection answered as if each needed node were needed by itself
    Open,     ///< the nodes hang together in another way: chunks are the better next step
};

/// Errors: those of Trials::attempt().
Result<NodeSearch> searchNodes(Trials& trials);

}  // namespace whittle

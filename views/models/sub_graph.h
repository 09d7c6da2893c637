// A part of a graph as a graph of its own, to be looked at alone.
#pragma once

#include <span>

#include "views/models/graph_content.h"

namespace whittle {

/// The nodes of these boxes with their ids. What they read of others comes in as inputs, what others read of them goes out; weights and inputs
/// that nobody reads any more are left out, unless they are among the boxes. Cost: linear.
Graph subGraph(const GraphContent& content, std::span<const int> boxes);

}  // namespace whittle

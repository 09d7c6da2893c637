// Equality of two graphs, names and origins included, for tests of readers, printers and copies.
#pragma once

#include <string>

#include "engine/ir/graph.h"

namespace whittle::test {

/// Empty when both hold the same in the same order, else the first difference. Ids may differ. What
/// the text form does not carry is not compared: stack traces, tensors of inputs, and an origin's
/// missing name, which counts as its node's.
std::string graphDifference(const Graph& a, const Graph& b);

}  // namespace whittle::test

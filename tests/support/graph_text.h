// Graphs from a few lines of the text form, and inputs for them.
#pragma once

#include <string>

#include "engine/ir/graph.h"
#include "engine/tensor/tensor.h"

namespace whittle::test {

/// Of the lines between the braces. Ends the test program where they do not parse.
Graph graphOf(const std::string& lines);

/// f32 elements that go up and down and repeat after 55, so that neighbours differ.
Tensor ramp(Sizes sizes, double start);

}  // namespace whittle::test

// What a file lets through and its program does not bear: sizes of inputs that all of the file's own checks pass - its numbers, equal and derived sizes,
// ranges, assertions - and that some node cannot have, or would do something else with. Export drops conditions, and edits of graphs do.
#pragma once

#include "engine/capture/dim_inference.h"

namespace whittle {

struct DimGap {
    DimCause cause;            ///< the condition that the file does not check, and who asks it
    bool ofSmallSizes = false; ///< only calls with a size of 0 or 1 break it
    /// By input, in order: a call that the file accepts and that breaks it. Empty: none was found among small sizes, nor that there is none.
    std::vector<std::pair<std::string, std::string>> call;  ///< "x", "f32[7,3]"
};

/// Of what was inferred of the graph with nothing said of its sizes. Conditions on data are left to the run. Cost: a few thousand evaluations a condition.
std::vector<DimGap> acceptedWrongly(const DimInference& inference, const Graph& file);

}  // namespace whittle

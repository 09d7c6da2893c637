// What reductions share between kernels and lowerings, and the lowerings: folds over the reduced dimensions, in f64 or int64 as
// the kernels fold.
#pragma once

#include "engine/ops/lower.h"

namespace whittle::ops {

/// Which dimensions disappear, and what stays.
struct Reduced {
    std::vector<bool> folds;  // one a dimension
    bool keepdim = false;

    SymSizes sizes(const SymSizes& in) const {
        SymSizes out;
        for (std::size_t i = 0; i < in.size(); ++i) {
            if (!folds[i]) out.push_back(in[i]);
            else if (keepdim) out.push_back(1);
        }
        return out;
    }
    SymInt count(const SymSizes& in) const {
        SymInt out = 1;
        for (std::size_t i = 0; i < in.size(); ++i)
            if (folds[i]) out = out * in[i];
        return out;
    }
};

/// Reads "dim" (an int, a list, None or absent: all dimensions) and "keepdim".
Result<Reduced> reducedDims(const OpCall& call);

Result<void> sumLower(const OpCall& call, LoopBuilder& loops);
Result<void> prodLower(const OpCall& call, LoopBuilder& loops);
Result<void> nansumLower(const OpCall& call, LoopBuilder& loops);
Result<void> meanLower(const OpCall& call, LoopBuilder& loops);
Result<void> countLower(const OpCall& call, LoopBuilder& loops);
Result<void> aminmaxLower(const OpCall& call, LoopBuilder& loops);
Result<void> logsumexpLower(const OpCall& call, LoopBuilder& loops);
Result<void> vectorNormLower(const OpCall& call, LoopBuilder& loops);
/// Any and All.
template <Combiner combiner>
Result<void> testLower(const OpCall& call, LoopBuilder& loops);
/// Max and Min: the values, where they are, or both as two outputs.
template <Combiner combiner>
Result<void> extremumLower(const OpCall& call, LoopBuilder& loops);
template <Combiner combiner>
Result<void> argExtremumLower(const OpCall& call, LoopBuilder& loops);
template <Combiner combiner>
Result<void> extremumPairLower(const OpCall& call, LoopBuilder& loops);
/// Output 0 is the variance (or its root), output 1, where there is one, the mean.
template <bool root>
Result<void> varianceLower(const OpCall& call, LoopBuilder& loops);

}  // namespace whittle::ops

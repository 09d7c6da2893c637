// Softmax over a row of scores that arrives in pieces: what was summed so far is scaled down whenever a piece brings a
// larger score. exp is a polynomial of our own, with a relative error below 2e-7.
#pragma once

#include <limits>

#include "engine/tensor/tensor.h"

namespace whittle::attention {

/// What is known of a row so far: the largest score, and the sum of exp(score - largest).
struct RowState {
    float largest = -std::numeric_limits<float>::infinity();
    float total = 0;
};

/// Scores of the next keys become exp(scale * score + added - largest), those from `visible` up to `width` zero. `added`
/// may be null. Answers by what everything summed before must be multiplied.
float softmaxPiece(float* scores, const float* added, float scale, Index visible, Index width, RowState& state);

/// row *= factor
void scaleRow(float* row, Index count, float factor);

/// The row in bf16. Only where the CPU has AVX512_BF16.
void roundRow(const float* row, Index count, BFloat16* to);

/// A mask's row as what is added to scores: 0 where true, else minus infinity.
void maskRow(const bool* flags, Index step, Index count, float* to);

}  // namespace whittle::attention

// A matrix times a few vectors: memory decides its speed, so nothing is packed and every element is read once.
#pragma once

#include "engine/kernels/gemm/pack.h"

namespace whittle::gemm {

inline constexpr Index kMostVectors = 4;
inline constexpr Index kLineChunk = 512;  // lines a call

/// Whether `matrix` lies so that it can be read in vectors.
inline bool readsAlong(const PanelSource& matrix) { return matrix.across == 1 || matrix.depth == 1; }

/// sums[v * kLineChunk + i] = sum over d of vectors[v * vectorStep + d] * matrix(first + i, d), for `count` <= kLineChunk lines
/// and `vectorCount` <= kMostVectors vectors.
void timesVectors(const PanelSource& matrix, Index first, Index count, Index depth, const float* vectors, Index vectorStep, Index vectorCount,
                  float* sums);

}  // namespace whittle::gemm

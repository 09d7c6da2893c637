// Attention tile by tile: a tile of queries meets the keys block by block, and what is known of its rows so far is scaled
// down whenever a block brings larger scores. Scores are never all in memory.
#pragma once

#include "engine/kernels/attention/score_code.h"
#include "engine/kernels/attention/visible_keys.h"
#include "engine/kernels/gemm/product.h"

namespace whittle::attention {

// Scores of a tile stay in the second cache. The block of keys is fixed, not fitted to the problem: it decides in which
// order a row's parts are added up.
inline constexpr Index kQueries = 48;
inline constexpr Index kKeys = 256;
inline constexpr Index kGap = 16;  ///< between rows, so that they do not all fall onto one set of the nearest cache

/// Scores that graphs change and mask.
struct GraphScores {
    const BoundScores* code;
    const VisibleKeys* visible;
    Index heads;  ///< of the query: batches of the problem are batch * heads + head
};

struct Problem {
    DType dtype = DType::F32;
    Index rows = 0, keys = 0, size = 0, valueSize = 0;  ///< queries, keys, elements of a key, of a value; none zero
    gemm::Matrices query, key, value, out;              ///< [rows,size], [keys,size], [keys,valueSize], [rows,valueSize]
    std::optional<gemm::Matrices> mask;                 ///< [rows,keys], bool or of the dtype
    DType maskDType = DType::Bool;
    gemm::Matrices logsumexp, largest;                  ///< [rows,1] f32; without data: not wanted
    double logUnit = 1;                                 ///< what those two are divided by
    float scale = 1;
    bool causal = false;
    std::optional<GraphScores> graphs;                  ///< then neither mask nor causal, and they do the scaling

    Index batch() const { return static_cast<Index>(query.at.size()); }
    Index tiles() const { return (rows + kQueries - 1) / kQueries; }
};

/// The micro-kernel that attention of this dtype runs on: of bf16 the one that multiplies pairs, where the CPU can. `size`: Problem::size, the
/// most that is expected where it is not known. Errors: Unsupported with the reason.
Result<gemm::Tile> tileFor(DType dtype, Index size, gemm::Session& session);
Result<std::string> claimTile(DType dtype, gemm::Session& session);

/// Errors: Unsupported when a graph meets a position that it must not read.
Result<void> attend(const Problem& problem, const MicroKernel& kernel, gemm::Session& session);

/// Threads that `attend` runs on.
int threadsFor(const Problem& problem);

/// The matrices of a tensor with the leading sizes `batch`, each of its heads seen by `group` neighbouring heads of the query.
gemm::Matrices spread(const Tensor& tensor, Sizes batch, Index group);

}  // namespace whittle::attention

// What aten.index and aten.index_put share: how a list of index tensors, masks and None selects a part of a
// tensor, and what sizes that part has.
#pragma once

#include "engine/ops/promote.h"

namespace whittle::ops {

/// A size that only the run knows (how many elements a mask holds). Kernels answer the actual tensor.
SymInt dataDependentSize();

struct IndexLayout {
    SymSizes sizes;      ///< of the selected part
    int blockStart = 0;  ///< where the broadcast index dimensions stand in `sizes`
    int blockRank = 0;
};
/// Index tensors next to each other leave their dimensions in place; with a None between two of them their
/// dimensions come first, as in NumPy. A mask stands for as many dimensions as it has.
/// Errors: Type "index.1", Shape "index.2" (too many, mask sizes) and "index.3" (not broadcastable).
Result<IndexLayout> indexLayout(std::string_view op, const SymSizes& self,
                                std::span<const std::optional<TensorType>> indices);

/// One int64 tensor a dimension of self, undefined for None: masks become positions, negatives wrap.
/// Errors: Run with PyTorch's "index 4 is out of bounds for dimension 0 with size 4".
Result<std::vector<Tensor>> expandIndices(std::string_view op, const Sizes& self, std::span<const Tensor* const> indices);

/// Positions of the nonzero elements in row-major order: i64[count, rank].
Tensor nonzeroRows(const Tensor& tensor);

}  // namespace whittle::ops

// Batches of matrix products on the micro-kernel, or without packing where there are only a few vectors.
#pragma once

#include <functional>

#include "engine/kernels/compiled_tail.h"
#include "engine/kernels/gemm/session.h"

namespace whittle::gemm {

/// Matrices of one shape as they lie in memory: steps and the places of their first elements, in elements.
struct Matrices {
    const std::byte* data = nullptr;
    Index rowStep = 0, columnStep = 0;
    std::vector<Index> at;  ///< by batch
};

/// Those in the last two dimensions of a tensor.
Matrices matrices(const Tensor& tensor);

/// out = round(beta * added + alpha * a * b), in f32 (f64 for f64) until it is rounded.
struct Product {
    DType dtype = DType::F32;
    Index m = 0, n = 0, k = 0;     ///< none zero
    Matrices a, b;                 ///< [m,k] and [k,n]
    std::optional<Matrices> added; ///< [m,n], with any steps
    double alpha = 1, beta = 1;
    std::byte* out = nullptr;      ///< row-major [batch,m,n]; unused with a tail
    const CompiledTail* tail = nullptr;  ///< gets the result instead, as batch * m rows from `firstRow` on
    Index firstRow = 0;
    std::shared_ptr<const Storage> weight;  ///< what `b` lies in or is made of; null where that may change
    PackedWeights* store = nullptr;  ///< of the weight's panels; null: the session's
    /// Where `b` is made of the weight: makes its elements and answers where they lie, called unless they are packed already. `bName` says how.
    std::function<const std::byte*()> makeB;
    std::string bName;
    int threads = 0;  ///< at most so many; 0: as many as are worth it
};

/// The result's bits depend on the sizes and the machine's caches, not on the number of threads.
void multiply(const Product& product, const Tile& tile, Session& session);

/// Threads worth waking for so many multiply-adds.
int threadsFor(double multiplyAdds);

}  // namespace whittle::gemm

// What kernels that read or write by position share: walking all positions of a tensor, and index tensors that are
// checked against the dimension they point into.
#pragma once

#include "engine/ops/elementwise.h"

namespace whittle::ops {

/// Calls f(at) for every position of `sizes` in row-major order.
template <class F>
void forEachPosition(std::span<const Index> sizes, F&& f) {
    const Index total = elementCount(sizes);
    Sizes at(sizes.size(), 0);
    for (Index k = 0; k < total; ++k) {
        f(at);
        for (std::size_t d = sizes.size(); d-- > 0;) {
            if (++at[d] < sizes[d]) break;
            at[d] = 0;
        }
    }
}

inline Index offsetOf(const Sizes& strides, const Sizes& at) {
    Index out = 0;
    for (std::size_t d = 0; d < at.size(); ++d) out += at[d] * strides[d];
    return out;
}

/// A tensor seen with at least one dimension.
inline Tensor ranked(const Tensor& tensor) { return tensor.rank() == 0 ? tensor.asStrided({1}, {1}, tensor.offset()) : tensor; }

/// Row-major, in storage of its own: what a kernel may write parts of.
Tensor writableCopy(const Tensor& tensor);
/// The same elements with the dimensions in the order in memory that `like`, of the same rank, has them in: what
/// PyTorch calls preserving the format. Itself when that is row-major, or when `like` repeats elements.
Tensor laidOutAs(const Tensor& tensor, const Tensor& like);
/// The same where `like` lies channels-last, else `tensor` itself.
Tensor keepChannelsLast(const Tensor& tensor, const Tensor& like);
/// A tensor spread over `sizes`, row-major.
Tensor spreadTo(const Tensor& tensor, const Sizes& sizes);

/// Errors: Type "gather.1" for an index that is neither int64 nor int32.
Result<void> needIndex(const OpCall& call, std::string_view name);
/// The same where PyTorch takes int64 only.
Result<void> needLongIndex(const OpCall& call, std::string_view name);
/// The named index tensor, row-major in int64.
Tensor indexOf(const KernelCall& call, std::string_view name);
/// Errors: Run "index 4 is out of bounds for dimension 0 with size 4".
Result<void> refuseOutside(const KernelCall& call, const Tensor& index, Index size, int dim);

/// The rows of a tensor along one dimension: `count` rows of `length` elements, `step` apart.
struct Rows {
    Index outer = 1, length = 1, step = 1;

    Rows(const Sizes& sizes, int dim) {
        for (int d = 0; d < static_cast<int>(sizes.size()); ++d) {
            const Index size = sizes[static_cast<std::size_t>(d)];
            if (d < dim) outer *= size;
            else if (d == dim) length = size;
            else step *= size;
        }
    }
    Index count() const { return outer * step; }
    /// First element of row `i` in a row-major tensor with this dimension `rowLength` long.
    Index start(Index i, Index rowLength) const { return i / step * step * rowLength + i % step; }
};

template <class T>
bool before(T a, T b) { return isNan(b) ? !isNan(a) : a < b; }  // NaN last

}  // namespace whittle::ops

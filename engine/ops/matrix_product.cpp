#include "engine/ops/matrix_product.h"

#include <algorithm>

#include "engine/ops/elementwise.h"

namespace whittle::ops {
namespace {

constexpr Index kRows = 8;    // rows of `a` that reuse one block of `b` while it is in cache
constexpr Index kBlock = 64;  // products summed in the narrow type

template <class T>
using Wide = std::conditional_t<std::is_floating_point_v<T>, double, T>;
// Complex numbers multiply by the plain formula: wrapMul; reals and wrapping integers with the operator.
template <class T>
T times(T a, T b) {
    if constexpr (kIsComplex<T>) return wrapMul(a, b);
    else return a * b;
}

// part[j] += sum over `count` rows of `b` of a[k] * b[k][j], four rows a pass to save stores.
template <class T>
void addProducts(const T* a, const T* __restrict b, Index count, Index n, T* __restrict part) {
    Index k = 0;
    for (; k + 4 <= count; k += 4) {
        const T a0 = a[k], a1 = a[k + 1], a2 = a[k + 2], a3 = a[k + 3];
        const T* b0 = b + k * n;
        const T *b1 = b0 + n, *b2 = b1 + n, *b3 = b2 + n;
        for (Index j = 0; j < n; ++j) part[j] += (times(a0, b0[j]) + times(a1, b1[j])) + (times(a2, b2[j]) + times(a3, b3[j]));
    }
    for (; k < count; ++k) {
        const T a0 = a[k];
        for (Index j = 0; j < n; ++j) part[j] += times(a0, b[k * n + j]);
    }
}

template <class T>
void multiply(const T* a, const T* b, T* out, Index m, Index k, Index n) {
    std::vector<T> part(static_cast<std::size_t>(n));
    std::vector<Wide<T>> sums(static_cast<std::size_t>(n * std::min(kRows, m)));
    for (Index i0 = 0; i0 < m; i0 += kRows) {
        const Index rows = std::min(kRows, m - i0);
        std::fill(sums.begin(), sums.end(), Wide<T>{});
        for (Index k0 = 0; k0 < k; k0 += kBlock)
            for (Index i = 0; i < rows; ++i) {
                std::fill(part.begin(), part.end(), T{});
                addProducts(a + (i0 + i) * k + k0, b + k0 * n, std::min(kBlock, k - k0), n, part.data());
                Wide<T>* sum = sums.data() + i * n;
                for (Index j = 0; j < n; ++j) sum[j] += part[static_cast<std::size_t>(j)];
            }
        for (Index j = 0; j < rows * n; ++j) out[i0 * n + j] = static_cast<T>(sums[static_cast<std::size_t>(j)]);
    }
}

}  // namespace

Tensor matrixProduct(const Tensor& a, const Tensor& b) {
    const Index batch = a.dim(0), m = a.dim(1), k = a.dim(2), n = b.dim(2);
    const Index stepB = b.dim(0) == 1 ? 0 : k * n;
    Tensor out = Tensor::empty(a.dtype(), {batch, m, n});
    visitArithmetic(a.dtype(), [&](auto tag) {
        using T = Unsigned<decltype(tag)>;
        const auto* left = reinterpret_cast<const T*>(a.data<std::byte>());
        const auto* right = reinterpret_cast<const T*>(b.data<std::byte>());
        auto* to = reinterpret_cast<T*>(out.mutableData<std::byte>());
        for (Index i = 0; i < batch; ++i) multiply(left + i * m * k, right + i * stepB, to + i * m * n, m, k, n);
    });
    return out;
}

}  // namespace whittle::ops

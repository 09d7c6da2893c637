#include "engine/kernels/gemm/vectors.h"

#include <array>

#include "engine/kernels/gemm/lanes.h"

namespace whittle::gemm {
namespace {

// Lines side by side: four depths a pass over sums that stay in the nearest cache.
template <class T, int V>
WHITTLE_LANES void addLines(const T* matrix, Index step, Index count, Index depth, const float* x, Index xStep, float* sums) {
    for (int v = 0; v < V; ++v) std::fill_n(sums + v * kLineChunk, count, 0.0f);
    Index d = 0;
    for (; d + 4 <= depth; d += 4) {
        const T *m0 = matrix + d * step, *m1 = m0 + step, *m2 = m1 + step, *m3 = m2 + step;
        Index i = 0;
        for (; i + kLanes <= count; i += kLanes) {
            const Lanes a = load(m0 + i), b = load(m1 + i), c = load(m2 + i), e = load(m3 + i);
            for (int v = 0; v < V; ++v) {
                const float* at = x + v * xStep + d;
                float* sum = sums + v * kLineChunk + i;
                store(sum, multiplyAdd(splat(at[3]), e, multiplyAdd(splat(at[2]), c, multiplyAdd(splat(at[1]), b, multiplyAdd(splat(at[0]), a, load(sum))))));
            }
        }
        for (; i < count; ++i)
            for (int v = 0; v < V; ++v)
                for (int j = 0; j < 4; ++j) sums[v * kLineChunk + i] += x[v * xStep + d + j] * static_cast<float>(m0[j * step + i]);
    }
    for (; d < depth; ++d)
        for (int v = 0; v < V; ++v)
            for (Index i = 0; i < count; ++i) sums[v * kLineChunk + i] += x[v * xStep + d] * static_cast<float>(matrix[d * step + i]);
}

// Each line is contiguous: dot products in two times eight lanes.
template <class T, int V>
WHITTLE_LANES void dotLines(const T* matrix, Index step, Index count, Index depth, const float* x, Index xStep, float* sums) {
    for (Index i = 0; i < count; ++i) {
        const T* line = matrix + i * step;
        Lanes even[V] = {}, odd[V] = {};
        Index d = 0;
        for (; d + 2 * kLanes <= depth; d += 2 * kLanes) {
            const Lanes a = load(line + d), b = load(line + d + kLanes);
            for (int v = 0; v < V; ++v) {
                even[v] = multiplyAdd(a, load(x + v * xStep + d), even[v]);
                odd[v] = multiplyAdd(b, load(x + v * xStep + d + kLanes), odd[v]);
            }
        }
        for (int v = 0; v < V; ++v) {
            float sum = total(even[v] + odd[v]);
            for (Index rest = d; rest < depth; ++rest) sum += x[v * xStep + rest] * static_cast<float>(line[rest]);
            sums[v * kLineChunk + i] = sum;
        }
    }
}

template <class T>
void timesVectorsOf(const PanelSource& matrix, Index first, Index count, Index depth, const float* x, Index xStep, Index vectors, float* sums) {
    using Fn = void (*)(const T*, Index, Index, Index, const float*, Index, float*);
    static constexpr std::array<Fn, kMostVectors> kAdd{addLines<T, 1>, addLines<T, 2>, addLines<T, 3>, addLines<T, 4>};
    static constexpr std::array<Fn, kMostVectors> kDot{dotLines<T, 1>, dotLines<T, 2>, dotLines<T, 3>, dotLines<T, 4>};
    const T* data = reinterpret_cast<const T*>(matrix.data) + first * matrix.across;
    const auto which = static_cast<std::size_t>(vectors - 1);
    if (matrix.depth == 1) kDot[which](data, matrix.across, count, depth, x, xStep, sums);
    else kAdd[which](data, matrix.depth, count, depth, x, xStep, sums);
}

}  // namespace

void timesVectors(const PanelSource& matrix, Index first, Index count, Index depth, const float* vectors, Index vectorStep, Index vectorCount, float* sums) {
    visitShort(matrix.dtype, [&](auto tag) { timesVectorsOf<decltype(tag)>(matrix, first, count, depth, vectors, vectorStep, vectorCount, sums); });
}

}  // namespace whittle::gemm

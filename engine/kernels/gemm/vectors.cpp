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
        // Where rows go on elsewhere, their stretches here are too short for the CPU to see the next ones coming.
        const Index ahead = step > count && d + 8 <= depth ? 4 * step : 0;
        Index i = 0;
        for (; i + kLanes <= count; i += kLanes) {
            if (ahead > 0)
                for (const T* row : {m0, m1, m2, m3}) __builtin_prefetch(row + ahead + i);
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

// Dot products of L neighbouring lines: what is loaded of a vector serves them all. A line's sum is added up in the same
// order whatever L is.
template <class T, int V, int L>
WHITTLE_LANES void dot(const T* line, Index step, Index depth, const float* x, Index xStep, float* sums) {
    constexpr int kChains = V <= 2 ? 2 : 1;  // enough independent sums to hide the latency of one
    Lanes sum[L][V][kChains] = {};
    Index d = 0;
    for (; d + kChains * kLanes <= depth; d += kChains * kLanes)
        for (int chain = 0; chain < kChains; ++chain) {
            const Index at = d + chain * kLanes;
            Lanes a[L];
            for (int i = 0; i < L; ++i) a[i] = load(line + i * step + at);
            for (int v = 0; v < V; ++v) {
                const Lanes b = load(x + v * xStep + at);
                for (int i = 0; i < L; ++i) sum[i][v][chain] = multiplyAdd(a[i], b, sum[i][v][chain]);
            }
        }
    for (int i = 0; i < L; ++i)
        for (int v = 0; v < V; ++v) {
            float out = total(kChains == 2 ? sum[i][v][0] + sum[i][v][kChains - 1] : sum[i][v][0]);
            for (Index rest = d; rest < depth; ++rest) out += x[v * xStep + rest] * static_cast<float>(line[i * step + rest]);
            sums[v * kLineChunk + i] = out;
        }
}

// Each line is contiguous.
template <class T, int V>
void dotLines(const T* matrix, Index step, Index count, Index depth, const float* x, Index xStep, float* sums) {
    constexpr int kLines = V <= 2 ? 1 : 2;
    Index i = 0;
    for (; i + kLines <= count; i += kLines) dot<T, V, kLines>(matrix + i * step, step, depth, x, xStep, sums + i);
    if (i < count) dot<T, V, 1>(matrix + i * step, step, depth, x, xStep, sums + i);
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

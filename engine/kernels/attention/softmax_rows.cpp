#include "engine/kernels/attention/softmax_rows.h"

#include <cmath>
#include <limits>

#include "engine/kernels/gemm/lanes.h"

namespace whittle::attention {
namespace {

using gemm::IntLanes;
using gemm::kLanes;
using gemm::Lanes;
using gemm::load;
using gemm::multiplyAdd;
using gemm::splat;
using gemm::store;

constexpr float kNone = -std::numeric_limits<float>::infinity();

// exp of what is not positive: 2^n * (Taylor's polynomial of what is left, at most ln(2) / 2). Below the smallest normal
// number 0; NaN stays NaN, as the last multiplication is by a float whatever n has become.
WHITTLE_LANES_INLINE Lanes expOf(Lanes x) {
    constexpr float kRound = 12582912.0f;  // 1.5 * 2^23: adding it leaves the nearest integer in the low bits
    const Lanes shifted = multiplyAdd(x, splat(1.44269504f), splat(kRound));
    const Lanes n = shifted - splat(kRound);
    Lanes r = multiplyAdd(n, splat(-0x1.62e4p-1f), x);   // ln(2) in two parts, the first exact times any n
    r = multiplyAdd(n, splat(-1.42860682e-6f), r);
    Lanes y = splat(1.0f / 5040);
    for (const float coefficient : {1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f, 1.0f, 1.0f}) y = multiplyAdd(y, r, splat(coefficient));
    const IntLanes exponent = (((IntLanes)shifted - 0x4b400000) + 127) << 23;
    const Lanes out = y * (Lanes)exponent;
    return x < splat(-87.3f) ? splat(0) : out;
}

bool anyNan(const float* row, Index count) {
    for (Index i = 0; i < count; ++i)
        if (std::isnan(row[i])) return true;
    return false;
}

// The row scaled and masked; answers its largest score. NaN counts as none.
WHITTLE_LANES float scaleAndMask(float* row, const float* added, float scale, Index count) {
    Lanes most = splat(kNone);
    float last = kNone;
    Index i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        Lanes x = load(row + i) * splat(scale);
        if (added) x += load(added + i);
        most = x > most ? x : most;
        store(row + i, x);
    }
    for (; i < count; ++i) {
        row[i] = row[i] * scale + (added ? added[i] : 0.0f);
        if (row[i] > last) last = row[i];
    }
    for (int lane = 0; lane < kLanes; ++lane)
        if (most[lane] > last) last = most[lane];
    return last;
}

// row = exp(row - largest); answers the sum.
WHITTLE_LANES float exponentials(float* row, float largest, Index count) {
    Lanes sum = splat(0);
    Index i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        const Lanes x = expOf(load(row + i) - splat(largest));
        sum += x;
        store(row + i, x);
    }
    if (i < count) {
        float rest[kLanes];
        for (Index j = 0; j < kLanes; ++j) rest[j] = i + j < count ? row[i + j] : kNone;
        const Lanes x = expOf(load(rest) - splat(largest));
        sum += x;
        for (Index j = i; j < count; ++j) row[j] = x[j - i];
    }
    return gemm::total(sum);
}

WHITTLE_LANES float expOne(float x) { return expOf(splat(x))[0]; }

}  // namespace

WHITTLE_LANES float softmaxPiece(float* scores, const float* added, float scale, Index visible, Index width, RowState& state) {
    float largest = std::max(state.largest, scaleAndMask(scores, added, scale, visible));
    if (largest == kNone && anyNan(scores, visible)) largest = 0;
    if (largest == kNone) {
        std::fill_n(scores, width, 0.0f);
        return 1;
    }
    const float factor = state.largest == kNone ? 0.0f : expOne(state.largest - largest);
    state.total = state.total * factor + exponentials(scores, largest, visible);
    state.largest = largest;
    std::fill(scores + visible, scores + width, 0.0f);
    return factor;
}

WHITTLE_LANES void scaleRow(float* row, Index count, float factor) {
    Index i = 0;
    for (; i + kLanes <= count; i += kLanes) store(row + i, load(row + i) * splat(factor));
    for (; i < count; ++i) row[i] *= factor;
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16"))) void roundRow(const float* row, Index count, BFloat16* to) {
    for (Index i = 0; i < count; i += 16) {
        const auto part = static_cast<__mmask16>(count - i >= 16 ? 0xffff : (1 << (count - i)) - 1);
        const __m256bh rounded = _mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(part, row + i));
        _mm256_mask_storeu_epi16(to + i, part, (__m256i)rounded);
    }
}
#else
void roundRow(const float* row, Index count, BFloat16* to) {
    for (Index i = 0; i < count; ++i) to[i] = BFloat16(row[i]);
}
#endif

WHITTLE_LANES void maskRow(const bool* flags, Index step, Index count, float* to) {
    Index i = 0;
#if defined(__x86_64__)
    if (step == 1)
        for (; i + kLanes <= count; i += kLanes) {
            const __m256i wide = _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(flags + i)));
            const __m256i hidden = _mm256_cmpeq_epi32(wide, _mm256_setzero_si256());
            store(to + i, (Lanes)_mm256_and_si256(hidden, _mm256_set1_epi32(static_cast<int>(0xff800000u))));
        }
#endif
    for (; i < count; ++i) to[i] = flags[i * step] ? 0.0f : kNone;
}

}  // namespace whittle::attention

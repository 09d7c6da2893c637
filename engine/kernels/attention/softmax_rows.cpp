#include "engine/kernels/attention/softmax_rows.h"

#include <cmath>
#include <limits>

#include "engine/kernels/gemm/lanes.h"

namespace whittle::attention {
namespace {

constexpr float kNone = -std::numeric_limits<float>::infinity();

bool anyNan(const float* row, Index count) {
    for (Index i = 0; i < count; ++i)
        if (std::isnan(row[i])) return true;
    return false;
}

#define SOFTMAX_INLINE __attribute__((always_inline)) inline

namespace eight {
#define SOFTMAX_TARGET WHITTLE_LANES
using gemm::IntLanes;
using gemm::kLanes;
using gemm::Lanes;
using gemm::multiplyAdd;
using gemm::total;
#include "engine/kernels/attention/softmax_lanes.inc"
#undef SOFTMAX_TARGET
}  // namespace eight

#if defined(__x86_64__)
namespace sixteen {
#define SOFTMAX_TARGET __attribute__((target("avx512f,avx2,fma,f16c")))
constexpr Index kLanes = 16;
using Lanes = float __attribute__((vector_size(64)));
using IntLanes = std::int32_t __attribute__((vector_size(64)));
SOFTMAX_TARGET SOFTMAX_INLINE Lanes multiplyAdd(Lanes a, Lanes b, Lanes c) { return (Lanes)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c); }
SOFTMAX_TARGET SOFTMAX_INLINE float total(Lanes x) { return gemm::total(__builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7) + __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15)); }
#include "engine/kernels/attention/softmax_lanes.inc"
#undef SOFTMAX_TARGET
}  // namespace sixteen

bool hasSixteen() {
    static const bool kHas = __builtin_cpu_supports("avx512f");
    return kHas;
}
#else
namespace sixteen = eight;
bool hasSixteen() { return false; }
#endif

}  // namespace

float softmaxPiece(float* scores, const float* added, float scale, Index visible, Index width, RowState& state) {
    const bool wide = hasSixteen();
    float largest = std::max(state.largest, (wide ? sixteen::scaleAndMask : eight::scaleAndMask)(scores, added, scale, visible));
    if (largest == kNone && anyNan(scores, visible)) largest = 0;
    if (largest == kNone) {
        std::fill_n(scores, width, 0.0f);
        return 1;
    }
    const float factor = state.largest == kNone ? 0.0f : (wide ? sixteen::expOne : eight::expOne)(state.largest - largest);
    state.total = state.total * factor + (wide ? sixteen::exponentials : eight::exponentials)(scores, largest, visible);
    state.largest = largest;
    std::fill(scores + visible, scores + width, 0.0f);
    return factor;
}

WHITTLE_LANES void scaleRow(float* row, Index count, float factor) {
    Index i = 0;
    for (; i + gemm::kLanes <= count; i += gemm::kLanes) gemm::store(row + i, gemm::load(row + i) * gemm::splat(factor));
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
        for (; i + gemm::kLanes <= count; i += gemm::kLanes) {
            const __m256i wide = _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(flags + i)));
            const __m256i hidden = _mm256_cmpeq_epi32(wide, _mm256_setzero_si256());
            gemm::store(to + i, (gemm::Lanes)_mm256_and_si256(hidden, _mm256_set1_epi32(static_cast<int>(0xff800000u))));
        }
#endif
    for (; i < count; ++i) to[i] = flags[i * step] ? 0.0f : kNone;
}

}  // namespace whittle::attention

// Eight f32 at a time, and the conversions to and from what tensors hold. Functions over Lanes are compiled for AVX2,
// whatever the rest of the program is: they may run only where a Session was made, which asks the CPU first.
#pragma once

#include <cstring>

#include "engine/tensor/dtype.h"
#include "engine/tensor/tensor.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define WHITTLE_LANES __attribute__((target("avx2,fma,f16c")))
#else
#define WHITTLE_LANES
#endif
#define WHITTLE_LANES_INLINE WHITTLE_LANES __attribute__((always_inline)) inline

namespace whittle::gemm {

inline constexpr Index kLanes = 8;
using Lanes = float __attribute__((vector_size(32)));
using IntLanes = std::int32_t __attribute__((vector_size(32)));

WHITTLE_LANES_INLINE Lanes splat(float x) { return Lanes{x, x, x, x, x, x, x, x}; }

WHITTLE_LANES_INLINE Lanes load(const float* from) {
    Lanes out;
    std::memcpy(&out, from, sizeof out);
    return out;
}
WHITTLE_LANES_INLINE void store(float* to, Lanes x) { std::memcpy(to, &x, sizeof x); }

#if defined(__x86_64__)
WHITTLE_LANES_INLINE Lanes load(const Half* from) { return (Lanes)_mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))); }
WHITTLE_LANES_INLINE Lanes load(const BFloat16* from) {
    return (Lanes)_mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))), 16);
}
WHITTLE_LANES_INLINE void store(Half* to, Lanes x) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm256_cvtps_ph((__m256)x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}
WHITTLE_LANES_INLINE void store(BFloat16* to, Lanes x) {
    const __m256i bits = (__m256i)x;
    const __m256i odd = _mm256_and_si256(_mm256_srli_epi32(bits, 16), _mm256_set1_epi32(1));
    const __m256i rounded = _mm256_add_epi32(bits, _mm256_add_epi32(odd, _mm256_set1_epi32(0x7fff)));
    const __m256i quiet = _mm256_or_si256(bits, _mm256_set1_epi32(0x400000));
    const __m256i kept = _mm256_srli_epi32(_mm256_blendv_epi8(rounded, quiet, (__m256i)_mm256_cmp_ps((__m256)x, (__m256)x, _CMP_UNORD_Q)), 16);
    const __m256i packed = _mm256_permute4x64_epi64(_mm256_packus_epi32(kept, kept), 0x08);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm256_castsi256_si128(packed));
}
WHITTLE_LANES_INLINE Lanes multiplyAdd(Lanes a, Lanes b, Lanes c) { return (Lanes)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c); }
#else
template <class T>
Lanes load(const T* from) {
    Lanes out;
    for (int i = 0; i < kLanes; ++i) out[i] = static_cast<float>(from[i]);
    return out;
}
template <class T>
void store(T* to, Lanes x) {
    for (int i = 0; i < kLanes; ++i) to[i] = T(x[i]);
}
inline Lanes multiplyAdd(Lanes a, Lanes b, Lanes c) {
    for (int i = 0; i < kLanes; ++i) c[i] = __builtin_fmaf(a[i], b[i], c[i]);
    return c;
}
#endif

/// The sum of all lanes, always in the same order.
WHITTLE_LANES_INLINE float total(Lanes x) {
    const Lanes four = x + __builtin_shufflevector(x, x, 4, 5, 6, 7, 0, 1, 2, 3);
    const Lanes two = four + __builtin_shufflevector(four, four, 2, 3, 0, 1, 6, 7, 4, 5);
    return two[0] + two[1];
}

/// `count` elements that lie `step` apart, as f32.
template <class T>
WHITTLE_LANES inline void loadRow(const T* from, Index step, Index count, float* to) {
    Index i = 0;
    if (step == 1)
        for (; i + kLanes <= count; i += kLanes) store(to + i, load(from + i));
    for (; i < count; ++i) to[i] = static_cast<float>(from[i * step]);
}

/// Rounds `count` f32 to elements that lie side by side.
template <class T>
WHITTLE_LANES inline void storeRow(const float* from, Index count, T* to) {
    Index i = 0;
    for (; i + kLanes <= count; i += kLanes) store(to + i, load(from + i));
    for (; i < count; ++i) to[i] = T(from[i]);
}

/// Calls `f(T{})` with float, Half or BFloat16. Only for these.
template <class F>
decltype(auto) visitShort(DType dtype, F&& f) {
    if (dtype == DType::F16) return f(Half{});
    if (dtype == DType::BF16) return f(BFloat16{});
    return f(float{});
}

}  // namespace whittle::gemm

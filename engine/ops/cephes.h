// Logarithm, sine and cosine in f32 as the polynomials of Moshier's Cephes library, each product fused with the sum
// it goes into. PyTorch's AVX2 code for the normal distribution computes them so, and its bits are what we want:
// they differ from the C library's in the last place. Only for arguments that occur there: (0, 1] and [0, 2 pi].
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <initializer_list>

namespace whittle::ops::cephes {

inline float polynomial(float x, std::initializer_list<float> coefficients) {
    float y = 0;
    for (const float c : coefficients) y = std::fma(y, x, c);
    return y;
}

/// x in (0, 1].
inline float log(float x) {
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(x);
    float exponent = static_cast<float>(static_cast<int>(bits >> 23) - 126);
    float mantissa = std::bit_cast<float>((bits & 0x007fffffu) | 0x3f000000u);  // [0.5, 1)
    if (mantissa < 0.707106781186547524f) {
        exponent -= 1;
        mantissa += mantissa - 1;
    } else {
        mantissa -= 1;
    }
    const float square = mantissa * mantissa;
    float y = polynomial(mantissa, {7.0376836292e-2f, -1.1514610310e-1f, 1.1676998740e-1f, -1.2420140846e-1f, 1.4249322787e-1f,
                                    -1.6668057665e-1f, 2.0000714765e-1f, -2.4999993993e-1f, 3.3333331174e-1f});
    y = std::fma(y * mantissa, square, exponent * -2.12194440e-4f);
    y = std::fma(square, -0.5f, y);
    return std::fma(exponent, 0.693359375f, mantissa + y);
}

struct SineCosine {
    float sine, cosine;
};

/// x in [0, 2 pi].
inline SineCosine sincos(float x) {
    const int octant = (static_cast<int>(x * 1.27323954473516f) + 1) & ~1;
    const auto turns = static_cast<float>(octant);
    for (const float part : {-0.78515625f, -2.4187564849853515625e-4f, -3.77489497744594108e-8f}) x = std::fma(turns, part, x);
    const float square = x * x;
    const float cosine =
        std::fma(polynomial(square, {2.443315711809948e-5f, -1.388731625493765e-3f, 4.166664568298827e-2f}) * square, square,
                 -0.5f * square) + 1.0f;
    const float sine = std::fma(polynomial(square, {-1.9515295891e-4f, 8.3321608736e-3f, -1.6666654611e-1f}) * square, x, x);
    const bool swapped = octant & 2;
    const float s = swapped ? cosine : sine, c = swapped ? sine : cosine;
    return {octant & 4 ? -s : s, ~(octant - 2) & 4 ? -c : c};
}

}  // namespace whittle::ops::cephes

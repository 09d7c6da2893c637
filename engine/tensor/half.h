// 16-bit floating types as storage: arithmetic happens in float, conversion rounds to nearest even.
#pragma once

#include <bit>
#include <cstdint>

namespace whittle {

/// IEEE binary16. Overflow gives infinity, subnormals are kept, NaN stays NaN.
struct Half {
    std::uint16_t bits = 0;

    constexpr Half() = default;
    constexpr explicit Half(float value) : bits(encode(value)) {}
    constexpr explicit operator float() const { return decode(bits); }

    static constexpr std::uint16_t encode(float value) {
        const std::uint32_t f = std::bit_cast<std::uint32_t>(value);
        const auto sign = static_cast<std::uint16_t>((f >> 16) & 0x8000u);
        const std::uint32_t magnitude = f & 0x7fffffffu;
        if (magnitude > 0x7f800000u) return sign | 0x7e00u;
        if (magnitude >= 0x47800000u) return sign | 0x7c00u;  // 65536 and above; 65520 rounds up below
        if (magnitude < 0x38800000u) {                        // below 2^-14: subnormal or zero
            if (magnitude < 0x33000000u) return sign;
            const std::uint32_t mantissa = (magnitude & 0x7fffffu) | 0x800000u;
            const int shift = 126 - static_cast<int>(magnitude >> 23);
            return sign | static_cast<std::uint16_t>(roundShift(mantissa, shift));
        }
        return sign | static_cast<std::uint16_t>(roundShift(magnitude - 0x38000000u, 13));
    }
    static constexpr float decode(std::uint16_t half) {
        const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000u) << 16;
        const std::uint32_t exponent = (half >> 10) & 0x1fu;
        const std::uint32_t mantissa = half & 0x3ffu;
        if (exponent == 31) return std::bit_cast<float>(sign | 0x7f800000u | mantissa << 13);
        if (exponent != 0) return std::bit_cast<float>(sign | (exponent + 112) << 23 | mantissa << 13);
        const float value = static_cast<float>(mantissa) * 0x1p-24f;
        return sign ? -value : value;
    }

private:
    // value / 2^shift, rounded to nearest, ties to even.
    static constexpr std::uint32_t roundShift(std::uint32_t value, int shift) {
        const std::uint32_t kept = value >> shift;
        const std::uint32_t rest = value & ((1u << shift) - 1);
        const std::uint32_t tie = 1u << (shift - 1);
        return kept + (rest > tie || (rest == tie && (kept & 1u)) ? 1 : 0);
    }
};

/// The upper half of a binary32.
struct BFloat16 {
    std::uint16_t bits = 0;

    constexpr BFloat16() = default;
    constexpr explicit BFloat16(float value) : bits(encode(value)) {}
    constexpr explicit operator float() const {
        return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
    }

    static constexpr std::uint16_t encode(float value) {
        const std::uint32_t f = std::bit_cast<std::uint32_t>(value);
        if ((f & 0x7fffffffu) > 0x7f800000u) return static_cast<std::uint16_t>((f >> 16) | 0x40u);
        return static_cast<std::uint16_t>((f + 0x7fffu + ((f >> 16) & 1u)) >> 16);
    }
};

}  // namespace whittle

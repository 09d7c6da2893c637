// Conversion of one element and of whole tensors, as PyTorch's `.to(dtype)` does it.
#pragma once

#include <cmath>
#include <cstdint>
#include <type_traits>

#include "engine/tensor/tensor.h"

namespace whittle {

/// Floats to integers truncate toward zero and wrap (through int64, as PyTorch on x86), NaN gives
/// int64's minimum before the wrap; anything to bool asks for "not zero". A complex number becomes a real one
/// by losing its imaginary part.
template <class To, class From>
constexpr To convertTo(From value) {
    if constexpr (std::is_same_v<To, From>) {
        return value;
    } else if constexpr (kIsComplex<From> && kIsComplex<To>) {
        return To(static_cast<typename To::value_type>(value.real()), static_cast<typename To::value_type>(value.imag()));
    } else if constexpr (kIsComplex<To>) {
        return To(convertTo<typename To::value_type>(value));
    } else if constexpr (kIsComplex<From>) {
        if constexpr (std::is_same_v<To, bool>) return value != From{};
        else return convertTo<To>(value.real());
    } else if constexpr (std::is_same_v<From, Half> || std::is_same_v<From, BFloat16>) {
        return convertTo<To>(static_cast<float>(value));
    } else if constexpr (std::is_same_v<To, Half> || std::is_same_v<To, BFloat16>) {
        return To(static_cast<float>(value));
    } else if constexpr (std::is_same_v<To, bool>) {
        return value != From{};
    } else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
        // The range check keeps the cast defined; out of range is what cvttsd2si answers.
        constexpr From kLimit = static_cast<From>(9223372036854775808.0);
        const std::int64_t wide = value >= -kLimit && value < kLimit ? static_cast<std::int64_t>(value) : INT64_MIN;
        return static_cast<To>(wide);
    } else {
        return static_cast<To>(value);
    }
}

/// Copies `from` into `to` in row-major order of `from`, converting. `to` is contiguous, unshared
/// and has the same sizes.
void convertElements(const Tensor& from, Tensor& to);

}  // namespace whittle

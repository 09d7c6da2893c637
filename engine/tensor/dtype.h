// Element types: their names in text, their sizes, and one way to go from the enumerator to the C++ type.
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/tensor/half.h"

namespace whittle {

enum class DType : std::uint8_t { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool, C64, C128 };
inline constexpr int kDTypeCount = 12;
inline constexpr int kRealDTypeCount = 10;  // the complex ones stand last: loops and machine code have only the others

struct DTypeInfo {
    std::string_view name;       ///< short form of our text and of FX annotations: "f32", "b8" reads as bool
    std::string_view torchName;  ///< "float32" as in torch.float32
    std::size_t size;            ///< bytes of an element
    bool floating;
    bool integral;  ///< true for integers, false for bool
    bool complex = false;
};
const DTypeInfo& dtypeInfo(DType dtype);

inline std::string_view dtypeName(DType d) { return dtypeInfo(d).name; }
inline std::size_t dtypeSize(DType d) { return dtypeInfo(d).size; }
inline bool isFloating(DType d) { return dtypeInfo(d).floating; }
inline bool isIntegral(DType d) { return dtypeInfo(d).integral; }
inline bool isComplex(DType d) { return dtypeInfo(d).complex; }
/// Floating or complex: holds fractions, NaN and infinities.
inline bool isInexact(DType d) { return isFloating(d) || isComplex(d); }
/// The dtype of one part of a complex number; any other dtype stays.
constexpr DType realOf(DType d) { return d == DType::C64 ? DType::F32 : d == DType::C128 ? DType::F64 : d; }
/// The complex dtype whose parts hold `d`: c128 for f64, else c64.
constexpr DType complexOf(DType d) { return d == DType::F64 || d == DType::C128 ? DType::C128 : DType::C64; }
/// What everything inexact becomes when a program runs in float64; any other dtype stays.
inline DType wideDType(DType d) { return isComplex(d) ? DType::C128 : isFloating(d) ? DType::F64 : d; }
std::optional<DType> parseDType(std::string_view name);       ///< "f32", "bool", "b8"
std::optional<DType> parseTorchDType(std::string_view name);  ///< "float32", "torch.float32", "long"

/// Calls `f(T{})` with the C++ type of `dtype`: double, float, Half, BFloat16, int64_t, int32_t, int16_t, int8_t,
/// uint8_t or bool; for code that no complex dtype reaches. All branches must give one type.
template <class F>
decltype(auto) visitReal(DType dtype, F&& f) {
    switch (dtype) {
        case DType::F64: return f(double{});
        case DType::F32: return f(float{});
        case DType::F16: return f(Half{});
        case DType::BF16: return f(BFloat16{});
        case DType::I64: return f(std::int64_t{});
        case DType::I32: return f(std::int32_t{});
        case DType::I16: return f(std::int16_t{});
        case DType::I8: return f(std::int8_t{});
        case DType::U8: return f(std::uint8_t{});
        case DType::Bool: break;
        case DType::C64:
        case DType::C128: std::abort();  // a bug: OpCall::bind refuses complex operands of operators without a kernel for them
    }
    return f(bool{});
}

/// The same for every dtype: also std::complex<float> and std::complex<double>.
template <class F>
decltype(auto) visitDType(DType dtype, F&& f) {
    if (dtype == DType::C64) return f(std::complex<float>{});
    if (dtype == DType::C128) return f(std::complex<double>{});
    return visitReal(dtype, std::forward<F>(f));
}

template <class T>
inline constexpr bool kIsComplex = false;
template <class T>
inline constexpr bool kIsComplex<std::complex<T>> = true;

template <class T>
struct DTypeOf;
template <> struct DTypeOf<double> { static constexpr DType value = DType::F64; };
template <> struct DTypeOf<float> { static constexpr DType value = DType::F32; };
template <> struct DTypeOf<Half> { static constexpr DType value = DType::F16; };
template <> struct DTypeOf<BFloat16> { static constexpr DType value = DType::BF16; };
template <> struct DTypeOf<std::int64_t> { static constexpr DType value = DType::I64; };
template <> struct DTypeOf<std::int32_t> { static constexpr DType value = DType::I32; };
template <> struct DTypeOf<std::int16_t> { static constexpr DType value = DType::I16; };
template <> struct DTypeOf<std::int8_t> { static constexpr DType value = DType::I8; };
template <> struct DTypeOf<std::uint8_t> { static constexpr DType value = DType::U8; };
template <> struct DTypeOf<std::complex<float>> { static constexpr DType value = DType::C64; };
template <> struct DTypeOf<std::complex<double>> { static constexpr DType value = DType::C128; };
template <> struct DTypeOf<bool> { static constexpr DType value = DType::Bool; };

}  // namespace whittle

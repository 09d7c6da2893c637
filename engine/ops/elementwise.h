// How reference kernels walk tensors: one loop over broadcast, strided operands, in the type that PyTorch
// computes in. Kernels stay one line of arithmetic; this header is the only place that knows strides.
#pragma once

#include <array>
#include <cmath>
#include <complex>
#include <cstdlib>
#include <tuple>
#include <utility>

#include "engine/ops/kernel_call.h"
#include "engine/ops/layout.h"

namespace whittle::ops {

using Complex = std::complex<double>;

/// The type arithmetic happens in: f32 for f16, bf16 and f32, f64 for f64, i64 for integers and bool, c128 for
/// complex numbers (one set of kernels, and intermediate products that do not overflow).
/// Integers computed in i64 and then narrowed wrap exactly as arithmetic in the narrow type does.
inline DType computeDType(DType dtype) {
    if (isComplex(dtype)) return DType::C128;
    if (isFloating(dtype)) return dtype == DType::F64 ? DType::F64 : DType::F32;
    return DType::I64;
}

/// Calls f(T{}) with float, double or int64_t; for kernels that no complex dtype reaches.
template <class F>
decltype(auto) visitCompute(DType dtype, F&& f) {
    if (isComplex(dtype)) std::abort();  // a row whose `complex` kernel is not one
    if (!isFloating(dtype)) return f(std::int64_t{});
    if (dtype == DType::F64) return f(double{});
    return f(float{});
}
/// The same and Complex.
template <class F>
decltype(auto) visitArithmetic(DType dtype, F&& f) {
    if (isComplex(dtype)) return f(Complex{});
    return visitCompute(dtype, std::forward<F>(f));
}
/// The same for dtypes that the type rule has limited to floating ones.
template <class F>
decltype(auto) visitFloat(DType dtype, F&& f) {
    if (dtype == DType::F64) return f(double{});
    return f(float{});
}

/// Strides of `tensor` when read over `sizes`: 0 where it is broadcast.
Sizes broadcastStrides(const Tensor& tensor, std::span<const Index> sizes);

/// A 0-d tensor of a Python number, exact for 64-bit integers.
Tensor tensorOf(const Scalar& scalar);
/// The same, converted.
Tensor tensorOf(const Scalar& scalar, DType dtype);

enum class ZeroDim {
    Round,   ///< converted to the common dtype first
    Widen,   ///< enters 16-bit arithmetic in float, as PyTorch's CPU kernels for + - * / do
};
/// The named operand, a tensor or a number, converted to `common` and then to its compute type.
Tensor operand(const KernelCall& call, std::string_view name, DType common, ZeroDim zeroDim = ZeroDim::Round);

/// Walks `sizes` in row-major order and calls row(offsets, steps, count) for each innermost run; operand i
/// reads elements offsets[i] + k * steps[i], k < count. Dimensions that lie one after the other in every
/// operand are merged first, so dense operands make a single run.
template <std::size_t n, class Row>
void forEachRow(std::span<const Index> sizes, const std::array<Sizes, n>& strides, Row&& row) {
    if (elementCount(sizes) == 0) return;
    Sizes merged;  // innermost dimension first
    std::array<Sizes, n> steps;
    for (std::size_t d = sizes.size(); d-- > 0;) {
        if (sizes[d] == 1) continue;
        bool joins = !merged.empty();
        for (std::size_t i = 0; i < n && joins; ++i) joins = strides[i][d] == steps[i].back() * merged.back();
        if (joins) {
            merged.back() *= sizes[d];
            continue;
        }
        merged.push_back(sizes[d]);
        for (std::size_t i = 0; i < n; ++i) steps[i].push_back(strides[i][d]);
    }
    std::array<Index, n> at{}, step{};
    if (merged.empty()) return row(at, step, Index{1});
    for (std::size_t i = 0; i < n; ++i) step[i] = steps[i][0];
    Sizes counter(merged.size(), 0);
    while (true) {
        row(at, step, merged[0]);
        std::size_t d = 1;
        for (; d < merged.size(); ++d) {
            for (std::size_t i = 0; i < n; ++i) at[i] += steps[i][d];
            if (++counter[d] < merged[d]) break;
            for (std::size_t i = 0; i < n; ++i) at[i] -= steps[i][d] * merged[d];
            counter[d] = 0;
        }
        if (d == merged.size()) return;
    }
}

/// A tensor read as elements of type T, which must be the C++ type of its dtype.
template <class T>
struct Elements {
    const Tensor& tensor;
};

/// out[i] = f(in[i]...) with the inputs broadcast to `out`, which is freshly made (row-major, unshared).
template <class Out, class F, class... T>
void mapInto(Tensor& out, F f, Elements<T>... in) {
    constexpr std::size_t n = sizeof...(T);
    const std::array<Sizes, n> strides{broadcastStrides(in.tensor, out.sizes())...};
    const std::tuple<const T*...> from{in.tensor.template data<T>()...};
    Out* to = out.mutableData<Out>();
    forEachRow<n>(out.sizes(), strides, [&](const auto& at, const auto& step, Index count) {
        [&]<std::size_t... i>(std::index_sequence<i...>) {
            for (Index k = 0; k < count; ++k)
                to[k] = static_cast<Out>(f(std::get<i>(from)[at[i] + k * step[i]]...));
        }(std::index_sequence_for<T...>{});
        to += count;
    });
}

/// Computes in T, then gives output 0 in its own dtype and in PyTorch's layout. The operands must already be of T.
template <class T, class F, class... Ts>
void mapToOutput(KernelCall& call, F f, const Ts&... in) {
    Tensor out = Tensor::empty(DTypeOf<T>::value, call.outputSizes());
    mapInto<T>(out, f, Elements<T>{in}...);
    call.setOutput(0, inLayout(out.to(call.outputType().dtype), elementwiseStrides(call)));
}
/// The same for results that are bools whatever the operands are.
template <class F, class... T>
void testToOutput(KernelCall& call, F f, Elements<T>... in) {
    mapInto<bool>(call.output(), f, in...);
    layOut(call, 0, elementwiseStrides(call));
}

// Integer arithmetic that wraps instead of overflowing; floats as usual.
template <class T>
using Unsigned = std::conditional_t<std::is_integral_v<T>, std::uint64_t, T>;
template <class T>
T wrapAdd(T a, T b) { return static_cast<T>(static_cast<Unsigned<T>>(a) + static_cast<Unsigned<T>>(b)); }
template <class T>
T wrapSub(T a, T b) { return static_cast<T>(static_cast<Unsigned<T>>(a) - static_cast<Unsigned<T>>(b)); }
template <class T>
T wrapMul(T a, T b) { return static_cast<T>(static_cast<Unsigned<T>>(a) * static_cast<Unsigned<T>>(b)); }
template <class T>
T wrapNeg(T a) {
    if constexpr (std::is_integral_v<T>) return wrapSub(T{0}, a);
    else return -a;  // 0 - 0 would lose the sign of zero
}
template <class T>
bool isNan(T x) { return x != x; }

// As PyTorch: the plain formula, without C's special cases for infinities, and a division that scales first.
inline Complex wrapMul(Complex a, Complex b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}
inline Complex divide(Complex a, Complex b) {
    if (std::fabs(b.real()) >= std::fabs(b.imag())) {
        if (b == Complex{}) return {a.real() / std::fabs(b.real()), a.imag() / std::fabs(b.imag())};
        const double ratio = b.imag() / b.real(), scale = 1 / (b.real() + b.imag() * ratio);
        return {(a.real() + a.imag() * ratio) * scale, (a.imag() - a.real() * ratio) * scale};
    }
    const double ratio = b.real() / b.imag(), scale = 1 / (b.real() * ratio + b.imag());
    return {(a.real() * ratio + a.imag()) * scale, (a.imag() * ratio - a.real()) * scale};
}

/// out = fn(self), computed as complex numbers: the kernel of a function of one complex element.
template <auto fn>
Result<void> complexKernel(KernelCall& call) {
    mapToOutput<Complex>(call, [](Complex x) { return fn(x); }, operand(call, "self", call.outputType().dtype));
    return {};
}
/// out = fn(self, other), computed as complex numbers.
template <auto fn>
Result<void> complexPairKernel(KernelCall& call) {
    const DType common = call.outputType().dtype;
    mapToOutput<Complex>(call, [](Complex a, Complex b) { return fn(a, b); }, operand(call, "self", common),
                         operand(call, "other", common));
    return {};
}

}  // namespace whittle::ops

#include "engine/ops/random_draw.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "engine/ops/cephes.h"
#include "engine/ops/layout.h"

namespace whittle::ops {
namespace {

// The type that one draw of T is made in.
template <class T>
using Wide = std::conditional_t<std::is_same_v<T, double>, double, float>;

template <class T>
Wide<T> unitUniform(Generator& generator) {
    if constexpr (std::is_same_v<T, double>) {
        return generator.uniform();
    } else {
        constexpr std::uint32_t kOne = std::uint32_t{1} << mantissaBits(DTypeOf<T>::value);
        return static_cast<float>(generator.random() & (kOne - 1)) / static_cast<float>(kOne);
    }
}

// To T and back: what arithmetic on 16-bit values does after every step.
template <class T, class W>
W rounded(W value) {
    return static_cast<W>(static_cast<T>(value));
}

template <class F>
void visitFloating(DType dtype, F&& f) {
    visitReal(dtype, [&](auto tag) {
        using T = decltype(tag);
        if constexpr (!std::is_integral_v<T>) f(tag);
    });
}

// 16 uniform numbers to 16 normal ones; the first and the second half make pairs.
template <class T>
void normalBlock(T* data, Wide<T> mean, Wide<T> std) {
    using W = Wide<T>;
    for (int j = 0; j < 8; ++j) {
        if constexpr (std::is_same_v<T, float>) {  // the one dtype with AVX2 code of its own
            const float radius = std::sqrt(-2.0f * cephes::log(1.0f - data[j]));
            const auto [sine, cosine] = cephes::sincos(static_cast<float>(2.0 * std::numbers::pi) * data[j + 8]);
            data[j] = std::fma(radius * cosine, std, mean);
            data[j + 8] = std::fma(radius * sine, std, mean);
            continue;
        }
        const W u1 = rounded<T>(W{1} - static_cast<W>(data[j])), u2 = static_cast<W>(data[j + 8]);
        const W radius = rounded<T>(std::sqrt(rounded<T>(W{-2} * rounded<T>(std::log(u1)))));
        const W theta = rounded<T>(static_cast<W>(2.0 * std::numbers::pi * u2));
        const auto scaled = [&](W x) {
            const W product = rounded<T>(radius * rounded<T>(x));
            if constexpr (std::is_same_v<T, W>) return static_cast<T>(std::fma(product, std, mean));
            else return static_cast<T>(rounded<T>(product * std) + mean);
        };
        data[j] = scaled(std::cos(theta));
        data[j + 8] = scaled(std::sin(theta));
    }
}

template <class T>
void normalBlocks(Generator& generator, T* data, Index count, double mean, double std) {
    using W = Wide<T>;
    const W m = rounded<T>(static_cast<W>(mean)), s = rounded<T>(static_cast<W>(std));
    for (Index i = 0; i < count; ++i) data[i] = static_cast<T>(unitUniform<T>(generator));
    for (Index i = 0; i + 16 <= count; i += 16) normalBlock(data + i, m, s);
    if (count % 16 == 0) return;
    T* tail = data + count - 16;  // drawn afresh, over values of the last whole block
    for (int i = 0; i < 16; ++i) tail[i] = static_cast<T>(unitUniform<T>(generator));
    normalBlock(tail, m, s);
}

}  // namespace

Sizes likeStrides(const KernelCall& call, const Tensor& self) {
    return call.schema().arg("memory_format") ? formatStrides(call, self) : preservedStrides(self);
}

Tensor drawUniform(Generator& generator, DType dtype, Index count, double from, double to) {
    Tensor out = Tensor::empty(dtype, {count});
    visitFloating(dtype, [&](auto tag) {
        using T = decltype(tag);
        using W = Wide<T>;
        const W low = rounded<T>(static_cast<W>(from)), width = rounded<T>(rounded<T>(static_cast<W>(to)) - low);
        T* data = out.mutableData<T>();
        for (Index i = 0; i < count; ++i) data[i] = static_cast<T>(std::fma(unitUniform<T>(generator), width, low));
    });
    return out;
}

NormalPath normalPath(std::span<const Index> sizes, std::span<const Index> strides) {
    constexpr Index kBlock = 16;
    Index step = 1;
    for (std::size_t axis = sizes.size(); axis-- > 0; step *= sizes[axis])
        if (sizes[axis] != 1 && strides[axis] != step) return NormalPath::Serial;
    return step >= kBlock ? NormalPath::Blocks : NormalPath::Serial;
}

Tensor drawNormal(Generator& generator, DType dtype, Index count, double mean, double std, NormalPath path) {
    if (path == NormalPath::Serial)
        return drawEach(dtype, count, [&] { return std::fma(generator.normal(), std, mean); });
    Tensor out = Tensor::empty(dtype, {count});
    visitFloating(dtype, [&](auto tag) { normalBlocks(generator, out.mutableData<decltype(tag)>(), count, mean, std); });
    return out;
}

IntegerRange integersOf(DType dtype) {
    return visitReal(dtype, [](auto tag) -> IntegerRange {
        using T = decltype(tag);
        if constexpr (std::is_same_v<T, bool>) return {0, 1};
        else if constexpr (std::is_integral_v<T>) return {std::numeric_limits<T>::min(), std::numeric_limits<T>::max()};
        else if constexpr (std::is_same_v<T, Half>) return {-65504, 65504};
        else return {INT64_MIN, INT64_MAX};
    });
}

IntegerRange representable(IntegerRange range, DType dtype) {
    const auto throughDType = [&](std::int64_t x) {
        return static_cast<std::int64_t>(Tensor::of<std::int64_t>(std::span(&x, 1), {}).to(dtype).flat(0));
    };
    const auto step = [&](std::int64_t x) {
        int log = 0;
        for (std::uint64_t rest = static_cast<std::uint64_t>(std::abs(x)); rest >>= 1;) ++log;
        return std::int64_t{1} << (log - mantissaBits(dtype) + 1);
    };
    if (const std::int64_t above = throughDType(range.first + 1); above < range.first) range.first = above + step(range.first + 1);
    if (const std::int64_t below = throughDType(range.last); below > range.last) range.last = below - step(range.last) - 1;
    return range;
}

Tensor drawIntegers(Generator& generator, DType dtype, Index count, std::int64_t from, std::uint64_t range) {
    const bool wide = range == 0 || range > UINT32_MAX;
    Tensor integers = Tensor::empty(DType::I64, {count});
    std::int64_t* data = integers.mutableData<std::int64_t>();
    for (Index i = 0; i < count; ++i) {
        const std::uint64_t bits = wide ? generator.random64() : generator.random();
        data[i] = static_cast<std::int64_t>((range ? bits % range : bits) + static_cast<std::uint64_t>(from));
    }
    return integers.to(dtype);
}

void place(KernelCall& call, int index, const Tensor& flat, const Sizes& strides) {
    const Tensor laid = flat.asStrided(call.outputSizes(index), strides, 0).to(call.outputType(index).dtype);
    call.setOutput(index, inLayout(laid, strides));
}

void place(KernelCall& call, int index, const Tensor& flat) {
    place(call, index, flat, contiguousStrides(call.outputSizes(index)));
}

}  // namespace whittle::ops

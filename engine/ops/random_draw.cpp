#include "engine/ops/random_draw.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "engine/ops/cephes.h"
#include "engine/ops/compute.h"
#include "engine/tensor/convert.h"

namespace whittle::ops {
namespace {

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

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
    visitDType(dtype, [&](auto tag) {
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

// Strides of a dense tensor whose dimensions lie in this order in memory, innermost first.
Sizes denseStrides(std::span<const Index> sizes, std::span<const Index> innermostFirst) {
    Sizes strides(sizes.size());
    Index step = 1;
    for (const Index axis : innermostFirst) {
        strides[at(axis)] = step;
        step *= std::max<Index>(1, sizes[at(axis)]);
    }
    return strides;
}

// Insertion sort by stride, from the last dimension; a stride of 0 compares with nothing. PyTorch's own
// order, ties and ambiguities included.
Sizes keptOrder(const Tensor& self) {
    const Index rank = self.rank();
    Sizes order(at(rank));
    for (Index i = 0; i < rank; ++i) order[at(i)] = rank - 1 - i;
    const auto compare = [&](Index a, Index b) {
        const Index left = self.strides()[at(a)], right = self.strides()[at(b)];
        if (left == 0 || right == 0) return 0;
        if (left != right) return left < right ? -1 : 1;
        return self.sizes()[at(a)] > self.sizes()[at(b)] ? 1 : 0;
    };
    for (Index i = 1; i < rank; ++i)
        for (Index moving = i, other = i - 1; other >= 0; --other) {
            const int order_ = compare(order[at(other)], order[at(moving)]);
            if (order_ < 0) break;
            if (order_ == 0) continue;
            std::swap(order[at(other)], order[at(moving)]);
            moving = other;
        }
    return denseStrides(self.sizes(), order);
}

Sizes channelsLast(const Tensor& self) {
    Sizes order{1};
    for (Index axis = self.rank() - 1; axis > 1; --axis) order.push_back(axis);
    order.push_back(0);
    return denseStrides(self.sizes(), order);
}

}  // namespace

Sizes likeStrides(const KernelCall& call, const Tensor& self) {
    const MemoryFormat* format = call.schema().arg("memory_format") ? call.arg("memory_format").as<MemoryFormat>() : nullptr;
    if (format && *format == MemoryFormat::Contiguous) return contiguousStrides(self.sizes());
    if (format && *format != MemoryFormat::Preserve && self.rank() >= 3) return channelsLast(self);
    return keptOrder(self);
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

void place(KernelCall& call, int index, const Tensor& flat, Sizes strides) {
    finish(call, index, flat.asStrided(call.outputSizes(index), std::move(strides), 0));
}

void place(KernelCall& call, int index, const Tensor& flat) {
    Sizes sizes = call.outputSizes(index);
    Sizes strides = contiguousStrides(sizes);
    place(call, index, flat, std::move(strides));
}

}  // namespace whittle::ops

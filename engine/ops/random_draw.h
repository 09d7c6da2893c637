// What PyTorch's CPU kernels draw, bit for bit: flat tensors in the order of memory, from a run's generator. Which
// bits are taken depends on the dtype and, for the normal distribution, on size and layout; all of that stands here.
// (Builds of PyTorch with Intel's MKL draw bernoulli and exponential from MKL's generators; those are not copied.)
#pragma once

#include "engine/ops/kernel_call.h"

namespace whittle::ops {

/// Of a floating dtype, the hidden one included: integers up to 2^bits are exact.
constexpr int mantissaBits(DType dtype) {
    return dtype == DType::F64 ? 53 : dtype == DType::F32 ? 24 : dtype == DType::F16 ? 11 : 8;
}

/// Strides of the tensor that empty_like makes, by the call's `memory_format` if its schema has one.
Sizes likeStrides(const KernelCall& call, const Tensor& self);

/// [from, to), with as many random bits as the dtype has.
Tensor drawUniform(Generator& generator, DType dtype, Index count, double from, double to);

enum class NormalPath {
    Serial,  ///< pairs in double, the second one kept for later
    Blocks,  ///< 16 at a time in the dtype itself
};
/// PyTorch's choice for a tensor of these sizes and strides.
NormalPath normalPath(std::span<const Index> sizes, std::span<const Index> strides);
Tensor drawNormal(Generator& generator, DType dtype, Index count, double mean, double std, NormalPath path);

struct IntegerRange {
    std::int64_t first, last;  ///< both inside
};
/// The integers that may be asked of a dtype: what it holds, for floats at least finitely.
IntegerRange integersOf(DType dtype);
/// A floating dtype does not hold every integer: the ends move inwards to ones that it does, as in PyTorch.
IntegerRange representable(IntegerRange range, DType dtype);

/// Integers in [from, from + range) for range > 0, any 64 bits for 0; floating dtypes get the integers rounded.
Tensor drawIntegers(Generator& generator, DType dtype, Index count, std::int64_t from, std::uint64_t range);

/// One draw at a time in double: element = next(), rounded to the dtype.
template <class F>
Tensor drawEach(DType dtype, Index count, F&& next);

/// Gives `flat` the sizes and strides of an output and hands it over in the output's dtype.
void place(KernelCall& call, int index, const Tensor& flat, const Sizes& strides);
/// The same, row-major.
void place(KernelCall& call, int index, const Tensor& flat);

// -------------------------------------------------------------------------------------------------------

template <class F>
Tensor drawEach(DType dtype, Index count, F&& next) {
    Tensor doubles = Tensor::empty(DType::F64, {count});
    double* out = doubles.mutableData<double>();
    for (Index i = 0; i < count; ++i) out[i] = next();
    return doubles.to(dtype);
}

}  // namespace whittle::ops

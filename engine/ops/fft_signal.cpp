#include "engine/ops/fft_signal.h"

#include <algorithm>

#include "engine/ops/elementwise.h"

namespace whittle::ops {
namespace {

std::size_t at(int axis) { return static_cast<std::size_t>(axis); }

/// Dimension `dim` cut or padded with zeros to `length`; row-major.
Tensor resizedTo(const Tensor& x, int dim, Index length) {
    const Index have = x.dim(dim);
    if (have == length) return x;
    Sizes sizes = x.sizes();
    sizes[at(dim)] = length;
    Tensor out = Tensor::zeros(DType::C128, sizes);
    const Index inner = contiguousStrides(sizes)[at(dim)], row = std::min(have, length) * inner;
    const Index rows = elementCount(std::span(sizes).first(at(dim)));
    const auto* from = x.data<Complex>();
    auto* to = out.mutableData<Complex>();
    for (Index r = 0; r < rows && row > 0; ++r) std::copy_n(from + r * have * inner, row, to + r * length * inner);
    return out;
}

Tensor transformedAlong(const Tensor& x, int dim, FftDirection direction) {
    const Index length = x.dim(dim), inner = x.strides()[at(dim)];
    if (x.numel() == 0) return x;
    FftLine line(length, direction);
    std::vector<Complex> result(static_cast<std::size_t>(length));
    Tensor out = Tensor::empty(DType::C128, x.sizes());
    const auto* from = x.data<Complex>();
    auto* to = out.mutableData<Complex>();
    for (Index start = 0; start < x.numel(); start += length * inner)
        for (Index i = start; i < start + inner; ++i) {
            line.run(from + i, inner, result.data());
            for (Index k = 0; k < length; ++k) to[i + k * inner] = result[static_cast<std::size_t>(k)];
        }
    return out;
}

/// The whole spectrum of a real signal of `length` from its first half along `dim`. Where a real signal has real
/// values, at zero and at the middle of an even length, the imaginary part is ignored as PyTorch does.
Tensor mirrored(const Tensor& half, int dim, Index length) {
    const Index have = half.dim(dim), inner = half.strides()[at(dim)];
    Tensor out = resizedTo(half, dim, length).contiguous();
    auto* to = out.mutableData<Complex>();
    for (Index start = 0; start < out.numel(); start += length * inner)
        for (Index i = start; i < start + inner; ++i) {
            to[i] = to[i].real();
            if (length % 2 == 0) to[i + length / 2 * inner] = to[i + length / 2 * inner].real();
            for (Index k = have; k < length; ++k) to[i + k * inner] = std::conj(to[i + (length - k) * inner]);
        }
    return out;
}

Index lengthAt(const FftAxes& axes, std::size_t i) { return axes.lengths[i].constant().value_or(1); }

}  // namespace

double FftAxes::points() const {
    double out = 1;
    for (std::size_t i = 0; i < lengths.size(); ++i) out *= static_cast<double>(lengthAt(*this, i));
    return out;
}

TensorType fftType(const TensorType& input, DType dtype, FftForm form, const FftAxes& axes, FftSpectrum spectrum) {
    TensorType out{form.kind == FftKind::ToReal ? realOf(dtype) : complexOf(dtype), input.sizes, {}, input.device};
    for (std::size_t i = 0; i < axes.dims.size(); ++i) {
        const bool half = form.kind == FftKind::ToComplex && spectrum == FftSpectrum::Half && i + 1 == axes.dims.size();
        out.sizes[at(axes.dims[i])] = half ? floorDiv(axes.lengths[i], 2) + 1 : axes.lengths[i];
    }
    return out;
}

Tensor fourier(const Tensor& input, FftForm form, const FftAxes& axes, FftSpectrum spectrum, double scale) {
    Tensor x = input.to(DType::C128).contiguous();
    const std::size_t count = axes.dims.size();
    const bool toReal = form.kind == FftKind::ToReal && count > 0;
    for (std::size_t i = 0; i < count; ++i) {
        const Index length = lengthAt(axes, i);
        x = resizedTo(x, axes.dims[i], toReal && i + 1 == count ? length / 2 + 1 : length);
    }
    if (form.kind == FftKind::ToComplex && spectrum == FftSpectrum::Half) {  // first, so that the others have half to do
        const Index half = lengthAt(axes, count - 1) / 2 + 1;
        x = resizedTo(transformedAlong(x, axes.dims[count - 1], form.direction), axes.dims[count - 1], half);
    } else if (form.kind != FftKind::ToReal && count > 0) {
        x = transformedAlong(x, axes.dims[count - 1], form.direction);
    }
    for (std::size_t i = 0; i + 1 < count; ++i) x = transformedAlong(x, axes.dims[i], form.direction);
    if (toReal) {
        const int last = axes.dims[count - 1];
        x = transformedAlong(mirrored(x, last, lengthAt(axes, count - 1)), last, form.direction);
    }
    Tensor out = Tensor::empty(DType::C128, x.sizes());
    mapInto<Complex>(out, [scale](Complex value) { return value * scale; }, Elements<Complex>{x});
    return form.kind == FftKind::ToReal ? out.to(DType::F64) : out;
}

}  // namespace whittle::ops

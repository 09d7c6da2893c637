// Fourier transforms of tensors, below torch.fft's and stft's arguments: which dimensions, how long, which side
// is real. Padding, cutting and half spectra are handled here.
#pragma once

#include "engine/ir/type.h"
#include "engine/ops/fft_transform.h"

namespace whittle::ops {

enum class FftKind { Plain, ToComplex, ToReal };  ///< complex to complex, real to complex, complex to real
struct FftForm {
    FftKind kind;
    FftDirection direction;
};
/// A real signal's spectrum is symmetric: the half that says all, or the whole.
enum class FftSpectrum { Half, Full };

/// The transformed dimensions, in order, and the length of the signal along each.
struct FftAxes {
    std::vector<int> dims;
    SymSizes lengths;

    double points() const;  ///< product of the lengths, which must be known
};

/// The type of `fourier`'s result for an input of `dtype` (see complexOf, realOf).
TensorType fftType(const TensorType& input, DType dtype, FftForm form, const FftAxes& axes, FftSpectrum spectrum);

/// The transform times `scale`, row-major in c128 or, ToReal, f64. The input, of any dtype, is cut or padded with
/// zeros to the axes' lengths first; ToReal reads length / 2 + 1 elements of the last axis.
Tensor fourier(const Tensor& input, FftForm form, const FftAxes& axes, FftSpectrum spectrum, double scale);

}  // namespace whittle::ops

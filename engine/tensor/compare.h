// Comparison of two tensors: how far apart, where worst, and whether that is within a tolerance.
#pragma once

#include <optional>
#include <string>

#include "engine/tensor/tensor.h"

namespace whittle {

struct Tolerance {
    double rtol = 1e-4;
    double atol = 1e-4;
};

/// What results computed in a dtype may differ by: room for another order of summation and fused rounding, far below what a
/// wrong kernel does. f64 1e-7, f32 1e-4, f16 1e-2 and 2e-3, bf16 4e-2 and 1e-2 (relative and absolute), complex as its
/// parts, integers and bools exact.
Tolerance dtypeTolerance(DType dtype);

/// The absolute part is meant for elements of size 1. Where none of `expected` is that large it shrinks with the largest, so that a
/// fault in outputs of 1e-7 shows; a tensor of zeros gives nothing to go by and leaves it. NaN and infinities do not count.
/// Cost: one pass.
Tolerance scaledTo(Tolerance tolerance, const Tensor& expected);

struct Comparison {
    bool ok = true;            ///< |actual - expected| <= atol + rtol * |expected| everywhere
    double maxAbsError = 0;    ///< over finite elements
    double maxRelError = 0;    ///< |difference| / |expected|, where expected is not 0
    double rmse = 0;           ///< root mean square of the finite differences
    Index mismatches = 0;      ///< elements out of tolerance, NaN and Inf mismatches included
    Sizes worst;               ///< index of the worst element, empty for rank 0 or when equal
    double worstExpected = 0;  ///< of a complex element the modulus
    double worstActual = 0;
    std::string reason;        ///< empty when ok; else one sentence: sizes differ, worst element, ...
};

/// NaN matches NaN, an infinity matches the same infinity. Complex elements differ by the modulus of their
/// difference, and a NaN in either part makes the element NaN. Sizes must agree; dtypes may differ (the
/// comparison is in double), except that integer and bool values must be equal exactly when
/// `expected` is integral. Cost: one pass. Thread-safe.
Comparison compareTensors(const Tensor& expected, const Tensor& actual, Tolerance tolerance);

}  // namespace whittle

// How far the inline functions of vector_math.h may be from the exact value, measured over all exponents by
// tests/engine/codegen/vector_math_test.cpp.
#pragma once

#include <span>

#include "engine/loops/expr.h"

namespace whittle {

struct MathBound {
    LoopOp op;
    double f32;  ///< units in the last place of the f32 result; 0: libm computes it
    double f64;
};

/// One row a function that is computed inline for some dtype.
std::span<const MathBound> mathBounds();

/// Whether this function of this dtype is computed inline. Otherwise libm is called, once a lane.
bool hasInlineMath(LoopOp op, DType dtype);

}  // namespace whittle

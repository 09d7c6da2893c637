// Words for formulas that serve both a kernel, over numbers, and a lowering, over expressions: constants of the
// operand's type, a choice, and functions of one value. Written so, the two cannot drift apart.
#pragma once

#include <cmath>

#include "engine/ops/lower.h"

namespace whittle::ops {

template <class T>
T constant(T, double value) { return static_cast<T>(value); }
inline Expr constant(Expr x, double value) { return x.like(value); }

template <class T>
T pick(bool condition, T a, T b) { return condition ? a : b; }
inline Expr pick(Expr condition, Expr a, Expr b) { return select(condition, a, b); }

#define WHITTLE_WORD(name, function, op)                                \
    template <class T> T name(T x) { return function(x); }              \
    inline Expr name(Expr x) { return unary(op, x); }
WHITTLE_WORD(magnitude, std::fabs, LoopOp::Abs)
WHITTLE_WORD(exponential, std::exp, LoopOp::Exp)
WHITTLE_WORD(logarithm, std::log, LoopOp::Log)
WHITTLE_WORD(logarithm1p, std::log1p, LoopOp::Log1p)
WHITTLE_WORD(hyperbolicTangent, std::tanh, LoopOp::Tanh)
WHITTLE_WORD(errorFunction, std::erf, LoopOp::Erf)
#undef WHITTLE_WORD

/// The larger one; NaN stays.
template <class X>
X atLeast(X x, double low) { return pick(x < constant(x, low), constant(x, low), x); }

}  // namespace whittle::ops

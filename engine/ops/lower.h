// What lowerings share: operands in the type that PyTorch computes in, and one-line lowerings of pointwise
// operators and reductions. The counterpart of elementwise.h; the two must agree on every rounding.
#pragma once

#include "engine/loops/builder.h"
#include "engine/ops/elementwise.h"
#include "engine/ops/promote.h"

namespace whittle::ops {

/// As `operand` for kernels: converted to `common`, then to its compute type.
inline Expr lowerOperand(const OpCall& call, LoopBuilder& loops, std::string_view name, DType common,
                         ZeroDim zeroDim = ZeroDim::Round) {
    const TensorType* type = call.optionalType(name);
    const DType compute = computeDType(common);
    const bool widens = zeroDim == ZeroDim::Widen && isFloating(common) && (!type || type->rank() == 0);
    return widens ? loops.load(call.arg(name), compute) : loops.load(call.arg(name), common).to(compute);
}

/// out = fn(self) in the compute type of the output.
template <auto fn>
Result<void> lowerUnary(const OpCall& call, LoopBuilder& loops) {
    loops.store(fn(lowerOperand(call, loops, "self", loops.type().dtype)));
    return {};
}
template <LoopOp op>
Result<void> lowerUnaryOp(const OpCall& call, LoopBuilder& loops) {
    return lowerUnary<[](Expr x) { return unary(op, x); }>(call, loops);
}

/// out = fn(self), a bool, in the compute type of the input.
template <auto fn>
Result<void> lowerTest(const OpCall& call, LoopBuilder& loops) {
    loops.store(fn(lowerOperand(call, loops, "self", call.type("self").dtype)));
    return {};
}

/// out = fn(a, b) in the compute type of the output.
template <auto fn>
Result<void> lowerBinary(const OpCall& call, LoopBuilder& loops) {
    const DType common = loops.type().dtype;
    const Expr a = lowerOperand(call, loops, "self", common, ZeroDim::Widen);
    loops.store(fn(a, lowerOperand(call, loops, "other", common, ZeroDim::Widen)));
    return {};
}
template <LoopOp op>
Result<void> lowerBinaryOp(const OpCall& call, LoopBuilder& loops) {
    return lowerBinary<[](Expr a, Expr b) { return binary(op, a, b); }>(call, loops);
}

/// out = fn(a, b), a bool, in the compute type the operands meet in.
template <auto fn>
Result<void> lowerCompare(const OpCall& call, LoopBuilder& loops) {
    WHITTLE_TRY(const Operands both, promoteOperands(call, {"self", "other"}));
    const Expr a = lowerOperand(call, loops, "self", both.dtype);
    loops.store(fn(a, lowerOperand(call, loops, "other", both.dtype)));
    return {};
}
template <LoopOp op>
Result<void> lowerCompareOp(const OpCall& call, LoopBuilder& loops) {
    return lowerCompare<[](Expr a, Expr b) { return binary(op, a, b); }>(call, loops);
}

/// Integers stay with the reference kernel, for `why`.
inline bool refuseIntegers(LoopBuilder& loops, const char* why) {
    if (isFloating(loops.type().dtype)) return false;
    loops.refuse(why);
    return true;
}

/// The element itself, converted to the output's dtype: copies and casts.
template <int unused = 0>
Result<void> lowerSelf(const OpCall& call, LoopBuilder& loops) {
    loops.store(loops.at(call.arg("self"), loops.index()));
    return {};
}

}  // namespace whittle::ops

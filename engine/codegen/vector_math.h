// Elementary functions as inline LLVM IR, on one scalar or on a vector of any number of lanes. libm takes one
// number a call and is what bounded every activation; these run at the speed of the vector unit and give the
// same bits in a scalar and in any lane. Coefficients are minimax fits (Remez in 60 digits) of the expressions
// named at their tables.
#pragma once

#include <span>

#include <llvm/IR/IRBuilder.h>

#include "engine/loops/expr.h"

namespace whittle {

/// The value of a libm function (loopOpInfo(op).libm is not empty) of f32 or f64, scalar or vector. Error bounds are in
/// math_bounds.h. NaN, infinities, signed zeros and denormals come out as C says. May leave the builder in a new block.
llvm::Value* emitMath(llvm::IRBuilder<>& ir, LoopOp op, std::span<llvm::Value* const> args);

}  // namespace whittle

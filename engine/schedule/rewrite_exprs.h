// The expressions of a kernel made anew, operands first: those that become equal are one afterwards, and those that no store needs are gone. Ids change.
#pragma once

#include <functional>

#include "engine/loops/kernel.h"

namespace whittle {

struct ExprRewriting {
    std::function<void(LoopExpr&)> change = {};     ///< an expression whose operands have their new ids already; empty: leaves it
    std::function<ExprId(ExprId)> instead = {};     ///< which expression is read in its place, itself or an earlier one; empty: itself
};

/// Values of stores follow; offsets of stores are left to the caller.
void rewriteExprs(LoopKernel& kernel, const ExprRewriting& rewriting);

}  // namespace whittle

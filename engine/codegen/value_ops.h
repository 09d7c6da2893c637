// Arithmetic of the loop IR on LLVM values: casts, operators, neutral elements. Every function takes scalars and
// vectors alike; a scalar beside a vector counts for all lanes. No fast-math flag is ever set: a compiled kernel rounds,
// overflows and treats NaN as the reference kernels do.
#pragma once

#include <map>

#include <llvm/IR/IRBuilder.h>

#include "engine/loops/expr.h"

namespace whittle {

class ValueOps {
public:
    explicit ValueOps(llvm::IRBuilder<>& ir) : m_ir(ir) {}

    /// Registers: bool is i1, bf16 its bits as i16 (the target may lack the type), everything else itself.
    llvm::Type* type(DType dtype, int lanes = 1);
    /// Memory: bool is a byte, 16-bit floats are their bits.
    llvm::Type* memoryType(DType dtype, int lanes = 1);
    /// Between the two.
    llvm::Value* fromMemory(llvm::Value* value, DType dtype);
    llvm::Value* toMemory(llvm::Value* value, DType dtype);

    /// The value in every lane; a vector is itself. Placed where the scalar is defined, so outside the loops it is constant in.
    llvm::Value* splat(llvm::Value* value, int lanes);
    static int lanesOf(llvm::Value* value);

    llvm::Value* constant(const LoopExpr& expr);
    llvm::Value* cast(llvm::Value* value, DType from, DType to);
    llvm::Value* unary(LoopOp op, DType dtype, llvm::Value* x);
    llvm::Value* binary(LoopOp op, DType dtype, llvm::Value* a, llvm::Value* b);
    llvm::Value* select(llvm::Value* condition, llvm::Value* a, llvm::Value* b);
    llvm::Value* neutral(Combiner combiner, DType dtype, int lanes);
    /// Joins the lanes by halves: lane i with lane i + n/2, then with i + n/4, ...
    llvm::Value* joinLanes(Combiner combiner, DType dtype, llvm::Value* lanes);

private:
    llvm::Type* shaped(llvm::Type* scalar, llvm::Value* like);
    llvm::Value* roundToBFloat(llvm::Value* value);

    llvm::IRBuilder<>& m_ir;
    std::map<std::pair<llvm::Value*, int>, llvm::Value*> m_splats;
};

}  // namespace whittle

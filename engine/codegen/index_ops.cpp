#include "engine/codegen/index_ops.h"

#include <limits>

#include <llvm/IR/Intrinsics.h>

namespace whittle {

using llvm::Value;

namespace {

Value* number(Value* like, std::int64_t value) { return llvm::ConstantInt::get(like->getType(), static_cast<std::uint64_t>(value), true); }

}  // namespace

Value* IndexOps::scalar(const SymInt& expr) {
    Value* sum = nullptr;
    for (const SymInt::Term& term : expr.terms()) {
        Value* product = nullptr;
        for (const auto& factor : term.factors) {
            Value* value = atom(*factor);
            product = product ? m_ir.CreateNSWMul(product, value) : value;
        }
        if (term.coefficient != 1) product = m_ir.CreateNSWMul(product, number(product, term.coefficient));
        sum = sum ? m_ir.CreateNSWAdd(sum, product) : product;
    }
    Value* constant = m_ir.getInt64(static_cast<std::uint64_t>(expr.constantTerm()));
    if (!sum) return constant;
    return expr.constantTerm() == 0 ? sum : m_ir.CreateNSWAdd(sum, constant);
}

Value* IndexOps::atom(const SymInt::Atom& atom) {
    if (atom.fn == SymFn::Symbol) return m_vars.at(atom.name);
    return divide(atom, scalar(atom.args[0]), scalar(atom.args[1]));
}

Value* IndexOps::divide(const SymInt::Atom& atom, Value* a, Value* b) {
    if (atom.fn == SymFn::Max) return m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smax, a, b);
    if (atom.fn == SymFn::Min) return m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, a, b);
    const bool isMod = atom.fn == SymFn::Mod;
    // 32 bits where they suffice: vectors have no 64-bit division, and none that multiplies instead.
    const auto most = largestValue(atom.args[0], m_ranges), divisor = largestValue(atom.args[1], m_ranges);
    constexpr std::int64_t k32 = std::numeric_limits<std::int32_t>::max();
    if (most && divisor && *most <= k32 && *divisor <= k32) {
        llvm::Type* narrow = a->getType()->getWithNewType(m_ir.getInt32Ty());
        Value* x = m_ir.CreateTrunc(a, narrow);
        Value* y = m_ir.CreateTrunc(b, narrow);
        return m_ir.CreateZExt(isMod ? m_ir.CreateURem(x, y) : m_ir.CreateUDiv(x, y), a->getType());
    }
    if (provablyNonNegative(atom.args[0], m_ranges) && provablyNonNegative(atom.args[1], m_ranges))
        return isMod ? m_ir.CreateURem(a, b) : m_ir.CreateUDiv(a, b);
    // Rounds down: C's quotient is one too large when the signs differ and something is left.
    Value* rest = m_ir.CreateSRem(a, b);
    Value* off = m_ir.CreateAnd(m_ir.CreateICmpNE(rest, number(rest, 0)), m_ir.CreateICmpSLT(m_ir.CreateXor(rest, b), number(rest, 0)));
    if (isMod) return m_ir.CreateSelect(off, m_ir.CreateAdd(rest, b), rest);
    return m_ir.CreateSub(m_ir.CreateSDiv(a, b), m_ir.CreateZExt(off, a->getType()));
}

Value* IndexOps::value(const SymInt& index, const Lanes& lanes) {
    if (lanes.count == 1) return scalar(index);
    const auto stride = laneStride(index, lanes.block());
    return stride && stride->is(0) ? scalar(index) : vector(index, lanes);
}

Value* IndexOps::activeLanes(Value* first, Value* extent, int lanes) {
    Value* most = m_ir.getInt64(static_cast<std::uint64_t>(lanes));
    std::vector<llvm::Constant*> places;
    for (int i = 0; i < lanes; ++i) places.push_back(m_ir.getInt32(static_cast<std::uint32_t>(i)));
    Value* rest = m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, m_ir.CreateSub(extent, first), most);
    Value* left = m_ir.CreateTrunc(rest, m_ir.getInt32Ty());
    return m_ir.CreateICmpULT(llvm::ConstantVector::get(places), m_values.splat(left, lanes));
}

Value* IndexOps::vector(const SymInt& index, const Lanes& lanes) {
    if (const auto stride = laneStride(index, lanes.block())) {
        Value* base = m_values.splat(scalar(index), lanes.count);
        if (stride->is(0)) return base;
        std::vector<llvm::Constant*> places;
        for (int i = 0; i < lanes.count; ++i) places.push_back(m_ir.getInt64(static_cast<std::uint64_t>(i)));
        Value* steps = llvm::ConstantVector::get(places);
        if (!stride->is(1)) steps = m_ir.CreateNSWMul(steps, m_values.splat(scalar(*stride), lanes.count));
        return m_ir.CreateNSWAdd(base, steps);
    }
    Value* sum = m_values.splat(m_ir.getInt64(static_cast<std::uint64_t>(index.constantTerm())), lanes.count);
    for (const SymInt::Term& term : index.terms()) {
        Value* product = m_values.splat(m_ir.getInt64(static_cast<std::uint64_t>(term.coefficient)), lanes.count);
        for (const auto& factor : term.factors) product = m_ir.CreateNSWMul(product, atomLanes(*factor, lanes));
        sum = m_ir.CreateNSWAdd(sum, product);
    }
    return sum;
}

Value* IndexOps::atomLanes(const SymInt::Atom& atom, const Lanes& lanes) {
    if (atom.fn == SymFn::Symbol)
        return atom.name == lanes.variable ? vector(SymInt::symbol(atom.name), lanes) : m_values.splat(m_vars.at(atom.name), lanes.count);
    // Alike in all lanes although the dividend is not: the scalar code knows.
    if (!moves(atom.args[0], lanes.block()) && !moves(atom.args[1], lanes.block())) return m_values.splat(this->atom(atom), lanes.count);
    return divide(atom, vector(atom.args[0], lanes), vector(atom.args[1], lanes));
}

}  // namespace whittle

#include "engine/codegen/value_ops.h"

#include <limits>
#include <numeric>

#include <llvm/IR/Intrinsics.h>

namespace whittle {

using llvm::Value;

namespace {

llvm::Type* vectorOf(llvm::Type* scalar, int lanes) {
    return lanes == 1 ? scalar : llvm::FixedVectorType::get(scalar, static_cast<unsigned>(lanes));
}

Value* realLike(Value* value, double number) { return llvm::ConstantFP::get(value->getType(), number); }
Value* intLike(Value* value, std::int64_t number) {
    return llvm::ConstantInt::get(value->getType(), static_cast<std::uint64_t>(number), true);
}

bool isUnsignedDType(DType dtype) { return dtype == DType::U8 || dtype == DType::Bool; }

}  // namespace

int ValueOps::lanesOf(Value* value) {
    const auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(value->getType());
    return vector ? static_cast<int>(vector->getNumElements()) : 1;
}

llvm::Type* ValueOps::shaped(llvm::Type* scalar, Value* like) { return vectorOf(scalar, lanesOf(like)); }

llvm::Type* ValueOps::type(DType dtype, int lanes) {
    const auto scalar = [&]() -> llvm::Type* {
        switch (dtype) {
            case DType::F64: return m_ir.getDoubleTy();
            case DType::F32: return m_ir.getFloatTy();
            case DType::F16: return m_ir.getHalfTy();
            case DType::Bool: return m_ir.getInt1Ty();
            default: return m_ir.getIntNTy(static_cast<unsigned>(dtypeSize(dtype) * 8));
        }
    };
    return vectorOf(scalar(), lanes);
}

llvm::Type* ValueOps::memoryType(DType dtype, int lanes) {
    if (dtype == DType::F32 || dtype == DType::F64) return type(dtype, lanes);
    return vectorOf(m_ir.getIntNTy(static_cast<unsigned>(dtypeSize(dtype) * 8)), lanes);
}

Value* ValueOps::fromMemory(Value* value, DType dtype) {
    if (dtype == DType::Bool) return m_ir.CreateICmpNE(value, intLike(value, 0));
    return dtype == DType::F16 ? m_ir.CreateBitCast(value, shaped(m_ir.getHalfTy(), value)) : value;
}

Value* ValueOps::toMemory(Value* value, DType dtype) {
    if (dtype == DType::Bool) return m_ir.CreateZExt(value, shaped(m_ir.getInt8Ty(), value));
    return dtype == DType::F16 ? m_ir.CreateBitCast(value, shaped(m_ir.getInt16Ty(), value)) : value;
}

Value* ValueOps::splat(Value* value, int lanes) {
    if (lanesOf(value) == lanes) return value;
    if (auto* constant = llvm::dyn_cast<llvm::Constant>(value))
        return llvm::ConstantVector::getSplat(llvm::ElementCount::getFixed(static_cast<unsigned>(lanes)), constant);
    Value*& known = m_splats[{value, lanes}];
    if (known) return known;
    llvm::IRBuilder<> place(m_ir.getContext());
    if (auto* phi = llvm::dyn_cast<llvm::PHINode>(value)) place.SetInsertPoint(phi->getParent(), phi->getParent()->getFirstInsertionPt());
    else if (auto* made = llvm::dyn_cast<llvm::Instruction>(value)) place.SetInsertPoint(made->getParent(), std::next(made->getIterator()));
    else place.SetInsertPoint(&m_ir.GetInsertBlock()->getParent()->getEntryBlock(), m_ir.GetInsertBlock()->getParent()->getEntryBlock().begin());
    known = place.CreateVectorSplat(static_cast<unsigned>(lanes), value);
    return known;
}

Value* ValueOps::constant(const LoopExpr& expr) {
    if (expr.dtype == DType::BF16) return m_ir.getInt16(BFloat16(static_cast<float>(expr.real)).bits);
    if (isFloating(expr.dtype)) return llvm::ConstantFP::get(type(expr.dtype), expr.real);
    return llvm::ConstantInt::get(type(expr.dtype), static_cast<std::uint64_t>(expr.integer), true);
}

Value* ValueOps::cast(Value* value, DType from, DType to) {
    if (from == to) return value;
    if (from == DType::BF16) {
        Value* bits = m_ir.CreateZExt(value, shaped(m_ir.getInt32Ty(), value));
        return cast(m_ir.CreateBitCast(m_ir.CreateShl(bits, intLike(bits, 16)), shaped(m_ir.getFloatTy(), value)), DType::F32, to);
    }
    if (from == DType::F16 && to != DType::F32) return cast(m_ir.CreateFPExt(value, shaped(m_ir.getFloatTy(), value)), DType::F32, to);
    // Everything reaches 16 bits through f32, as the reference does.
    if (arithmeticDType(to) != to && from != DType::F32) return cast(cast(value, from, DType::F32), DType::F32, to);
    if (to == DType::BF16) return roundToBFloat(value);
    if (to == DType::Bool)
        return isFloating(from) ? m_ir.CreateFCmpUNE(value, realLike(value, 0.0)) : m_ir.CreateICmpNE(value, intLike(value, 0));
    llvm::Type* target = shaped(type(to), value);
    if (isFloating(from) && isFloating(to)) return m_ir.CreateFPCast(value, target);
    if (isFloating(to)) return isUnsignedDType(from) ? m_ir.CreateUIToFP(value, target) : m_ir.CreateSIToFP(value, target);
    if (!isFloating(from)) return m_ir.CreateIntCast(value, target, !isUnsignedDType(from));
    // To an integer through int64; what does not fit gives its minimum, as convertTo does.
    constexpr double kLimit = 9223372036854775808.0;
    Value* fits = m_ir.CreateAnd(m_ir.CreateFCmpOGE(value, realLike(value, -kLimit)), m_ir.CreateFCmpOLT(value, realLike(value, kLimit)));
    Value* safe = m_ir.CreateSelect(fits, value, realLike(value, 0.0));
    Value* integer = m_ir.CreateFPToSI(safe, shaped(m_ir.getInt64Ty(), value));
    Value* wide = m_ir.CreateSelect(fits, integer, intLike(integer, std::numeric_limits<std::int64_t>::min()));
    return m_ir.CreateIntCast(wide, target, true);
}

// BFloat16::encode. LLVM's own fptrunc to bfloat is a library call where the CPU lacks AVX512_BF16, and the
// instruction flushes denormals.
Value* ValueOps::roundToBFloat(Value* value) {
    Value* bits = m_ir.CreateBitCast(value, shaped(m_ir.getInt32Ty(), value));
    Value* high = m_ir.CreateLShr(bits, intLike(bits, 16));
    Value* odd = m_ir.CreateAnd(high, intLike(bits, 1));
    Value* rounded = m_ir.CreateLShr(m_ir.CreateAdd(bits, m_ir.CreateAdd(odd, intLike(bits, 0x7fff))), intLike(bits, 16));
    Value* quiet = m_ir.CreateOr(high, intLike(bits, 0x40));
    Value* isNan = m_ir.CreateFCmpUNO(value, value);
    return m_ir.CreateTrunc(m_ir.CreateSelect(isNan, quiet, rounded), shaped(m_ir.getInt16Ty(), value));
}

Value* ValueOps::select(Value* condition, Value* a, Value* b) {
    const int lanes = std::max({lanesOf(condition), lanesOf(a), lanesOf(b)});
    return m_ir.CreateSelect(splat(condition, lanes), splat(a, lanes), splat(b, lanes));
}

Value* ValueOps::unary(LoopOp op, DType dtype, Value* x) {
    const bool real = isFloating(dtype);
    const auto intrinsic = [&](llvm::Intrinsic::ID id) { return real ? m_ir.CreateUnaryIntrinsic(id, x) : x; };
    switch (op) {
        case LoopOp::Neg: return real ? m_ir.CreateFNeg(x) : m_ir.CreateNeg(x);
        case LoopOp::Not: return m_ir.CreateNot(x);
        case LoopOp::Sqrt: return intrinsic(llvm::Intrinsic::sqrt);
        case LoopOp::Floor: return intrinsic(llvm::Intrinsic::floor);
        case LoopOp::Ceil: return intrinsic(llvm::Intrinsic::ceil);
        case LoopOp::Trunc: return intrinsic(llvm::Intrinsic::trunc);
        case LoopOp::Round: return intrinsic(llvm::Intrinsic::roundeven);
        default: break;
    }
    if (real) return m_ir.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, x);
    if (isUnsignedDType(dtype)) return x;
    return m_ir.CreateSelect(m_ir.CreateICmpSLT(x, intLike(x, 0)), m_ir.CreateNeg(x), x);
}

Value* ValueOps::binary(LoopOp op, DType dtype, Value* a, Value* b) {
    const int lanes = std::max(lanesOf(a), lanesOf(b));
    a = splat(a, lanes);
    b = splat(b, lanes);
    const bool real = isFloating(dtype);
    const bool isUnsigned = isUnsignedDType(dtype);
    const auto compare = [&](llvm::CmpInst::Predicate ofReal, llvm::CmpInst::Predicate ofSigned, llvm::CmpInst::Predicate ofUnsigned) {
        return m_ir.CreateCmp(real ? ofReal : isUnsigned ? ofUnsigned : ofSigned, a, b);
    };
    using P = llvm::CmpInst;
    switch (op) {
        case LoopOp::Add:
            if (dtype == DType::Bool) return m_ir.CreateOr(a, b);
            return real ? m_ir.CreateFAdd(a, b) : m_ir.CreateAdd(a, b);
        case LoopOp::Sub: return real ? m_ir.CreateFSub(a, b) : m_ir.CreateSub(a, b);
        case LoopOp::Mul:
            if (dtype == DType::Bool) return m_ir.CreateAnd(a, b);
            return real ? m_ir.CreateFMul(a, b) : m_ir.CreateMul(a, b);
        case LoopOp::Div: return real ? m_ir.CreateFDiv(a, b) : isUnsigned ? m_ir.CreateUDiv(a, b) : m_ir.CreateSDiv(a, b);
        case LoopOp::And: return m_ir.CreateAnd(a, b);
        case LoopOp::Or: return m_ir.CreateOr(a, b);
        case LoopOp::Xor: return m_ir.CreateXor(a, b);
        case LoopOp::ShiftLeft: return m_ir.CreateShl(a, b);
        case LoopOp::ShiftRight: return isUnsigned ? m_ir.CreateLShr(a, b) : m_ir.CreateAShr(a, b);
        case LoopOp::Maximum:
        case LoopOp::Minimum: {
            // A NaN on either side wins: b is taken whenever the comparison fails, which is one instruction of x86, and where a is NaN, NaN. Not a
            // itself: LLVM would join the two conditions, and compare and choose in three instructions that wait for each other.
            const bool isMax = op == LoopOp::Maximum;
            Value* takeA = isMax ? compare(P::FCMP_OGT, P::ICMP_SGT, P::ICMP_UGT) : compare(P::FCMP_OLT, P::ICMP_SLT, P::ICMP_ULT);
            Value* taken = m_ir.CreateSelect(takeA, a, b);
            return real ? m_ir.CreateSelect(m_ir.CreateFCmpUNO(a, a), llvm::ConstantFP::getNaN(a->getType()), taken) : taken;
        }
        case LoopOp::Eq: return compare(P::FCMP_OEQ, P::ICMP_EQ, P::ICMP_EQ);
        case LoopOp::Ne: return compare(P::FCMP_UNE, P::ICMP_NE, P::ICMP_NE);
        case LoopOp::Lt: return compare(P::FCMP_OLT, P::ICMP_SLT, P::ICMP_ULT);
        case LoopOp::Le: return compare(P::FCMP_OLE, P::ICMP_SLE, P::ICMP_ULE);
        case LoopOp::Gt: return compare(P::FCMP_OGT, P::ICMP_SGT, P::ICMP_UGT);
        default: return compare(P::FCMP_OGE, P::ICMP_SGE, P::ICMP_UGE);
    }
}

Value* ValueOps::neutral(Combiner combiner, DType dtype, int lanes) {
    llvm::Type* t = type(dtype, lanes);
    const bool low = combiner == Combiner::Max;
    switch (combiner) {
        case Combiner::Sum:
        case Combiner::Any: return llvm::Constant::getNullValue(t);
        case Combiner::Product:
            return isFloating(dtype) ? llvm::ConstantFP::get(t, 1.0) : static_cast<Value*>(llvm::ConstantInt::get(t, 1));
        case Combiner::All: return llvm::Constant::getAllOnesValue(t);
        case Combiner::Max:
        case Combiner::Min: break;
    }
    if (isFloating(dtype)) return llvm::ConstantFP::getInfinity(t, low);
    const unsigned bits = t->getScalarSizeInBits();
    if (isUnsignedDType(dtype)) return low ? llvm::Constant::getNullValue(t) : llvm::Constant::getAllOnesValue(t);
    return llvm::ConstantInt::get(t, low ? llvm::APInt::getSignedMinValue(bits) : llvm::APInt::getSignedMaxValue(bits));
}

Value* ValueOps::joinLanes(Combiner combiner, DType dtype, Value* lanes) {
    // A mask is joined as a whole: the order cannot matter, and shuffles of single bits are slow.
    if (dtype == DType::Bool) {
        const bool isOr = combiner == Combiner::Sum || combiner == Combiner::Any || combiner == Combiner::Max;
        return isOr ? m_ir.CreateOrReduce(lanes) : m_ir.CreateAndReduce(lanes);
    }
    for (int count = lanesOf(lanes); count > 1; count /= 2) {
        std::vector<int> order(static_cast<std::size_t>(count));
        std::iota(order.begin(), order.end(), 0);
        const std::span<const int> all(order);
        const auto half = static_cast<std::size_t>(count / 2);
        const auto part = [&](std::size_t from) -> Value* {
            if (half == 1) return m_ir.CreateExtractElement(lanes, from);
            return m_ir.CreateShuffleVector(lanes, llvm::ArrayRef<int>(all.data() + from, half));
        };
        Value* low = part(0);
        lanes = binary(combinerOp(combiner), dtype, low, part(half));
    }
    return lanes;
}

}  // namespace whittle

#include "engine/codegen/cpu_emit.h"

#include <limits>

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/MDBuilder.h>

#include "engine/loops/index.h"

namespace whittle {
namespace {

using llvm::Value;

class Emitter {
public:
    Emitter(const LoopKernel& kernel, llvm::Module& module)
        : m_kernel(kernel), m_module(module), m_ir(module.getContext()), m_placement(placeExprs(kernel)) {
        for (const LoopVar& range : kernel.ranges) m_ranges[range.name] = range.extent;
        for (const LoopExpr& expr : kernel.exprs.all())
            for (const LoopVar& range : expr.ranges) m_ranges[range.name] = range.extent;
    }

    void emit() {
        llvm::Type* ptr = m_ir.getPtrTy();
        llvm::Type* i64 = m_ir.getInt64Ty();
        m_function = llvm::Function::Create(llvm::FunctionType::get(m_ir.getVoidTy(), {ptr, ptr, i64, i64}, false),
                                            llvm::Function::ExternalLinkage, m_kernel.name, m_module);
        for (unsigned i = 0; i < 2; ++i) {
            m_function->addParamAttr(i, llvm::Attribute::NoAlias);
            m_function->addParamAttr(i, llvm::Attribute::ReadOnly);
        }
        m_function->addFnAttr(llvm::Attribute::NoUnwind);
        m_entry = llvm::BasicBlock::Create(m_ir.getContext(), "entry", m_function);
        m_ir.SetInsertPoint(m_entry);
        makeAliasScopes();
        for (std::size_t i = 0; i < m_kernel.buffers.size(); ++i) {
            Value* slot = m_ir.CreateConstInBoundsGEP1_64(ptr, m_function->getArg(0), i);
            m_buffers.push_back(m_ir.CreateLoad(ptr, slot, "b" + std::to_string(i)));
        }
        for (std::size_t i = 0; i < m_kernel.symbols.size(); ++i) {
            Value* slot = m_ir.CreateConstInBoundsGEP1_64(i64, m_function->getArg(1), i);
            m_vars[m_kernel.symbols[i]] = m_ir.CreateLoad(i64, slot, m_kernel.symbols[i]);
        }
        compute(m_placement.levels[0]);
        Value* begin = m_function->getArg(2);
        Value* end = m_function->getArg(3);
        loop(begin, end, "p", [&](Value* step) {
            unflattenParallel(step);
            innerLoops(static_cast<std::size_t>(m_kernel.parallel));
        });
        m_ir.CreateRetVoid();
    }

private:
    // Outputs are fresh memory. Saying so lets LLVM vectorise without checks at run time.
    void makeAliasScopes() {
        llvm::MDBuilder md(m_ir.getContext());
        llvm::MDNode* domain = md.createAnonymousAliasScopeDomain(m_kernel.name);
        m_outputScope = llvm::MDNode::get(m_ir.getContext(), md.createAnonymousAliasScope(domain, "out"));
    }

    // for (v = from; v < to; ++v), already rotated so that the loop passes need not do it.
    template <class Body>
    void loop(Value* from, Value* to, const std::string& name, Body&& body) {
        llvm::LLVMContext& context = m_ir.getContext();
        auto* head = llvm::BasicBlock::Create(context, name + ".loop", m_function);
        auto* done = llvm::BasicBlock::Create(context, name + ".done", m_function);
        llvm::BasicBlock* before = m_ir.GetInsertBlock();
        m_ir.CreateCondBr(m_ir.CreateICmpSLT(from, to), head, done);
        m_ir.SetInsertPoint(head);
        llvm::PHINode* v = m_ir.CreatePHI(m_ir.getInt64Ty(), 2, name);
        v->addIncoming(from, before);
        body(v);
        Value* next = m_ir.CreateNSWAdd(v, m_ir.getInt64(1));
        v->addIncoming(next, m_ir.GetInsertBlock());
        m_ir.CreateCondBr(m_ir.CreateICmpSLT(next, to), head, done);
        m_ir.SetInsertPoint(done);
    }

    void unflattenParallel(Value* step) {
        for (int i = m_kernel.parallel; i-- > 0;) {
            const LoopVar& range = m_kernel.ranges[static_cast<std::size_t>(i)];
            if (i == 0) {
                m_vars[range.name] = step;
                break;
            }
            Value* extent = index(range.extent);
            m_vars[range.name] = m_ir.CreateURem(step, extent, range.name);
            step = m_ir.CreateUDiv(step, extent);
        }
        for (int i = 0; i < m_kernel.parallel; ++i) compute(m_placement.levels[static_cast<std::size_t>(i) + 1]);
    }

    void innerLoops(std::size_t level) {
        if (level == m_kernel.ranges.size()) return stores();
        const LoopVar& range = m_kernel.ranges[level];
        loop(m_ir.getInt64(0), index(range.extent), range.name, [&](Value* v) {
            m_vars[range.name] = v;
            compute(m_placement.levels[level + 1]);
            innerLoops(level + 1);
        });
    }

    void stores() {
        for (const LoopStore& store : m_kernel.stores) {
            const LoopBuffer& buffer = m_kernel.buffers[static_cast<std::size_t>(store.buffer)];
            Value* value = m_values.at(store.value);
            if (buffer.dtype == DType::Bool) value = m_ir.CreateZExt(value, m_ir.getInt8Ty());
            Value* at = m_ir.CreateInBoundsGEP(memoryType(buffer.dtype), m_buffers[static_cast<std::size_t>(store.buffer)],
                                               index(store.offset));
            llvm::StoreInst* out = m_ir.CreateAlignedStore(value, at, llvm::Align(dtypeSize(buffer.dtype)));
            out->setMetadata(llvm::LLVMContext::MD_alias_scope, m_outputScope);
        }
    }

    void compute(const std::vector<ExprId>& ids) {
        for (const ExprId id : ids) m_values[id] = expression(id);
    }

    // Registers: bool is i1, bf16 its bits as i16 (the target may lack the type), everything else itself.
    llvm::Type* type(DType dtype) {
        switch (dtype) {
            case DType::F64: return m_ir.getDoubleTy();
            case DType::F32: return m_ir.getFloatTy();
            case DType::F16: return m_ir.getHalfTy();
            case DType::Bool: return m_ir.getInt1Ty();
            default: return m_ir.getIntNTy(static_cast<unsigned>(dtypeSize(dtype) * 8));
        }
    }
    llvm::Type* memoryType(DType dtype) { return dtype == DType::Bool ? m_ir.getInt8Ty() : type(dtype); }

    Value* index(const SymInt& expr) {
        Value* sum = nullptr;
        for (const SymInt::Term& term : expr.terms()) {
            Value* product = nullptr;
            for (const auto& factor : term.factors) {
                Value* value = atom(*factor);
                product = product ? m_ir.CreateNSWMul(product, value) : value;
            }
            if (term.coefficient != 1) product = m_ir.CreateNSWMul(product, m_ir.getInt64(static_cast<std::uint64_t>(term.coefficient)));
            sum = sum ? m_ir.CreateNSWAdd(sum, product) : product;
        }
        Value* constant = m_ir.getInt64(static_cast<std::uint64_t>(expr.constantTerm()));
        if (!sum) return constant;
        return expr.constantTerm() == 0 ? sum : m_ir.CreateNSWAdd(sum, constant);
    }

    Value* atom(const SymInt::Atom& atom) {
        if (atom.fn == SymFn::Symbol) return m_vars.at(atom.name);
        Value* a = index(atom.args[0]);
        Value* b = index(atom.args[1]);
        if (atom.fn == SymFn::Max) return m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smax, a, b);
        if (atom.fn == SymFn::Min) return m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, a, b);
        const bool isMod = atom.fn == SymFn::Mod;
        if (provablyNonNegative(atom.args[0], m_ranges) && provablyNonNegative(atom.args[1], m_ranges))
            return isMod ? m_ir.CreateURem(a, b) : m_ir.CreateUDiv(a, b);
        // Rounds down: C's quotient is one too large when the signs differ and something is left.
        Value* rest = m_ir.CreateSRem(a, b);
        Value* off = m_ir.CreateAnd(m_ir.CreateICmpNE(rest, m_ir.getInt64(0)),
                                    m_ir.CreateICmpSLT(m_ir.CreateXor(rest, b), m_ir.getInt64(0)));
        if (isMod) return m_ir.CreateSelect(off, m_ir.CreateAdd(rest, b), rest);
        return m_ir.CreateSub(m_ir.CreateSDiv(a, b), m_ir.CreateZExt(off, m_ir.getInt64Ty()));
    }

    Value* expression(ExprId id) {
        const LoopExpr& expr = m_kernel.exprs[id];
        const auto arg = [&](std::size_t i) { return m_values.at(expr.args[i]); };
        switch (expr.op) {
            case LoopOp::Const: return constant(expr);
            case LoopOp::IndexValue: return index(expr.index);
            case LoopOp::Load: return load(expr);
            case LoopOp::Cast: return cast(arg(0), m_kernel.exprs[expr.args[0]].dtype, expr.dtype);
            case LoopOp::Reduce: return reduce(id, expr);
            case LoopOp::Select: return m_ir.CreateSelect(arg(0), arg(1), arg(2));
            default: break;
        }
        const DType dtype = m_kernel.exprs[expr.args[0]].dtype;
        if (!loopOpInfo(expr.op).libm.empty()) return libm(expr, dtype);
        return expr.args.size() == 1 ? unaryOp(expr.op, dtype, arg(0)) : binaryOp(expr.op, dtype, arg(0), arg(1));
    }

    Value* constant(const LoopExpr& expr) {
        if (expr.dtype == DType::BF16) return m_ir.getInt16(BFloat16(static_cast<float>(expr.real)).bits);
        if (isFloating(expr.dtype)) return llvm::ConstantFP::get(type(expr.dtype), expr.real);
        return llvm::ConstantInt::get(type(expr.dtype), static_cast<std::uint64_t>(expr.integer), true);
    }

    Value* load(const LoopExpr& expr) {
        const auto readAt = [&](Value* offset) -> Value* {
            Value* at = m_ir.CreateInBoundsGEP(memoryType(expr.dtype), m_buffers[static_cast<std::size_t>(expr.buffer)], offset);
            llvm::LoadInst* value = m_ir.CreateAlignedLoad(memoryType(expr.dtype), at, llvm::Align(dtypeSize(expr.dtype)));
            value->setMetadata(llvm::LLVMContext::MD_noalias, m_outputScope);
            return expr.dtype == DType::Bool ? m_ir.CreateICmpNE(value, m_ir.getInt8(0)) : static_cast<Value*>(value);
        };
        if (expr.args.empty()) return readAt(index(expr.index));
        // A branch, since even element 0 may not exist.
        llvm::LLVMContext& context = m_ir.getContext();
        auto* inside = llvm::BasicBlock::Create(context, "masked", m_function);
        auto* join = llvm::BasicBlock::Create(context, "unmasked", m_function);
        llvm::BasicBlock* before = m_ir.GetInsertBlock();
        m_ir.CreateCondBr(m_values.at(expr.args[0]), inside, join);
        m_ir.SetInsertPoint(inside);
        Value* value = readAt(index(expr.index));
        llvm::BasicBlock* insideEnd = m_ir.GetInsertBlock();
        m_ir.CreateBr(join);
        m_ir.SetInsertPoint(join);
        llvm::PHINode* phi = m_ir.CreatePHI(type(expr.dtype), 2);
        phi->addIncoming(value, insideEnd);
        phi->addIncoming(llvm::Constant::getNullValue(type(expr.dtype)), before);
        return phi;
    }

    Value* cast(Value* value, DType from, DType to) {
        if (from == to) return value;
        if (from == DType::BF16) {
            Value* wide = m_ir.CreateShl(m_ir.CreateZExt(value, m_ir.getInt32Ty()), 16);
            return cast(m_ir.CreateBitCast(wide, m_ir.getFloatTy()), DType::F32, to);
        }
        if (from == DType::F16 && to != DType::F32) return cast(m_ir.CreateFPExt(value, m_ir.getFloatTy()), DType::F32, to);
        // Everything reaches 16 bits through f32, as the reference does.
        if (arithmeticDType(to) != to && from != DType::F32) return cast(cast(value, from, DType::F32), DType::F32, to);
        if (to == DType::BF16) return roundToBFloat(value);
        if (to == DType::Bool)
            return isFloating(from) ? m_ir.CreateFCmpUNE(value, llvm::ConstantFP::get(type(from), 0.0))
                                    : m_ir.CreateICmpNE(value, llvm::ConstantInt::get(type(from), 0));
        const bool isUnsigned = from == DType::U8 || from == DType::Bool;
        if (isFloating(from) && isFloating(to)) return m_ir.CreateFPCast(value, type(to));
        if (isFloating(to)) return isUnsigned ? m_ir.CreateUIToFP(value, type(to)) : m_ir.CreateSIToFP(value, type(to));
        if (!isFloating(from)) return m_ir.CreateIntCast(value, type(to), !isUnsigned);
        // To an integer through int64; what does not fit gives its minimum, as convertTo does.
        constexpr double kLimit = 9223372036854775808.0;
        Value* fits = m_ir.CreateAnd(m_ir.CreateFCmpOGE(value, llvm::ConstantFP::get(type(from), -kLimit)),
                                     m_ir.CreateFCmpOLT(value, llvm::ConstantFP::get(type(from), kLimit)));
        Value* safe = m_ir.CreateSelect(fits, value, llvm::ConstantFP::get(type(from), 0.0));
        Value* wide = m_ir.CreateSelect(fits, m_ir.CreateFPToSI(safe, m_ir.getInt64Ty()),
                                        m_ir.getInt64(static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::min())));
        return m_ir.CreateIntCast(wide, type(to), true);
    }

    // BFloat16::encode. LLVM's own fptrunc to bfloat is a library call where the CPU lacks AVX512_BF16, and the
    // instruction flushes denormals.
    Value* roundToBFloat(Value* value) {
        Value* bits = m_ir.CreateBitCast(value, m_ir.getInt32Ty());
        Value* high = m_ir.CreateLShr(bits, 16);
        Value* odd = m_ir.CreateAnd(high, m_ir.getInt32(1));
        Value* rounded = m_ir.CreateLShr(m_ir.CreateAdd(bits, m_ir.CreateAdd(odd, m_ir.getInt32(0x7fff))), 16);
        Value* quiet = m_ir.CreateOr(high, m_ir.getInt32(0x40));
        Value* isNan = m_ir.CreateFCmpUNO(value, value);
        return m_ir.CreateTrunc(m_ir.CreateSelect(isNan, quiet, rounded), m_ir.getInt16Ty());
    }

    Value* libm(const LoopExpr& expr, DType dtype) {
        std::vector<Value*> args;
        for (const ExprId id : expr.args) args.push_back(m_values.at(id));
        llvm::Type* real = type(dtype);
        const std::string name = std::string(loopOpInfo(expr.op).libm) + (dtype == DType::F32 ? "f" : "");
        llvm::FunctionCallee callee = m_module.getOrInsertFunction(
            name, llvm::FunctionType::get(real, std::vector<llvm::Type*>(args.size(), real), false));
        auto* function = llvm::cast<llvm::Function>(callee.getCallee());
        function->setDoesNotThrow();
        function->setDoesNotAccessMemory();  // errno is nobody's here
        function->setWillReturn();
        return m_ir.CreateCall(callee, args);
    }

    Value* unaryOp(LoopOp op, DType dtype, Value* x) {
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
        if (dtype == DType::U8 || dtype == DType::Bool) return x;
        return m_ir.CreateSelect(m_ir.CreateICmpSLT(x, llvm::ConstantInt::get(x->getType(), 0)), m_ir.CreateNeg(x), x);
    }

    Value* binaryOp(LoopOp op, DType dtype, Value* a, Value* b) {
        const bool real = isFloating(dtype);
        const bool isUnsigned = dtype == DType::U8 || dtype == DType::Bool;
        const auto compare = [&](llvm::CmpInst::Predicate ofReal, llvm::CmpInst::Predicate ofSigned,
                                 llvm::CmpInst::Predicate ofUnsigned) {
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
            case LoopOp::Maximum:
            case LoopOp::Minimum: {
                // A NaN on either side wins: b is taken whenever the comparison fails, and a when a is NaN.
                const bool isMax = op == LoopOp::Maximum;
                Value* takeA = isMax ? compare(P::FCMP_OGT, P::ICMP_SGT, P::ICMP_UGT)
                                     : compare(P::FCMP_OLT, P::ICMP_SLT, P::ICMP_ULT);
                if (real) takeA = m_ir.CreateOr(takeA, m_ir.CreateFCmpUNO(a, a));
                return m_ir.CreateSelect(takeA, a, b);
            }
            case LoopOp::Eq: return compare(P::FCMP_OEQ, P::ICMP_EQ, P::ICMP_EQ);
            case LoopOp::Ne: return compare(P::FCMP_UNE, P::ICMP_NE, P::ICMP_NE);
            case LoopOp::Lt: return compare(P::FCMP_OLT, P::ICMP_SLT, P::ICMP_ULT);
            case LoopOp::Le: return compare(P::FCMP_OLE, P::ICMP_SLE, P::ICMP_ULE);
            case LoopOp::Gt: return compare(P::FCMP_OGT, P::ICMP_SGT, P::ICMP_UGT);
            default: return compare(P::FCMP_OGE, P::ICMP_SGE, P::ICMP_UGE);
        }
    }

    Value* neutral(Combiner combiner, DType dtype) {
        llvm::Type* t = type(dtype);
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
        const unsigned bits = t->getIntegerBitWidth();
        const bool isUnsigned = dtype == DType::U8 || dtype == DType::Bool;
        if (isUnsigned) return low ? llvm::Constant::getNullValue(t) : llvm::Constant::getAllOnesValue(t);
        return llvm::ConstantInt::get(t, low ? llvm::APInt::getSignedMinValue(bits) : llvm::APInt::getSignedMaxValue(bits));
    }

    // One accumulator, elements in index order: the same bits whatever the number of threads.
    Value* reduce(ExprId id, const LoopExpr& expr) {
        llvm::IRBuilder<> atEntry(m_entry, m_entry->begin());
        Value* slot = atEntry.CreateAlloca(type(expr.dtype));
        m_ir.CreateStore(neutral(expr.combiner, expr.dtype), slot);
        reduceLoops(id, expr, slot, 0);
        return m_ir.CreateLoad(type(expr.dtype), slot);
    }

    void reduceLoops(ExprId id, const LoopExpr& expr, Value* slot, std::size_t depth) {
        if (depth == expr.ranges.size()) {
            if (const auto body = m_placement.bodies.find(id); body != m_placement.bodies.end()) compute(body->second);
            Value* before = m_ir.CreateLoad(type(expr.dtype), slot);
            m_ir.CreateStore(binaryOp(combinerOp(expr.combiner), expr.dtype, before, m_values.at(expr.args[0])), slot);
            return;
        }
        const LoopVar& range = expr.ranges[depth];
        loop(m_ir.getInt64(0), index(range.extent), range.name, [&](Value* v) {
            m_vars[range.name] = v;
            reduceLoops(id, expr, slot, depth + 1);
        });
    }

    const LoopKernel& m_kernel;
    llvm::Module& m_module;
    llvm::IRBuilder<> m_ir;
    Placement m_placement;
    IndexRanges m_ranges;
    llvm::Function* m_function = nullptr;
    llvm::BasicBlock* m_entry = nullptr;
    llvm::MDNode* m_outputScope = nullptr;
    std::vector<Value*> m_buffers;
    std::unordered_map<std::string, Value*> m_vars;
    std::unordered_map<ExprId, Value*> m_values;
};

}  // namespace

void emitKernel(const LoopKernel& kernel, llvm::Module& module) { Emitter(kernel, module).emit(); }

}  // namespace whittle

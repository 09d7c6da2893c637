#include "engine/codegen/cpu_emit.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/IntrinsicsX86.h>
#include <llvm/TargetParser/Triple.h>

#include "engine/codegen/memory_ops.h"
#include "engine/codegen/vector_math.h"
#include "engine/loops/stores.h"

namespace whittle {
namespace {

using llvm::Value;

IndexRanges rangesOf(const LoopKernel& kernel) {
    IndexRanges out;
    for (const LoopVar& range : kernel.ranges) out[range.name] = range.extent;
    for (const LoopExpr& expr : kernel.exprs.all())
        for (const LoopVar& range : expr.ranges) out[range.name] = range.extent;
    return out;
}

class Emitter {
public:
    Emitter(const LoopKernel& kernel, const Placement& placement, const VectorPlan& plan, llvm::Module& module)
        : m_kernel(kernel), m_placement(placement), m_plan(plan), m_storeLevels(storeLevels(kernel, placement)), m_module(module), m_ir(module.getContext()), m_ops(m_ir),
          m_index(m_ir, m_ops, rangesOf(kernel)), m_memory(m_ir, m_ops, m_index) {}

    void emit() {
        llvm::Type* ptr = m_ir.getPtrTy();
        llvm::Type* i64 = m_ir.getInt64Ty();
        // KernelStop, in two registers.
        m_function = llvm::Function::Create(llvm::FunctionType::get(llvm::StructType::get(i64, i64), {ptr, ptr, i64, i64}, false),
                                            llvm::Function::ExternalLinkage, m_kernel.name, m_module);
        for (unsigned i = 0; i < 2; ++i) {
            m_function->addParamAttr(i, llvm::Attribute::NoAlias);
            m_function->addParamAttr(i, llvm::Attribute::ReadOnly);
        }
        m_function->addFnAttr(llvm::Attribute::NoUnwind);
        m_exit = llvm::BasicBlock::Create(m_ir.getContext(), "exit");
        m_ir.SetInsertPoint(m_exit);
        m_stopped = {m_ir.CreatePHI(i64, 2, "check"), m_ir.CreatePHI(i64, 2, "refused")};
        m_ir.SetInsertPoint(llvm::BasicBlock::Create(m_ir.getContext(), "entry", m_function));
        std::vector<Value*> buffers;
        std::vector<bool> overwritten;
        for (std::size_t i = 0; i < m_kernel.buffers.size(); ++i) {
            Value* slot = m_ir.CreateConstInBoundsGEP1_64(ptr, m_function->getArg(0), i);
            buffers.push_back(m_ir.CreateLoad(ptr, slot, "b" + std::to_string(i)));
            overwritten.push_back(m_kernel.buffers[i].overwritten);
        }
        m_memory.bind(std::move(buffers), std::move(overwritten));
        for (std::size_t i = 0; i < m_kernel.symbols.size(); ++i) {
            Value* slot = m_ir.CreateConstInBoundsGEP1_64(i64, m_function->getArg(1), i);
            m_index.bind(m_kernel.symbols[i], m_ir.CreateLoad(i64, slot, m_kernel.symbols[i]));
        }
        enter(0);
        const bool blocksInParallel = m_plan.position >= 0 && m_plan.position < m_kernel.parallel;
        if (blocksInParallel && m_kernel.parallel == 1) parallelBlocks();
        else loop(m_function->getArg(2), m_function->getArg(3), 1, "p", [&](Value* step) { parallelStep(step, blocksInParallel); });
        leave(count(-1), count(0));
        m_function->insert(m_function->end(), m_exit);
        m_ir.SetInsertPoint(m_exit);
        // Threads that wait for this one see its stores only after the fence.
        if (m_plan.nonTemporal) {
            if (llvm::Triple(m_module.getTargetTriple()).isX86()) m_ir.CreateIntrinsic(llvm::Intrinsic::x86_sse_sfence, {}, {});
            else m_ir.CreateFence(llvm::AtomicOrdering::SequentiallyConsistent);
        }
        Value* stop = llvm::PoisonValue::get(m_function->getReturnType());
        for (unsigned i = 0; i < 2; ++i) stop = m_ir.CreateInsertValue(stop, m_stopped[i], i);
        m_ir.CreateRet(stop);
    }

private:
    void leave(Value* check, Value* value) {
        m_stopped[0]->addIncoming(check, m_ir.GetInsertBlock());
        m_stopped[1]->addIncoming(value, m_ir.GetInsertBlock());
        m_ir.CreateBr(m_exit);
    }

    // --- loops ---

    // for (v = from; v < to; v += step), rotated. `carried` goes through the iterations: body(v, carried) gives the next.
    template <class Body>
    Value* loopCarrying(Value* from, Value* to, int step, const std::string& name, Value* carried, Body&& body) {
        llvm::LLVMContext& context = m_ir.getContext();
        auto* head = llvm::BasicBlock::Create(context, name + ".loop", m_function);
        auto* done = llvm::BasicBlock::Create(context, name + ".done", m_function);
        llvm::BasicBlock* before = m_ir.GetInsertBlock();
        m_ir.CreateCondBr(m_ir.CreateICmpSLT(from, to), head, done);
        m_ir.SetInsertPoint(head);
        llvm::PHINode* v = m_ir.CreatePHI(m_ir.getInt64Ty(), 2, name);
        v->addIncoming(from, before);
        llvm::PHINode* current = carried ? m_ir.CreatePHI(carried->getType(), 2) : nullptr;
        if (current) current->addIncoming(carried, before);
        Value* after = body(v, current);
        Value* next = m_ir.CreateNSWAdd(v, m_ir.getInt64(static_cast<std::uint64_t>(step)));
        llvm::BasicBlock* end = m_ir.GetInsertBlock();
        v->addIncoming(next, end);
        if (current) current->addIncoming(after, end);
        m_ir.CreateCondBr(m_ir.CreateICmpSLT(next, to), head, done);
        m_ir.SetInsertPoint(done);
        if (!carried) return nullptr;
        llvm::PHINode* result = m_ir.CreatePHI(carried->getType(), 2);
        result->addIncoming(carried, before);
        result->addIncoming(after, end);
        return result;
    }

    template <class Body>
    void loop(Value* from, Value* to, int step, const std::string& name, Body&& body) {
        loopCarrying(from, to, step, name, nullptr, [&](Value* v, Value*) -> Value* {
            body(v);
            return nullptr;
        });
    }

    // then() where the condition holds; `otherwise` is the carried value elsewhere, if there is one.
    template <class Then>
    Value* onlyIf(Value* condition, Value* otherwise, Then&& then) {
        auto* inside = llvm::BasicBlock::Create(m_ir.getContext(), "then", m_function);
        auto* join = llvm::BasicBlock::Create(m_ir.getContext(), "join", m_function);
        llvm::BasicBlock* before = m_ir.GetInsertBlock();
        m_ir.CreateCondBr(condition, inside, join);
        m_ir.SetInsertPoint(inside);
        Value* value = then();
        llvm::BasicBlock* end = m_ir.GetInsertBlock();
        m_ir.CreateBr(join);
        m_ir.SetInsertPoint(join);
        if (!otherwise) return nullptr;
        llvm::PHINode* result = m_ir.CreatePHI(otherwise->getType(), 2);
        result->addIncoming(value, end);
        result->addIncoming(otherwise, before);
        return result;
    }

    Value* count(std::int64_t value) { return m_ir.getInt64(static_cast<std::uint64_t>(value)); }

    // The lanes of a block that starts at `first` and lie below `extent`.
    Value* activeLanes(Value* first, Value* extent, int lanes) {
        std::vector<llvm::Constant*> places;
        for (int i = 0; i < lanes; ++i) places.push_back(m_ir.getInt32(static_cast<std::uint32_t>(i)));
        Value* rest = m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, m_ir.CreateSub(extent, first), count(lanes));
        Value* left = m_ir.CreateTrunc(rest, m_ir.getInt32Ty());
        return m_ir.CreateICmpULT(llvm::ConstantVector::get(places), m_ops.splat(left, lanes));
    }

    // Runs `body` with one block of a variable as the lanes that everything depending on it is computed in.
    template <class Body>
    auto inLanes(const std::string& variable, int lanes, Value* first, Value* active, Body&& body) {
        m_index.bind(variable, first);
        const auto loose = m_plan.loose.find(variable);
        const Lanes outer = std::exchange(m_lanes, Lanes{variable, lanes, active, loose == m_plan.loose.end() ? nullptr : &loose->second});
        if constexpr (std::is_void_v<decltype(body())>) {
            body();
            m_lanes = outer;
        } else {
            auto result = body();
            m_lanes = outer;
            return result;
        }
    }

    const LoopVar& blockRange() const { return m_kernel.ranges[static_cast<std::size_t>(m_plan.position)]; }

    // One block of the plan's variable: its expressions and the loops inside.
    void block(Value* first, Value* active) {
        inLanes(m_plan.variable, m_plan.lanes, first, active, [&] {
            const auto inside = static_cast<std::size_t>(m_plan.position) + 1;
            const std::size_t levels = std::max(inside, static_cast<std::size_t>(m_kernel.parallel));
            for (std::size_t level = inside; level <= levels; ++level) enter(level);
            innerLoops(levels);
        });
    }

    void maskedBlock(Value* first, Value* extent) { block(first, activeLanes(first, extent, m_plan.lanes)); }

    // The only parallel loop runs in blocks: full ones in a loop, then the partial one if this call has it.
    void parallelBlocks() {
        Value* begin = m_function->getArg(2);
        Value* end = m_function->getArg(3);
        Value* extent = m_index.scalar(blockRange().extent);
        if (m_plan.oneBody) return loop(begin, end, 1, "p", [&](Value* step) { maskedBlock(m_ir.CreateNSWMul(step, count(m_plan.lanes)), extent); });
        Value* full = m_plan.whole ? end : m_ir.CreateSDiv(extent, count(m_plan.lanes));
        Value* fullEnd = m_plan.whole ? end : m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, end, full);
        loop(begin, fullEnd, 1, "p", [&](Value* step) { block(m_ir.CreateNSWMul(step, count(m_plan.lanes)), nullptr); });
        if (m_plan.whole) return;
        Value* hasRest = m_ir.CreateAnd(m_ir.CreateICmpSGT(end, full), m_ir.CreateICmpSLT(begin, end));
        onlyIf(hasRest, nullptr, [&]() -> Value* {
            Value* first = m_ir.CreateNSWMul(full, count(m_plan.lanes));
            maskedBlock(first, extent);
            return nullptr;
        });
    }

    void parallelStep(Value* step, bool blocks) {
        Value* first = nullptr;
        for (int i = m_kernel.parallel; i-- > 0;) {
            const LoopVar& range = m_kernel.ranges[static_cast<std::size_t>(i)];
            Value* value = step;
            if (i > 0) {
                const bool inBlocks = blocks && i == m_plan.position;
                Value* extent = m_index.scalar(inBlocks ? floorDiv(range.extent + (m_plan.lanes - 1), m_plan.lanes) : range.extent);
                value = m_ir.CreateURem(step, extent, range.name);
                step = m_ir.CreateUDiv(step, extent);
            }
            if (blocks && i == m_plan.position) first = m_ir.CreateNSWMul(value, count(m_plan.lanes));
            else m_index.bind(range.name, value);
        }
        const auto outer = static_cast<std::size_t>(blocks ? m_plan.position : m_kernel.parallel);
        for (std::size_t level = 1; level <= outer; ++level) enter(level);
        if (!blocks) return innerLoops(outer);
        if (m_plan.whole) return block(first, nullptr);
        Value* extent = m_index.scalar(blockRange().extent);
        if (m_plan.oneBody) return maskedBlock(first, extent);
        Value* isFull = m_ir.CreateICmpSLE(m_ir.CreateNSWAdd(first, count(m_plan.lanes)), extent);
        onlyIf(isFull, nullptr, [&]() -> Value* { return block(first, nullptr), nullptr; });
        onlyIf(m_ir.CreateNot(isFull), nullptr, [&]() -> Value* { return maskedBlock(first, extent), nullptr; });
    }

    void innerLoops(std::size_t level) {
        if (level == m_kernel.ranges.size()) return stores(level);
        const LoopVar& range = m_kernel.ranges[level];
        if (static_cast<int>(level) == m_plan.position) return innerBlocks(range);
        if (const ExprId scan = scanAlong(range.name); scan.valid()) {
            const LoopExpr& expr = m_kernel.exprs[scan];
            loopCarrying(count(0), m_index.scalar(range.extent), 1, range.name, m_ops.neutral(expr.combiner, expr.dtype, m_lanes.count), [&](Value* v, Value* current) {
                m_index.bind(range.name, v);
                m_scanned = current;
                enter(level + 1);
                innerLoops(level + 1);
                return m_values.at(scan);
            });
            return;
        }
        loop(count(0), m_index.scalar(range.extent), 1, range.name, [&](Value* v) {
            m_index.bind(range.name, v);
            enter(level + 1);
            innerLoops(level + 1);
        });
    }

    ExprId scanAlong(const std::string& name) const {
        for (std::size_t i = 0; i < m_kernel.exprs.size(); ++i)
            if (const LoopExpr& expr = m_kernel.exprs.all()[i]; expr.op == LoopOp::Scan && expr.index.symbolName() == name) return ExprId(static_cast<std::int32_t>(i));
        return {};
    }

    void innerBlocks(const LoopVar& range) {
        Value* extent = m_index.scalar(range.extent);
        if (m_plan.oneBody) return loop(count(0), extent, m_plan.lanes, range.name, [&](Value* v) { maskedBlock(v, extent); });
        Value* full = m_plan.whole ? extent : m_ir.CreateAnd(extent, count(-m_plan.lanes));
        loop(count(0), full, m_plan.lanes, range.name, [&](Value* v) { block(v, nullptr); });
        if (m_plan.whole) return;
        onlyIf(m_ir.CreateICmpSLT(full, extent), nullptr,
               [&]() -> Value* { return maskedBlock(full, extent), nullptr; });
    }

    // What is computed in a loop, and what is stored there once for all that runs inside.
    void enter(std::size_t level) {
        compute(m_placement.levels[level]);
        if (level < m_kernel.ranges.size()) stores(level);
    }

    void stores(std::size_t level) {
        for (std::size_t i = 0; i < m_kernel.stores.size(); ++i) {
            if (m_storeLevels[i] != level) continue;
            const LoopStore& store = m_kernel.stores[i];
            const DType dtype = m_kernel.buffers[static_cast<std::size_t>(store.buffer)].dtype;
            Value* value = m_values.at(store.value);
            if (store.combiner) {
                const DType wide = arithmeticDType(dtype);
                Value* joined = m_ops.binary(combinerOp(*store.combiner), wide, m_ops.cast(m_memory.current(store, dtype, m_lanes), dtype, wide), m_ops.cast(value, dtype, wide));
                value = m_ops.cast(joined, wide, dtype);
            }
            m_memory.store(store, dtype, value, m_lanes,
                           m_plan.nonTemporal && m_lanes.count > 1 ? MemoryOps::Kind::NonTemporal : MemoryOps::Kind::Normal);
        }
    }

    // --- expressions ---

    void compute(const std::vector<ExprId>& ids) {
        for (const ExprId id : ids) m_values[id] = expression(id);
    }

    Value* expression(ExprId id) {
        const LoopExpr& expr = m_kernel.exprs[id];
        const auto arg = [&](std::size_t i) { return m_values.at(expr.args[i]); };
        switch (expr.op) {
            case LoopOp::Const: return m_ops.constant(expr);
            case LoopOp::IndexValue: return m_index.value(expr.index, m_lanes);
            case LoopOp::Load: {
                const ExprId mask = maskOf(m_kernel.exprs, expr);
                return m_memory.load(expr, mask.valid() ? m_values.at(mask) : nullptr, m_lanes);
            }
            case LoopOp::Check: return check(expr);
            case LoopOp::Indirect: return m_index.bind(expr.ranges.front().name, arg(0)), arg(0);
            case LoopOp::Scan: return m_ops.binary(combinerOp(expr.combiner), expr.dtype, m_scanned, m_ops.splat(arg(0), m_lanes.count));
            case LoopOp::Cast: return m_ops.cast(arg(0), m_kernel.exprs[expr.args[0]].dtype, expr.dtype);
            case LoopOp::Reduce: return reduce(id, expr);
            case LoopOp::Select: return m_ops.select(arg(0), arg(1), arg(2));
            default: break;
        }
        const DType dtype = m_kernel.exprs[expr.args[0]].dtype;
        if (!loopOpInfo(expr.op).libm.empty()) return math(expr);
        if (expr.args.size() == 1) return m_ops.unary(expr.op, dtype, arg(0));
        Value* b = arg(1);
        // Lanes past the end hold zeros, and dividing by them would trap.
        if (expr.op == LoopOp::Div && !isFloating(dtype) && m_lanes.active && ValueOps::lanesOf(b) > 1)
            b = m_ir.CreateSelect(m_lanes.active, b, llvm::ConstantInt::get(b->getType(), 1));
        return m_ops.binary(expr.op, dtype, arg(0), b);
    }

    // Leaves the kernel where the condition fails, with the first lane's value that it failed for.
    Value* check(const LoopExpr& expr) {
        Value* value = m_values.at(expr.args[1]);
        Value* bad = m_ir.CreateNot(m_values.at(expr.args[0]));
        const auto only = [&](Value* mask) {
            const int lanes = std::max(ValueOps::lanesOf(bad), ValueOps::lanesOf(mask));
            bad = m_ir.CreateAnd(m_ops.splat(bad, lanes), m_ops.splat(mask, lanes));
        };
        if (expr.args.size() == 3) only(m_values.at(expr.args[2]));
        if (m_lanes.active && ValueOps::lanesOf(bad) > 1) only(m_lanes.active);
        auto* refused = llvm::BasicBlock::Create(m_ir.getContext(), "refused", m_function);
        auto* fine = llvm::BasicBlock::Create(m_ir.getContext(), "checked", m_function);
        const int lanes = ValueOps::lanesOf(bad);
        m_ir.CreateCondBr(lanes > 1 ? m_ir.CreateOrReduce(bad) : bad, refused, fine);
        m_ir.SetInsertPoint(refused);
        Value* first = value;
        if (ValueOps::lanesOf(value) > 1) {
            Value* bits = m_ir.CreateBitCast(m_ops.splat(bad, ValueOps::lanesOf(value)), m_ir.getIntNTy(static_cast<unsigned>(ValueOps::lanesOf(value))));
            Value* lane = m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::cttz, bits, m_ir.getTrue());
            first = m_ir.CreateExtractElement(value, lane);
        }
        leave(count(expr.integer), m_ops.cast(first, expr.dtype, DType::I64));
        m_ir.SetInsertPoint(fine);
        return value;
    }

    Value* math(const LoopExpr& expr) {
        std::vector<Value*> args;
        int lanes = 1;
        for (const ExprId id : expr.args) {
            args.push_back(m_values.at(id));
            lanes = std::max(lanes, ValueOps::lanesOf(args.back()));
        }
        for (Value*& arg : args) arg = m_ops.splat(arg, lanes);
        return emitMath(m_ir, expr.op, args);
    }

    // --- reductions ---

    // In the order of the index, in every lane of its own: the same bits whatever the number of threads.
    Value* reduce(ExprId id, const LoopExpr& expr) {
        if (const auto own = m_plan.reductions.find(id); own != m_plan.reductions.end()) {
            const Lanes outer = std::exchange(m_lanes, Lanes{});
            Value* lanes = reduceLoops(id, expr, 0, m_ops.neutral(expr.combiner, expr.dtype, own->second.lanes), own->second);
            m_lanes = outer;
            return m_ops.joinLanes(expr.combiner, expr.dtype, lanes);
        }
        return reduceLoops(id, expr, 0, m_ops.neutral(expr.combiner, expr.dtype, m_lanes.count), {});
    }

    // A wide sum over the innermost loop: runs of kSumRun blocks in f32, each added to the f64 total. The runs are counted from the
    // loop's start, so they are the same however the kernel is split.
    Value* reduceRuns(ExprId id, const LoopExpr& expr, Value* extent, Value* total, const VectorPlan::Reduction& own) {
        const LoopVar& range = expr.ranges.back();
        const int step = own.lanes, run = step * kSumRun;
        const auto known = range.extent.constant();
        const bool whole = known && *known % step == 0;
        const auto widened = [&](Value* sum) { return m_ops.cast(sum, DType::F32, DType::F64); };
        const auto blockSum = [&](Value* first, Value* active, Value* current) {
            if (own.lanes > 1) return inLanes(range.name, own.lanes, first, active, [&] { return joined(id, expr, DType::F32, current); });
            m_index.bind(range.name, first);
            return joined(id, expr, DType::F32, current);
        };
        Value* none = m_ops.neutral(Combiner::Sum, DType::F32, ValueOps::lanesOf(total));
        Value* full = whole || step == 1 ? extent : m_ir.CreateAnd(extent, count(-step));
        total = loopCarrying(count(0), full, run, range.name + ".run", total, [&](Value* start, Value* current) {
            Value* end = m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, m_ir.CreateNSWAdd(start, count(run)), full);
            Value* sum = loopCarrying(start, end, step, range.name, none, [&](Value* v, Value* sofar) { return blockSum(v, nullptr, sofar); });
            return m_ir.CreateFAdd(current, widened(sum));
        });
        if (whole || step == 1) return total;
        return onlyIf(m_ir.CreateICmpSLT(full, extent), total, [&] {
            return m_ir.CreateFAdd(total, widened(blockSum(full, activeLanes(full, extent, own.lanes), none)));
        });
    }

    // `total` joined with everything from loop `depth` on; `own`: lanes over the innermost loop.
    Value* reduceLoops(ExprId id, const LoopExpr& expr, std::size_t depth, Value* total, const VectorPlan::Reduction& own) {
        if (expr.ranges.empty()) return joined(id, expr, expr.dtype, total);
        const LoopVar& range = expr.ranges[depth];
        Value* extent = m_index.scalar(range.extent);
        if (depth + 1 == expr.ranges.size() && isWideSum(m_kernel.exprs, expr)) return reduceRuns(id, expr, extent, total, own);
        if (depth + 1 < expr.ranges.size() || own.lanes == 1)
            return loopCarrying(count(0), extent, 1, range.name, total, [&](Value* v, Value* current) {
                m_index.bind(range.name, v);
                return depth + 1 < expr.ranges.size() ? reduceLoops(id, expr, depth + 1, current, own) : joined(id, expr, expr.dtype, current);
            });
        const auto known = range.extent.constant();
        const bool whole = known && *known % own.lanes == 0;
        const auto joinedBlock = [&](Value* first, Value* active, Value* current) {
            return inLanes(range.name, own.lanes, first, active, [&] { return joined(id, expr, expr.dtype, current); });
        };
        if (!whole && own.oneBody)
            return loopCarrying(count(0), extent, own.lanes, range.name, total,
                                [&](Value* v, Value* current) { return joinedBlock(v, activeLanes(v, extent, own.lanes), current); });
        Value* full = whole ? extent : m_ir.CreateAnd(extent, count(-own.lanes));
        total = loopCarrying(count(0), full, own.lanes, range.name, total, [&](Value* v, Value* current) { return joinedBlock(v, nullptr, current); });
        if (whole) return total;
        return onlyIf(m_ir.CreateICmpSLT(full, extent), total, [&] { return joinedBlock(full, activeLanes(full, extent, own.lanes), total); });
    }

    Value* joined(ExprId id, const LoopExpr& expr, DType dtype, Value* total) {
        if (const auto body = m_placement.bodies.find(id); body != m_placement.bodies.end()) compute(body->second);
        Value* element = m_ops.splat(m_values.at(expr.args[0]), ValueOps::lanesOf(total));
        Value* next = m_ops.binary(combinerOp(expr.combiner), dtype, total, element);
        // Lanes past the end of its own loop keep what they have.
        const bool partial = m_lanes.active && m_plan.reductions.contains(id);
        return partial ? m_ir.CreateSelect(m_lanes.active, next, total) : next;
    }

    const LoopKernel& m_kernel;
    const Placement& m_placement;
    const VectorPlan& m_plan;
    const std::vector<std::size_t> m_storeLevels;
    llvm::Module& m_module;
    llvm::IRBuilder<> m_ir;
    ValueOps m_ops;
    IndexOps m_index;
    MemoryOps m_memory;
    llvm::Function* m_function = nullptr;
    Lanes m_lanes;
    Value* m_scanned = nullptr;  // what a Scan has so far
    llvm::BasicBlock* m_exit = nullptr;
    std::array<llvm::PHINode*, 2> m_stopped{};
    std::unordered_map<ExprId, Value*> m_values;
};

}  // namespace

void emitKernel(const LoopKernel& kernel, const Placement& placement, const VectorPlan& plan, llvm::Module& module) {
    Emitter(kernel, placement, plan, module).emit();
}

}  // namespace whittle

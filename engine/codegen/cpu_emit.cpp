#include "engine/codegen/cpu_emit.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/IntrinsicsX86.h>
#include <llvm/TargetParser/Triple.h>

#include "engine/codegen/debug_lines.h"
#include "engine/codegen/flow_ops.h"
#include "engine/codegen/tile_ops.h"
#include "engine/codegen/vector_math.h"
#include "engine/loops/stores.h"

namespace whittle {
namespace {

using llvm::Value;

// How far ahead rows are asked for. Softmax of 2048 x 2048 transposed: 9.7 ms without, 7.0 by 8 rows, 6.3 by 16; sums of columns, of whose rows
// more is taken at a time: 1.5, 1.0 and 1.3.
constexpr int kLanesAhead = 256, kFewestAhead = 8;

IndexRanges rangesOf(const LoopKernel& kernel) {
    IndexRanges out;
    out.sizes = kernel.sizes;
    for (const LoopVar& range : kernel.ranges) out[range.name] = range.extent;
    for (const LoopExpr& expr : kernel.exprs.all())
        for (const LoopVar& range : expr.ranges) out[range.name] = range.extent;
    return out;
}

class Emitter {
public:
    Emitter(const LoopKernel& kernel, const Placement& placement, const VectorPlan& plan, llvm::Module& module)
        : m_kernel(kernel), m_placement(placement), m_plan(plan), m_storeLevels(storeLevels(kernel, placement)), m_module(module), m_ir(module.getContext()), m_ops(m_ir),
          m_index(m_ir, m_ops, rangesOf(kernel)), m_memory(m_ir, m_ops, m_index), m_flow(m_ir), m_tiles(m_ir, m_ops, m_index, m_memory) {}

    void emit() {
        llvm::Type* ptr = m_ir.getPtrTy();
        llvm::Type* i64 = m_ir.getInt64Ty();
        // KernelStop, in two registers.
        m_function = llvm::Function::Create(llvm::FunctionType::get(llvm::StructType::get(i64, i64), {ptr, ptr, i64, i64}, false),
                                            llvm::Function::ExternalLinkage, m_kernel.name, m_module);
        m_lines.emplace(m_module, m_ir, *m_function, m_kernel);
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
        for (const auto& [variable, tile] : m_plan.tiles) {
            for (const ExprId id : tile.loads) m_staged[id] = m_tiles.buffer(m_kernel.exprs[id].dtype, m_plan.lanes, tile.steps);
            for (const ExprId id : tile.rowLoads) m_stagedRows[id] = m_tiles.buffer(m_kernel.exprs[id].dtype, m_plan.lanes, tile.run);
            for (const std::size_t i : tile.stores) m_stagedStores[i] = m_tiles.buffer(dtypeOf(m_kernel.stores[i]), m_plan.lanes, tile.steps);
        }
        for (const KeptLanes::Room& room : m_plan.keptLanes.rooms) m_rooms.push_back(m_tiles.buffer(room.dtype, m_plan.lanes, static_cast<int>(room.steps)));
        for (const KeptLanes::Element& element : m_plan.keptLanes.elements)
            for (const KeptLanes::Use& use : element.again) m_keptAgain[use.expr] = {m_rooms[element.room], use.variable};
        enter(0);
        if (m_plan.panel == 0) allSteps();
        else m_flow.loop(count(0), m_index.scalar(m_kernel.ranges.back().extent), m_plan.panel, "panel", [&](Value* first) {
            m_panel = first;
            allSteps();
        });
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

    Value* count(std::int64_t value) { return m_ir.getInt64(static_cast<std::uint64_t>(value)); }

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

    void allSteps() {
        const bool blocksInParallel = m_plan.position >= 0 && m_plan.position < m_kernel.parallel;
        if (blocksInParallel && m_kernel.parallel == 1) return parallelBlocks();
        m_flow.loop(m_function->getArg(2), m_function->getArg(3), 1, "p", [&](Value* step) { parallelStep(step, blocksInParallel); });
    }

    const LoopVar& blockRange() const { return m_kernel.ranges[static_cast<std::size_t>(m_plan.position)]; }

    // One block of the plan's variable: its expressions and the loops inside.
    void block(Value* first, Value* active) {
        inLanes(m_plan.variable, m_plan.lanes, first, active, [&] {
            const auto inside = static_cast<std::size_t>(m_plan.position) + 1;
            m_blockFirst = first;
            const std::size_t levels = std::max(inside, static_cast<std::size_t>(m_kernel.parallel));
            for (std::size_t level = inside; level <= levels; ++level) enter(level);
            innerLoops(levels);
        });
    }

    void maskedBlock(Value* first, Value* extent) { block(first, m_index.activeLanes(first, extent, m_plan.lanes)); }

    // The only parallel loop runs in blocks: full ones in a loop, then the partial one if this call has it.
    void parallelBlocks() {
        Value* begin = m_function->getArg(2);
        Value* end = m_function->getArg(3);
        Value* extent = m_index.scalar(blockRange().extent);
        if (m_plan.oneBody) return m_flow.loop(begin, end, 1, "p", [&](Value* step) { maskedBlock(m_ir.CreateNSWMul(step, count(m_plan.lanes)), extent); });
        Value* full = m_plan.whole ? end : m_ir.CreateSDiv(extent, count(m_plan.lanes));
        Value* fullEnd = m_plan.whole ? end : m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, end, full);
        m_flow.loop(begin, fullEnd, 1, "p", [&](Value* step) { block(m_ir.CreateNSWMul(step, count(m_plan.lanes)), nullptr); });
        if (m_plan.whole) return;
        Value* hasRest = m_ir.CreateAnd(m_ir.CreateICmpSGT(end, full), m_ir.CreateICmpSLT(begin, end));
        m_flow.onlyIf(hasRest, nullptr, [&]() -> Value* {
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
        m_flow.onlyIf(isFull, nullptr, [&]() -> Value* { return block(first, nullptr), nullptr; });
        m_flow.onlyIf(m_ir.CreateNot(isFull), nullptr, [&]() -> Value* { return maskedBlock(first, extent), nullptr; });
    }

    void innerLoops(std::size_t level) {
        if (level == m_kernel.ranges.size()) return stores(level);
        const LoopVar& range = m_kernel.ranges[level];
        if (static_cast<int>(level) == m_plan.position) return innerBlocks(range);
        const ExprId scan = scanAlong(range.name);
        Value* start = scan.valid() ? m_ops.neutral(m_kernel.exprs[scan].combiner, m_kernel.exprs[scan].dtype, m_lanes.count) : nullptr;
        Value* from = count(0);
        Value* to = m_index.scalar(range.extent);
        if (m_panel && level + 1 == m_kernel.ranges.size()) {
            from = m_panel;
            to = m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, m_ir.CreateNSWAdd(from, count(m_plan.panel)), to);
        }
        stepByStep(range, from, to, start, [&](Value* current) -> Value* {
            m_scanned = current;
            enter(level + 1);
            innerLoops(level + 1);
            return scan.valid() ? m_values.at(scan) : nullptr;
        });
    }

    // body(carried) for every step of a loop that does not run in lanes, in tiles if the plan says so. `from` is then a multiple of their steps.
    template <class Body>
    Value* stepByStep(const LoopVar& range, Value* from, Value* to, Value* carried, Body&& body) {
        m_lines->atLoop(range.name);
        const auto far = m_plan.farLoads.find(range.name);
        const auto next = m_plan.nextLoads.find(range.name);
        const auto each = [&](Value* v, Value* current) {
            if (far != m_plan.farLoads.end()) prefetchRows(far->second, range.name, v);
            m_index.bind(range.name, v);
            if (next != m_plan.nextLoads.end()) prefetchLines(next->second, m_plan.lanes);
            return body(current);
        };
        const auto found = m_plan.tiles.find(range.name);
        if (found == m_plan.tiles.end()) return m_flow.loopCarrying(from, to, 1, range.name, carried, each);
        const VectorPlan::Tile& tile = found->second;
        const auto known = range.extent.constant();
        const bool whole = known && *known % tile.steps == 0;
        TileBlock block{.laneVariable = m_plan.variable, .laneFirst = m_blockFirst, .laneEnd = m_lanes.active ? m_index.scalar(blockRange().extent) : nullptr,
                        .lanes = m_plan.lanes, .stepVariable = range.name, .stepEnd = whole ? nullptr : m_index.scalar(range.extent), .steps = tile.steps, .masks = tile.masks};
        const auto tiles = [&](Value* first, Value* last, Value* before) {
            return m_flow.loopCarrying(first, last, tile.steps, range.name + ".tile", before, [&](Value* start, Value* current) {
                block.stepFirst = start;
                m_index.bind(range.name, start);
                for (const ExprId id : tile.loads) {
                    m_lines->atExpr(id);
                    if (const auto rows = m_stagedRows.find(id); rows == m_stagedRows.end()) m_tiles.fill(m_staged.at(id), m_kernel.exprs[id], block);
                    else m_tiles.fillFromRows(m_staged.at(id), rows->second, m_kernel.exprs[id].dtype, block, tile.run, m_ir.CreateNSWSub(start, first));
                }
                m_lines->atLoop(range.name);
                if (!known || *known > tile.steps) prefetchNext(tile, block);
                Value* end = m_ir.CreateNSWAdd(start, count(tile.steps));
                if (!whole) end = m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, end, to);
                Value* const outer = m_tileStep;
                Value* result = m_flow.loopCarrying(start, end, 1, range.name, current, [&](Value* v, Value* sofar) {
                    m_tileStep = m_ir.CreateNSWSub(v, start);
                    return each(v, sofar);
                });
                m_tileStep = outer;
                m_index.bind(range.name, start);
                for (const std::size_t i : tile.stores) {
                    m_lines->atStore(i);
                    m_tiles.drain(m_stagedStores.at(i), m_kernel.stores[i], dtypeOf(m_kernel.stores[i]), block, storeKind());
                }
                return result;
            });
        };
        if (tile.rowLoads.empty()) return tiles(from, to, carried);
        return m_flow.loopCarrying(from, to, tile.run, range.name + ".run", carried, [&](Value* start, Value* current) {
            block.stepFirst = start;
            m_index.bind(range.name, start);
            for (const ExprId id : tile.rowLoads) {
                m_lines->atExpr(id);
                m_tiles.copyRows(m_stagedRows.at(id), m_kernel.exprs[id], block, tile.run);
            }
            m_lines->atLoop(range.name);
            return tiles(start, m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, m_ir.CreateNSWAdd(start, count(tile.run)), to), current);
        });
    }

    void prefetchRows(const std::vector<ExprId>& loads, const std::string& variable, Value* step) {
        m_index.bind(variable, m_ir.CreateNSWAdd(step, count(std::max(kFewestAhead, kLanesAhead / m_plan.lanes))));
        prefetchLines(loads, 0);
    }

    // The lines of whole vectors, so many lanes further on.
    void prefetchLines(const std::vector<ExprId>& loads, std::int64_t lanesAhead) {
        for (const ExprId id : loads) {
            const LoopExpr& load = m_kernel.exprs[id];
            for (const std::int64_t element : linesOf(load.dtype, m_plan.lanes, laneAligned(load.index, {m_plan.variable, m_plan.lanes})))
                m_memory.prefetch(m_memory.place(load.buffer, load.dtype, load.index + lanesAhead + element));
        }
    }

    // The elements of a vector with which its cache lines begin. One that does not begin with a line ends in one more, and where rows are of odd length
    // that is the line which the block before has not fetched: x.t() + y of 127 columns takes 1.8 times as long when only the first is asked for.
    static std::vector<std::int64_t> linesOf(DType dtype, int elements, bool startsWithLine) {
        constexpr std::int64_t kLineBytes = 64;
        std::vector<std::int64_t> out;
        const std::int64_t step = kLineBytes / static_cast<std::int64_t>(dtypeSize(dtype));
        for (std::int64_t i = 0; i < elements; i += step) out.push_back(i);
        if (!startsWithLine && elements > 1) out.push_back(elements - 1);
        return out;
    }

    // The lines that the tile after this one touches: each lies a row further on, which the CPU does not foresee.
    void prefetchNext(const VectorPlan::Tile& tile, const TileBlock& block) {
        const auto ask = [&](int buffer, DType dtype, const SymInt& index, bool transposed, int ahead) {
            Value* next = m_ir.CreateNSWAdd(block.stepFirst, count(ahead));
            m_index.bind(block.stepVariable, next);
            const LaneBlock steps{block.stepVariable, tile.steps}, lanes{block.laneVariable, block.lanes};
            const LaneBlock& along = transposed ? lanes : steps;  // from vector to vector
            const LaneBlock& inside = transposed ? steps : lanes;
            const bool aligned = laneAligned(index, inside);
            for (const std::int64_t element : linesOf(dtype, inside.count, aligned)) {
                if (transposed && !aligned && element == 0) continue;  // where this tile ends
                for (Value* place : m_memory.places(buffer, dtype, index + element, along, transposed ? block.laneFirst : next)) m_memory.prefetch(place);
            }
        };
        const auto askLoads = [&](const std::vector<ExprId>& ids, bool transposed) {
            for (const ExprId id : ids)
                ask(m_kernel.exprs[id].buffer, m_kernel.exprs[id].dtype, m_kernel.exprs[id].index, transposed, m_stagedRows.contains(id) ? tile.run : tile.steps);
        };
        askLoads(tile.loads, true);
        askLoads(tile.directLoads, false);
        if (!m_plan.nonTemporal) {
            for (const std::size_t i : tile.stores) ask(m_kernel.stores[i].buffer, dtypeOf(m_kernel.stores[i]), m_kernel.stores[i].offset, true, tile.steps);
            for (const std::size_t i : tile.directStores) ask(m_kernel.stores[i].buffer, dtypeOf(m_kernel.stores[i]), m_kernel.stores[i].offset, false, tile.steps);
        }
        m_index.bind(block.stepVariable, block.stepFirst);
    }

    DType dtypeOf(const LoopStore& store) const { return m_kernel.buffers[static_cast<std::size_t>(store.buffer)].dtype; }
    MemoryOps::Kind storeKind() const { return m_plan.nonTemporal && m_lanes.count > 1 ? MemoryOps::Kind::NonTemporal : MemoryOps::Kind::Normal; }

    ExprId scanAlong(const std::string& name) const {
        for (std::size_t i = 0; i < m_kernel.exprs.size(); ++i)
            if (const LoopExpr& expr = m_kernel.exprs.all()[i]; expr.op == LoopOp::Scan && expr.index.symbolName() == name) return ExprId(static_cast<std::int32_t>(i));
        return {};
    }

    void innerBlocks(const LoopVar& range) {
        m_lines->atLoop(range.name);
        Value* extent = m_index.scalar(range.extent);
        if (m_plan.oneBody) return m_flow.loop(count(0), extent, m_plan.lanes, range.name, [&](Value* v) { maskedBlock(v, extent); });
        Value* full = m_plan.whole ? extent : m_ir.CreateAnd(extent, count(-m_plan.lanes));
        m_flow.loop(count(0), full, m_plan.lanes, range.name, [&](Value* v) { block(v, nullptr); });
        if (m_plan.whole) return;
        m_flow.onlyIf(m_ir.CreateICmpSLT(full, extent), nullptr,
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
            const DType dtype = dtypeOf(store);
            m_lines->atStore(i);
            Value* value = m_values.at(store.value);
            if (const auto staged = m_stagedStores.find(i); staged != m_stagedStores.end()) {
                m_tiles.store(staged->second, dtype, m_tileStep, value, m_lanes.count);
                continue;
            }
            if (store.combiner) {
                const DType wide = arithmeticDType(dtype);
                Value* joined = m_ops.binary(combinerOp(*store.combiner), wide, m_ops.cast(m_memory.current(store, dtype, m_lanes), dtype, wide), m_ops.cast(value, dtype, wide));
                value = m_ops.cast(joined, wide, dtype);
            }
            m_memory.store(store, dtype, value, m_lanes, storeKind());
        }
    }

    // --- expressions ---

    void compute(const std::vector<ExprId>& ids) {
        for (const ExprId id : ids) {
            if (m_plan.unneeded.contains(id)) continue;
            m_lines->atExpr(id);
            m_values[id] = expression(id);
        }
    }

    Value* expression(ExprId id) {
        const LoopExpr& expr = m_kernel.exprs[id];
        if (m_plan.kept && id == m_plan.kept->again) return m_memory.current(m_kernel.stores.front(), expr.dtype, m_lanes);
        if (const auto kept = m_keptAgain.find(id); kept != m_keptAgain.end()) return m_tiles.load(kept->second.room, expr.dtype, stepOf(kept->second.variable), m_lanes.count);
        const auto arg = [&](std::size_t i) { return m_values.at(expr.args[i]); };
        switch (expr.op) {
            case LoopOp::Const: return m_ops.constant(expr);
            case LoopOp::IndexValue: return m_index.value(expr.index, m_lanes);
            case LoopOp::Load: {
                if (const auto staged = m_staged.find(id); staged != m_staged.end()) return m_tiles.load(staged->second, expr.dtype, m_tileStep, m_lanes.count);
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

    // The step of a loop outside of the lanes.
    Value* stepOf(const std::string& variable) { return m_index.scalar(SymInt::symbol(variable)); }

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
            return inLanes(range.name, own.lanes, first, active, [&] { return joined(id, expr, DType::F32, current); });
        };
        Value* none = m_ops.neutral(Combiner::Sum, DType::F32, ValueOps::lanesOf(total));
        Value* full = whole || step == 1 ? extent : m_ir.CreateAnd(extent, count(-step));
        total = m_flow.loopCarrying(count(0), full, run, range.name + ".run", total, [&](Value* start, Value* current) {
            Value* end = m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, m_ir.CreateNSWAdd(start, count(run)), full);
            Value* sum = own.lanes > 1 ? m_flow.loopCarrying(start, end, step, range.name, none, [&](Value* v, Value* sofar) { return blockSum(v, nullptr, sofar); })
                                       : stepByStep(range, start, end, none, [&](Value* sofar) { return joined(id, expr, DType::F32, sofar); });
            return m_ir.CreateFAdd(current, widened(sum));
        });
        if (whole || step == 1) return total;
        return m_flow.onlyIf(m_ir.CreateICmpSLT(full, extent), total, [&] {
            return m_ir.CreateFAdd(total, widened(blockSum(full, m_index.activeLanes(full, extent, own.lanes), none)));
        });
    }

    // `total` joined with everything from loop `depth` on; `own`: lanes over the innermost loop.
    Value* reduceLoops(ExprId id, const LoopExpr& expr, std::size_t depth, Value* total, const VectorPlan::Reduction& own) {
        if (expr.ranges.empty()) return joined(id, expr, expr.dtype, total);
        const LoopVar& range = expr.ranges[depth];
        Value* extent = m_index.scalar(range.extent);
        if (depth + 1 == expr.ranges.size() && isWideSum(m_kernel.exprs, expr)) return reduceRuns(id, expr, extent, total, own);
        if (depth + 1 < expr.ranges.size() || own.lanes == 1)
            return stepByStep(range, count(0), extent, total, [&](Value* current) {
                return depth + 1 < expr.ranges.size() ? reduceLoops(id, expr, depth + 1, current, own) : joined(id, expr, expr.dtype, current);
            });
        const auto known = range.extent.constant();
        const bool whole = known && *known % own.lanes == 0;
        const auto joinedBlock = [&](Value* first, Value* active, Value* current) {
            return inLanes(range.name, own.lanes, first, active, [&] { return joined(id, expr, expr.dtype, current); });
        };
        if (!whole && own.oneBody)
            return m_flow.loopCarrying(count(0), extent, own.lanes, range.name, total,
                                [&](Value* v, Value* current) { return joinedBlock(v, m_index.activeLanes(v, extent, own.lanes), current); });
        Value* full = whole ? extent : m_ir.CreateAnd(extent, count(-own.lanes));
        total = m_flow.loopCarrying(count(0), full, own.lanes, range.name, total, [&](Value* v, Value* current) { return joinedBlock(v, nullptr, current); });
        if (whole) return total;
        return m_flow.onlyIf(m_ir.CreateICmpSLT(full, extent), total, [&] { return joinedBlock(full, m_index.activeLanes(full, extent, own.lanes), total); });
    }

    Value* joined(ExprId id, const LoopExpr& expr, DType dtype, Value* total) {
        if (const auto body = m_placement.bodies.find(id); body != m_placement.bodies.end()) compute(body->second);
        if (m_plan.kept && id == m_plan.kept->reduce)
            m_memory.store(m_plan.kept->into, m_kernel.exprs[m_plan.kept->element].dtype, m_values.at(m_plan.kept->element), m_lanes, MemoryOps::Kind::Normal);
        for (const KeptLanes::Element& kept : m_plan.keptLanes.elements)
            if (kept.reduce == id) m_tiles.store(m_rooms[kept.room], m_kernel.exprs[kept.expr].dtype, stepOf(kept.variable), m_values.at(kept.expr), m_lanes.count);
        m_lines->atExpr(id);
        Value* element = m_ops.splat(m_values.at(expr.args[0]), ValueOps::lanesOf(total));
        // The first operand is asked whether it is NaN: the total waits for one instruction less when that is the element.
        const bool isLargest = expr.combiner == Combiner::Max || expr.combiner == Combiner::Min;
        Value* next = isLargest ? m_ops.binary(combinerOp(expr.combiner), dtype, element, total) : m_ops.binary(combinerOp(expr.combiner), dtype, total, element);
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
    FlowOps m_flow;
    TileOps m_tiles;
    std::optional<DebugLines> m_lines;
    llvm::Function* m_function = nullptr;
    Lanes m_lanes;
    Value* m_scanned = nullptr;  // what a Scan has so far
    llvm::BasicBlock* m_exit = nullptr;
    std::array<llvm::PHINode*, 2> m_stopped{};
    std::unordered_map<ExprId, Value*> m_values;
    // Tiles: the first of the block of lanes, the step that is being computed, and what passes through buffers.
    Value* m_blockFirst = nullptr;
    Value* m_tileStep = nullptr;
    Value* m_panel = nullptr;  // the first step of the innermost loop's panel
    struct KeptStep {
        Value* room;
        std::string variable;
    };
    std::vector<Value*> m_rooms;
    std::unordered_map<ExprId, KeptStep> m_keptAgain;
    std::unordered_map<ExprId, Value*> m_staged, m_stagedRows;
    std::unordered_map<std::size_t, Value*> m_stagedStores;
};

}  // namespace

void emitKernel(const LoopKernel& kernel, const Placement& placement, const VectorPlan& plan, llvm::Module& module) {
    Emitter(kernel, placement, plan, module).emit();
}

}  // namespace whittle

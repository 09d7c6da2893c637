#include "engine/codegen/memory_ops.h"

#include "engine/codegen/vector_plan.h"

namespace whittle {

using llvm::Value;

namespace {

llvm::Align alignOf(DType dtype) { return llvm::Align(dtypeSize(dtype)); }

}  // namespace

Value* MemoryOps::at(int buffer, DType dtype, Value* offset) {
    return m_ir.CreateInBoundsGEP(m_values.memoryType(dtype), m_buffers[static_cast<std::size_t>(buffer)], offset);
}

// Inputs do not change while a kernel runs: outputs are other memory, but for inputs that are written over.
llvm::LoadInst* MemoryOps::unchanging(llvm::LoadInst* load, int buffer) {
    if (m_overwritten[static_cast<std::size_t>(buffer)]) return load;
    load->setMetadata(llvm::LLVMContext::MD_invariant_load, llvm::MDNode::get(m_ir.getContext(), {}));
    return load;
}

Value* MemoryOps::load(const LoopExpr& load, Value* mask, const Lanes& lanes) {
    const auto stride = lanes.count > 1 ? laneStride(load.index, lanes.block()) : SymInt(0);
    const bool oneElement = stride && stride->is(0);
    if (oneElement && !mask) return loadOne(load);
    if (oneElement && ValueOps::lanesOf(mask) == 1) return loadOneIf(load, mask);
    return loadLanes(load, mask, lanes);
}

Value* MemoryOps::loadOne(const LoopExpr& load) {
    Value* address = at(load.buffer, load.dtype, m_index.scalar(load.index));
    return m_values.fromMemory(unchanging(m_ir.CreateAlignedLoad(m_values.memoryType(load.dtype), address, alignOf(load.dtype)), load.buffer), load.dtype);
}

// A branch, since even element 0 may not exist.
Value* MemoryOps::loadOneIf(const LoopExpr& load, Value* mask) {
    llvm::LLVMContext& context = m_ir.getContext();
    llvm::Function* function = m_ir.GetInsertBlock()->getParent();
    auto* inside = llvm::BasicBlock::Create(context, "masked", function);
    auto* join = llvm::BasicBlock::Create(context, "unmasked", function);
    llvm::BasicBlock* before = m_ir.GetInsertBlock();
    m_ir.CreateCondBr(mask, inside, join);
    m_ir.SetInsertPoint(inside);
    Value* value = loadOne(load);
    llvm::BasicBlock* insideEnd = m_ir.GetInsertBlock();
    m_ir.CreateBr(join);
    m_ir.SetInsertPoint(join);
    llvm::PHINode* phi = m_ir.CreatePHI(m_values.type(load.dtype), 2);
    phi->addIncoming(value, insideEnd);
    phi->addIncoming(llvm::Constant::getNullValue(phi->getType()), before);
    return phi;
}

Value* MemoryOps::loadLanes(const LoopExpr& load, Value* mask, const Lanes& lanes) {
    llvm::Type* type = m_values.memoryType(load.dtype, lanes.count);
    const llvm::Align align = alignOf(load.dtype);
    Value* touched = lanes.active;
    if (mask) touched = touched ? m_ir.CreateAnd(touched, m_values.splat(mask, lanes.count)) : m_values.splat(mask, lanes.count);
    const auto stride = laneStride(load.index, lanes.block());
    if (stride && stride->is(1)) {
        Value* address = at(load.buffer, load.dtype, m_index.scalar(load.index));
        Value* value = touched ? static_cast<Value*>(m_ir.CreateMaskedLoad(type, address, align, touched, llvm::Constant::getNullValue(type)))
                               : unchanging(m_ir.CreateAlignedLoad(type, address, align), load.buffer);
        return m_values.fromMemory(value, load.dtype);
    }
    const auto step = stride ? stride->constant() : std::nullopt;
    if (step && !touched && isShuffled(*step)) return m_values.fromMemory(loadShuffled(load, *step, lanes.count), load.dtype);
    Value* addresses = nullptr;
    if (step) {
        // Base and constant distances apart: that is the form of the gather instruction.
        std::vector<llvm::Constant*> places;
        for (std::int64_t i = 0; i < lanes.count; ++i) places.push_back(m_ir.getInt64(static_cast<std::uint64_t>(i * *step)));
        addresses = m_ir.CreateGEP(m_values.memoryType(load.dtype), at(load.buffer, load.dtype, m_index.scalar(load.index)),
                                   llvm::ConstantVector::get(places));
    } else {
        addresses = m_ir.CreateGEP(m_values.memoryType(load.dtype), m_buffers[static_cast<std::size_t>(load.buffer)],
                                   m_index.vector(load.index, lanes));
    }
    if (!touched) touched = llvm::Constant::getAllOnesValue(m_values.type(DType::Bool, lanes.count));
    return m_values.fromMemory(m_ir.CreateMaskedGather(type, addresses, align, touched, llvm::Constant::getNullValue(type)), load.dtype);
}

// All that lies between the first lane and the last, of which shuffles take every step-th. The last vector ends with the last lane, so that
// nothing is touched that was not asked for.
Value* MemoryOps::loadShuffled(const LoopExpr& load, std::int64_t step, int lanes) {
    llvm::Type* type = m_values.memoryType(load.dtype, lanes);
    const auto vectorAt = [&](std::int64_t place) {
        Value* address = at(load.buffer, load.dtype, m_index.scalar(load.index + place));
        return static_cast<Value*>(unchanging(m_ir.CreateAlignedLoad(type, address, alignOf(load.dtype)), load.buffer));
    };
    std::vector<int> order(static_cast<std::size_t>(lanes));
    if (step < 0) {
        for (int i = 0; i < lanes; ++i) order[static_cast<std::size_t>(i)] = lanes - 1 - i;
        return m_ir.CreateShuffleVector(vectorAt(1 - lanes), order);
    }
    const std::int64_t last = (lanes - 1) * step;
    Value* out = nullptr;
    for (std::int64_t part = 0; part < step; ++part) {
        const std::int64_t from = part + 1 < step ? part * lanes : last - lanes + 1;
        Value* vector = vectorAt(from);
        // Lanes up to here are in `out` already; the first vector is all there is at first.
        for (int i = 0; i < lanes; ++i) {
            const std::int64_t place = i * step - from;
            const bool here = place >= 0 && place < lanes && (i * step >= part * lanes);
            order[static_cast<std::size_t>(i)] = here ? static_cast<int>(place) + (out ? lanes : 0) : out ? i : -1;
        }
        out = out ? m_ir.CreateShuffleVector(out, vector, order) : m_ir.CreateShuffleVector(vector, order);
    }
    return out;
}

Value* MemoryOps::current(const LoopStore& store, DType dtype, const Lanes& lanes) {
    llvm::Type* type = m_values.memoryType(dtype, lanes.count);
    Value* address = at(store.buffer, dtype, m_index.scalar(store.offset));
    Value* value = lanes.active ? static_cast<Value*>(m_ir.CreateMaskedLoad(type, address, alignOf(dtype), lanes.active, llvm::Constant::getNullValue(type)))
                                : m_ir.CreateAlignedLoad(type, address, alignOf(dtype));
    return m_values.fromMemory(value, dtype);
}

void MemoryOps::store(const LoopStore& store, DType dtype, Value* value, const Lanes& lanes, Kind kind) {
    Value* address = at(store.buffer, dtype, m_index.scalar(store.offset));
    value = m_values.toMemory(m_values.splat(value, lanes.count), dtype);
    if (lanes.active) {
        m_ir.CreateMaskedStore(value, address, alignOf(dtype), lanes.active);
        return;
    }
    write(value, address, dtype, kind);
}

Value* MemoryOps::place(int buffer, DType dtype, const SymInt& index) {
    return m_ir.CreateGEP(m_values.memoryType(dtype), m_buffers[static_cast<std::size_t>(buffer)], m_index.scalar(index));
}

std::vector<Value*> MemoryOps::places(int buffer, DType dtype, const SymInt& index, const LaneBlock& block, Value* first) {
    std::vector<Value*> out;
    const std::string variable(block.variable);
    if (const auto stride = laneStride(index, block)) {  // one base, and distances from it
        Value* base = place(buffer, dtype, index);
        Value* step = m_index.scalar(*stride);
        for (int i = 0; i < block.count; ++i)
            out.push_back(i == 0 ? base : m_ir.CreateGEP(m_values.memoryType(dtype), base, m_ir.CreateNSWMul(step, m_ir.getInt64(static_cast<std::uint64_t>(i)))));
        return out;
    }
    for (int i = 0; i < block.count; ++i) {
        m_index.bind(variable, m_ir.CreateNSWAdd(first, m_ir.getInt64(static_cast<std::uint64_t>(i))));
        out.push_back(place(buffer, dtype, index));
    }
    m_index.bind(variable, first);
    return out;
}

void MemoryOps::prefetch(Value* place) {
    m_ir.CreateIntrinsic(llvm::Intrinsic::prefetch, {place->getType()}, {place, m_ir.getInt32(0), m_ir.getInt32(2), m_ir.getInt32(1)});
}

void MemoryOps::write(Value* value, Value* address, DType dtype, Kind kind) {
    const bool past = kind == Kind::NonTemporal;
    llvm::StoreInst* out = m_ir.CreateAlignedStore(value, address, past ? llvm::Align(64) : alignOf(dtype));
    if (past)
        out->setMetadata(llvm::LLVMContext::MD_nontemporal,
                         llvm::MDNode::get(m_ir.getContext(), llvm::ConstantAsMetadata::get(m_ir.getInt32(1))));
}

}  // namespace whittle

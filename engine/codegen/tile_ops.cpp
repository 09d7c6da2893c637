#include "engine/codegen/tile_ops.h"

#include <algorithm>

namespace whittle {

using llvm::Value;

namespace {

constexpr int kLaneBits = 128;  // of what x86 shuffles within in one cheap instruction

// Elements of both vectors by turns, from the low or the high half of every 128-bit part.
std::vector<int> unpackOrder(int count, int part, bool high) {
    std::vector<int> out;
    for (int base = 0; base < count; base += part)
        for (int i = 0; i < part / 2; ++i) {
            const int from = base + i + (high ? part / 2 : 0);
            out.insert(out.end(), {from, count + from});
        }
    return out;
}

// The even or the odd parts of one vector after the other.
std::vector<int> partsOrder(int count, int part, bool odd) {
    std::vector<int> out;
    for (int base = odd ? part : 0; base < 2 * count; base += 2 * part)
        for (int i = 0; i < part; ++i) out.push_back(base + i);
    return out;
}

}  // namespace

// Within 128-bit parts first, by log2 perfect shuffles of each group of lines; then the parts change places between the groups, by
// log2 perfect shuffles backwards.
std::vector<Value*> transposed(llvm::IRBuilder<>& ir, std::vector<Value*> lines) {
    const auto count = static_cast<int>(lines.size());
    const int part = std::min(count, kLaneBits / static_cast<int>(lines[0]->getType()->getScalarSizeInBits()));
    const auto at = [](int i) { return static_cast<std::size_t>(i); };
    std::vector<Value*> next(lines.size());
    for (int done = 1; done < part; done *= 2) {
        const std::vector<int> low = unpackOrder(count, part, false), high = unpackOrder(count, part, true);
        for (int group = 0; group < count; group += part)
            for (int i = 0; i < part / 2; ++i) {
                Value* const a = lines[at(group + i)];
                Value* const b = lines[at(group + i + part / 2)];
                next[at(group + 2 * i)] = ir.CreateShuffleVector(a, b, low);
                next[at(group + 2 * i + 1)] = ir.CreateShuffleVector(a, b, high);
            }
        lines.swap(next);
    }
    const int groups = count / part;
    for (int done = 1; done < groups; done *= 2) {
        const std::vector<int> even = partsOrder(count, part, false), odd = partsOrder(count, part, true);
        for (int group = 0; group < groups; group += 2)
            for (int i = 0; i < part; ++i) {
                Value* const a = lines[at(group * part + i)];
                Value* const b = lines[at((group + 1) * part + i)];
                next[at(group / 2 * part + i)] = ir.CreateShuffleVector(a, b, even);
                next[at((group + groups) / 2 * part + i)] = ir.CreateShuffleVector(a, b, odd);
            }
        lines.swap(next);
    }
    return lines;
}

Value* TileOps::buffer(DType dtype, int lanes, int steps) {
    llvm::BasicBlock& entry = m_ir.GetInsertBlock()->getParent()->getEntryBlock();
    llvm::IRBuilder<> place(&entry, entry.begin());
    llvm::AllocaInst* out = place.CreateAlloca(llvm::ArrayType::get(m_values.memoryType(dtype), static_cast<std::uint64_t>(lanes) * static_cast<std::uint64_t>(steps)));
    out->setAlignment(llvm::Align(64));
    return out;
}

Value* TileOps::column(Value* buffer, DType dtype, Value* step, int lanes, int offset) {
    Value* place = m_ir.CreateNSWAdd(m_ir.CreateNSWMul(step, number(lanes)), number(offset));
    return m_ir.CreateInBoundsGEP(m_values.memoryType(dtype), buffer, place);
}

Value* TileOps::load(Value* buffer, DType dtype, Value* step, int lanes) {
    const llvm::Align align(dtypeSize(dtype) * static_cast<std::size_t>(lanes) % 64 == 0 ? 64 : dtypeSize(dtype));
    return m_values.fromMemory(m_ir.CreateAlignedLoad(m_values.memoryType(dtype, lanes), column(buffer, dtype, step, lanes, 0), align), dtype);
}

void TileOps::store(Value* buffer, DType dtype, Value* step, Value* value, int lanes) {
    const llvm::Align align(dtypeSize(dtype) * static_cast<std::size_t>(lanes) % 64 == 0 ? 64 : dtypeSize(dtype));
    m_ir.CreateAlignedStore(m_values.toMemory(m_values.splat(value, lanes), dtype), column(buffer, dtype, step, lanes, 0), align);
}

// Nothing when it is known to be.
Value* TileOps::isFull(const TileBlock& tile) {
    Value* out = nullptr;
    const auto within = [&](Value* first, Value* end, int count) {
        if (!end) return;
        Value* fits = m_ir.CreateICmpSLE(m_ir.CreateNSWAdd(first, number(count)), end);
        out = out ? m_ir.CreateAnd(out, fits) : fits;
    };
    within(tile.laneFirst, tile.laneEnd, tile.lanes);
    within(tile.stepFirst, tile.stepEnd, tile.steps);
    return out;
}

void TileOps::bindLane(const TileBlock& tile, Value* lane) { m_index.bind(tile.laneVariable, lane); }

// Which elements of each line of a group exist.
TileOps::Lines TileOps::masks(const TileBlock& tile, int group) {
    llvm::Type* type = m_values.type(DType::Bool, tile.steps);
    Value* columns = tile.stepEnd ? m_index.activeLanes(tile.stepFirst, tile.stepEnd, tile.steps) : llvm::Constant::getAllOnesValue(type);
    Lines out;
    for (int i = 0; i < tile.steps; ++i) {
        Value* lane = m_ir.CreateNSWAdd(tile.laneFirst, number(group + i));
        out.push_back(tile.laneEnd ? m_ir.CreateSelect(m_ir.CreateICmpSLT(lane, tile.laneEnd), columns, llvm::Constant::getNullValue(type)) : columns);
    }
    return out;
}

TileOps::Lines TileOps::addresses(int buffer, DType dtype, const SymInt& index, const TileBlock& tile, int group) {
    Value* first = m_ir.CreateNSWAdd(tile.laneFirst, number(group));
    bindLane(tile, first);
    Lines out = m_memory.places(buffer, dtype, index, {tile.laneVariable, tile.steps}, first);
    bindLane(tile, tile.laneFirst);
    return out;
}

// each(place in the scratch lines) for every element of a group that exists, both variables bound to it.
template <class Each>
void TileOps::eachElement(const TileBlock& tile, int group, DType dtype, Value* scratch, Each&& each) {
    const auto endOf = [&](Value* first, Value* end, int count) -> Value* {
        Value* most = m_ir.CreateNSWAdd(first, number(count));
        return end ? m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, most, end) : most;
    };
    Value* firstLane = m_ir.CreateNSWAdd(tile.laneFirst, number(group));
    Value* laneEnd = endOf(firstLane, tile.laneEnd, tile.steps);
    Value* stepEnd = endOf(tile.stepFirst, tile.stepEnd, tile.steps);
    m_flow.loop(firstLane, laneEnd, 1, "line", [&](Value* lane) {
        bindLane(tile, lane);
        m_flow.loop(tile.stepFirst, stepEnd, 1, "element", [&](Value* step) {
            m_index.bind(tile.stepVariable, step);
            Value* line = m_ir.CreateNSWSub(lane, firstLane);
            each(column(scratch, dtype, line, tile.steps, 0), m_ir.CreateNSWSub(step, tile.stepFirst));
        });
    });
    bindLane(tile, tile.laneFirst);
    m_index.bind(tile.stepVariable, tile.stepFirst);
}

TileOps::Lines TileOps::partialLines(const LoopExpr& load, const TileBlock& tile, int group) {
    llvm::Type* type = m_values.memoryType(load.dtype, tile.steps);
    llvm::Type* scalar = m_values.memoryType(load.dtype);
    const llvm::Align align(dtypeSize(load.dtype));
    Lines out;
    if (tile.masks) {
        const Lines mask = masks(tile, group), place = addresses(load.buffer, load.dtype, load.index, tile, group);
        for (std::size_t i = 0; i < mask.size(); ++i) out.push_back(m_ir.CreateMaskedLoad(type, place[i], align, mask[i], llvm::Constant::getNullValue(type)));
        return out;
    }
    Value* scratch = buffer(load.dtype, tile.steps, tile.steps);
    eachElement(tile, group, load.dtype, scratch, [&](Value* line, Value* step) {
        Value* element = m_ir.CreateAlignedLoad(scalar, m_memory.place(load.buffer, load.dtype, load.index), align);
        m_ir.CreateAlignedStore(element, m_ir.CreateInBoundsGEP(scalar, line, step), align);
    });
    for (int i = 0; i < tile.steps; ++i) out.push_back(m_ir.CreateAlignedLoad(type, column(scratch, load.dtype, number(i), tile.steps, 0), align));
    return out;
}

void TileOps::fill(Value* buffer, const LoopExpr& load, const TileBlock& tile) {
    llvm::Type* type = m_values.memoryType(load.dtype, tile.steps);
    const llvm::Align align(dtypeSize(load.dtype));
    for (int group = 0; group < tile.lanes; group += tile.steps) {
        const auto plain = [&] {
            Lines out;
            for (Value* place : addresses(load.buffer, load.dtype, load.index, tile, group)) out.push_back(m_ir.CreateAlignedLoad(type, place, align));
            return out;
        };
        Lines lines;
        if (Value* full = isFull(tile)) {
            const auto [a, b, fromA, fromB] = m_flow.either(full, plain, [&] { return partialLines(load, tile, group); });
            for (std::size_t i = 0; i < a.size(); ++i) {
                llvm::PHINode* phi = m_ir.CreatePHI(type, 2);
                phi->addIncoming(a[i], fromA);
                phi->addIncoming(b[i], fromB);
                lines.push_back(phi);
            }
        } else {
            lines = plain();
        }
        storeColumns(buffer, load.dtype, tile, group, std::move(lines));
    }
}

void TileOps::copyRows(Value* rows, const LoopExpr& load, const TileBlock& tile, int run) {
    llvm::Type* type = m_values.memoryType(load.dtype, tile.steps);
    llvm::Type* scalar = m_values.memoryType(load.dtype);
    const llvm::Align align(dtypeSize(load.dtype));
    const auto eachRow = [&](auto&& vectors) {
        Value* count = number(tile.lanes);
        if (tile.laneEnd) count = m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, count, m_ir.CreateNSWSub(tile.laneEnd, tile.laneFirst));
        m_flow.loop(number(0), count, 1, "row", [&](Value* row) {
            bindLane(tile, m_ir.CreateNSWAdd(tile.laneFirst, row));
            for (int i = 0; i < run; i += tile.steps) {
                Value* first = m_ir.CreateNSWAdd(tile.stepFirst, number(i));
                m_index.bind(tile.stepVariable, first);
                vectors(column(rows, load.dtype, row, run, i), first);
            }
        });
        // Lanes that do not exist hold zeros.
        if (tile.laneEnd)
            m_flow.loop(count, number(tile.lanes), 1, "row", [&](Value* row) {
                for (int i = 0; i < run; i += tile.steps) m_ir.CreateAlignedStore(llvm::Constant::getNullValue(type), column(rows, load.dtype, row, run, i), align);
            });
        bindLane(tile, tile.laneFirst);
        m_index.bind(tile.stepVariable, tile.stepFirst);
        return 0;
    };
    const auto place = [&] { return m_memory.place(load.buffer, load.dtype, load.index); };
    const auto whole = [&] { return eachRow([&](Value* to, Value*) { m_ir.CreateAlignedStore(m_ir.CreateAlignedLoad(type, place(), align), to, align); }); };
    if (!tile.stepEnd) {
        whole();
        return;
    }
    const auto partial = [&] {
        return eachRow([&](Value* to, Value* first) {
            if (tile.masks) {
                Value* within = m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, first, tile.stepEnd);  // whole vectors of a run may lie past the end
                Value* exist = m_index.activeLanes(within, tile.stepEnd, tile.steps);
                m_ir.CreateAlignedStore(m_ir.CreateMaskedLoad(type, place(), align, exist, llvm::Constant::getNullValue(type)), to, align);
                return;
            }
            Value* end = m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, m_ir.CreateNSWAdd(first, number(tile.steps)), tile.stepEnd);
            m_ir.CreateAlignedStore(llvm::Constant::getNullValue(type), to, align);
            m_flow.loop(first, end, 1, "element", [&](Value* step) {
                m_index.bind(tile.stepVariable, step);
                Value* element = m_ir.CreateAlignedLoad(scalar, place(), align);
                m_ir.CreateAlignedStore(element, m_ir.CreateInBoundsGEP(scalar, to, m_ir.CreateNSWSub(step, first)), align);
            });
        });
    };
    m_flow.either(m_ir.CreateICmpSLE(m_ir.CreateNSWAdd(tile.stepFirst, number(run)), tile.stepEnd), whole, partial);
}

void TileOps::fillFromRows(Value* buffer, Value* rows, DType dtype, const TileBlock& tile, int run, Value* offset) {
    llvm::Type* type = m_values.memoryType(dtype, tile.steps);
    const llvm::Align align(dtypeSize(dtype));
    for (int group = 0; group < tile.lanes; group += tile.steps) {
        Lines lines;
        for (int i = 0; i < tile.steps; ++i)
            lines.push_back(m_ir.CreateAlignedLoad(type, m_ir.CreateInBoundsGEP(m_values.memoryType(dtype), column(rows, dtype, number(group + i), run, 0), offset), align));
        storeColumns(buffer, dtype, tile, group, std::move(lines));
    }
}

void TileOps::storeColumns(Value* buffer, DType dtype, const TileBlock& tile, int group, Lines lines) {
    const llvm::Align align(dtypeSize(dtype));
    const Lines columns = transposed(m_ir, std::move(lines));
    for (int step = 0; step < tile.steps; ++step)
        m_ir.CreateAlignedStore(columns[static_cast<std::size_t>(step)], column(buffer, dtype, number(step), tile.lanes, group), align);
}

void TileOps::drain(Value* buffer, const LoopStore& store, DType dtype, const TileBlock& tile, MemoryOps::Kind kind) {
    llvm::Type* type = m_values.memoryType(dtype, tile.steps);
    llvm::Type* scalar = m_values.memoryType(dtype);
    const llvm::Align align(dtypeSize(dtype));
    for (int group = 0; group < tile.lanes; group += tile.steps) {
        Lines columns;
        for (int step = 0; step < tile.steps; ++step) columns.push_back(m_ir.CreateAlignedLoad(type, column(buffer, dtype, number(step), tile.lanes, group), align));
        const Lines lines = transposed(m_ir, std::move(columns));
        const auto plain = [&] {
            const Lines place = addresses(store.buffer, dtype, store.offset, tile, group);
            for (std::size_t i = 0; i < lines.size(); ++i) m_memory.write(lines[i], place[i], dtype, kind);
            return 0;
        };
        const auto partial = [&] {
            if (tile.masks) {
                const Lines mask = masks(tile, group), place = addresses(store.buffer, dtype, store.offset, tile, group);
                for (std::size_t i = 0; i < lines.size(); ++i) m_ir.CreateMaskedStore(lines[i], place[i], align, mask[i]);
                return 0;
            }
            Value* scratch = this->buffer(dtype, tile.steps, tile.steps);
            for (int i = 0; i < tile.steps; ++i) m_ir.CreateAlignedStore(lines[static_cast<std::size_t>(i)], column(scratch, dtype, number(i), tile.steps, 0), align);
            eachElement(tile, group, dtype, scratch, [&](Value* line, Value* step) {
                Value* element = m_ir.CreateAlignedLoad(scalar, m_ir.CreateInBoundsGEP(scalar, line, step), align);
                m_ir.CreateAlignedStore(element, m_memory.place(store.buffer, dtype, store.offset), align);
            });
            return 0;
        };
        if (Value* full = isFull(tile)) m_flow.either(full, plain, partial);
        else plain();
    }
}

}  // namespace whittle

// Loads and stores of a kernel's buffers, of one element or of a block of lanes: one vector where the lanes lie next to
// each other, a gather where not, masked where some lanes must not touch memory.
#pragma once

#include "engine/codegen/index_ops.h"
#include "engine/loops/kernel.h"

namespace whittle {

class MemoryOps {
public:
    MemoryOps(llvm::IRBuilder<>& ir, ValueOps& values, IndexOps& index) : m_ir(ir), m_values(values), m_index(index) {}

    /// `overwritten`: by buffer, as LoopBuffer has it.
    void bind(std::vector<llvm::Value*> buffers, std::vector<bool> overwritten) {
        m_buffers = std::move(buffers);
        m_overwritten = std::move(overwritten);
    }

    /// `mask`: nothing, or where memory may be touched; elsewhere the result is 0.
    llvm::Value* load(const LoopExpr& load, llvm::Value* mask, const Lanes& lanes);

    /// What is at the place of a store.
    llvm::Value* current(const LoopStore& store, DType dtype, const Lanes& lanes);

    enum class Kind { Normal, NonTemporal };
    /// The lanes of the store lie next to each other.
    void store(const LoopStore& store, DType dtype, llvm::Value* value, const Lanes& lanes, Kind kind);

    /// Where an element lies, which need not exist.
    llvm::Value* place(int buffer, DType dtype, const SymInt& index);
    /// The same for as many values of the block's variable as it counts, from what it is bound to, which is `first`.
    std::vector<llvm::Value*> places(int buffer, DType dtype, const SymInt& index, const LaneBlock& block, llvm::Value* first);
    /// Asks for the cache line of an element, which need not exist; into the second level, since rows that lie a power of two apart share
    /// few places in the first.
    void prefetch(llvm::Value* place);
    /// A vector as memory has it to consecutive elements.
    void write(llvm::Value* value, llvm::Value* address, DType dtype, Kind kind);

private:
    llvm::Value* at(int buffer, DType dtype, llvm::Value* offset);
    llvm::Value* loadOne(const LoopExpr& load);
    llvm::Value* loadOneIf(const LoopExpr& load, llvm::Value* mask);
    llvm::Value* loadShuffled(const LoopExpr& load, std::int64_t step, int lanes);
    llvm::Value* loadLanes(const LoopExpr& load, llvm::Value* mask, const Lanes& lanes);
    llvm::LoadInst* unchanging(llvm::LoadInst* load, int buffer);

    llvm::IRBuilder<>& m_ir;
    ValueOps& m_values;
    IndexOps& m_index;
    std::vector<llvm::Value*> m_buffers;
    std::vector<bool> m_overwritten;
};

}  // namespace whittle

// Tiles: what lies along another loop than the one that runs in lanes passes through a small buffer that stays in the
// innermost cache, transposed on the way by shuffles. Gathers read the same memory one element at a time.
#pragma once

#include "engine/codegen/flow_ops.h"
#include "engine/codegen/memory_ops.h"

namespace whittle {

/// `lanes` values of one loop's variable by `steps` of another's, whose neighbours lie side by side in memory.
struct TileBlock {
    std::string laneVariable;
    llvm::Value* laneFirst = nullptr;
    llvm::Value* laneEnd = nullptr;  ///< lanes from here on do not exist; nothing: all do
    int lanes = 1;                   ///< a multiple of the steps
    std::string stepVariable;
    llvm::Value* stepFirst = nullptr;
    llvm::Value* stepEnd = nullptr;  ///< as laneEnd
    int steps = 1;
    bool masks = false;              ///< masked instructions cost what plain ones do
};

/// The lines are vectors of `steps` elements, as many as there are lanes; the result are columns, line i in lane i.
std::vector<llvm::Value*> transposed(llvm::IRBuilder<>& ir, std::vector<llvm::Value*> lines);

class TileOps {
public:
    TileOps(llvm::IRBuilder<>& ir, ValueOps& values, IndexOps& index, MemoryOps& memory) : m_ir(ir), m_values(values), m_index(index), m_memory(memory), m_flow(ir) {}

    /// Room for one tile, in the function's frame.
    llvm::Value* buffer(DType dtype, int lanes, int steps);

    /// From the memory that the load reads. Both variables are bound to their first values before and after.
    void fill(llvm::Value* buffer, const LoopExpr& load, const TileBlock& tile);
    /// In two steps: first `run` elements of each lane's row, one row after the other, into a buffer of lanes by run; then tiles from there, which
    /// begin `offset` elements into the run.
    void copyRows(llvm::Value* rows, const LoopExpr& load, const TileBlock& tile, int run);
    void fillFromRows(llvm::Value* buffer, llvm::Value* rows, DType dtype, const TileBlock& tile, int run, llvm::Value* offset);
    void drain(llvm::Value* buffer, const LoopStore& store, DType dtype, const TileBlock& tile, MemoryOps::Kind kind);

    /// All lanes of one step, counted from the tile's first.
    llvm::Value* load(llvm::Value* buffer, DType dtype, llvm::Value* step, int lanes);
    void store(llvm::Value* buffer, DType dtype, llvm::Value* step, llvm::Value* value, int lanes);

private:
    using Lines = std::vector<llvm::Value*>;
    llvm::Value* number(std::int64_t value) { return m_ir.getInt64(static_cast<std::uint64_t>(value)); }
    llvm::Value* column(llvm::Value* buffer, DType dtype, llvm::Value* step, int lanes, int offset);
    llvm::Value* isFull(const TileBlock& tile);
    void bindLane(const TileBlock& tile, llvm::Value* lane);
    Lines masks(const TileBlock& tile, int group);
    Lines addresses(int buffer, DType dtype, const SymInt& index, const TileBlock& tile, int group);
    template <class Each>
    void eachElement(const TileBlock& tile, int group, DType dtype, llvm::Value* scratch, Each&& each);
    void storeColumns(llvm::Value* buffer, DType dtype, const TileBlock& tile, int group, Lines lines);
    Lines partialLines(const LoopExpr& load, const TileBlock& tile, int group);

    llvm::IRBuilder<>& m_ir;
    ValueOps& m_values;
    IndexOps& m_index;
    MemoryOps& m_memory;
    FlowOps m_flow;
};

}  // namespace whittle

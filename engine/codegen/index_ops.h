// Index expressions as LLVM values: one number for a whole block of lanes where the lanes agree, a vector where not.
#pragma once

#include <llvm/IR/IRBuilder.h>

#include "engine/codegen/value_ops.h"
#include "engine/loops/lanes.h"

namespace whittle {

/// The block of lanes that code is being made for; count 1: scalar code.
struct Lanes {
    std::string variable;
    int count = 1;
    llvm::Value* active = nullptr;  ///< <count x i1> in the last, partial block; nothing: all of them
    const std::set<std::string>* loose = nullptr;  ///< as in LaneBlock

    LaneBlock block() const { return {variable, count, loose}; }
};

class IndexOps {
public:
    IndexOps(llvm::IRBuilder<>& ir, ValueOps& values, IndexRanges ranges) : m_ir(ir), m_values(values), m_ranges(std::move(ranges)) {}

    /// The first lane's, i64; every lane's for a name that is loose in the lanes.
    void bind(const std::string& name, llvm::Value* value) { m_vars[name] = value; }

    llvm::Value* scalar(const SymInt& index);                     ///< i64, of the first lane
    llvm::Value* vector(const SymInt& index, const Lanes& lanes); ///< <count x i64>
    /// <lanes x i1>: those of a block from `first` on that lie below the extent.
    llvm::Value* activeLanes(llvm::Value* first, llvm::Value* extent, int lanes);
    /// The cheaper of the two that is right.
    llvm::Value* value(const SymInt& index, const Lanes& lanes);

private:
    llvm::Value* atom(const SymInt::Atom& atom);
    llvm::Value* atomLanes(const SymInt::Atom& atom, const Lanes& lanes);
    llvm::Value* divide(const SymInt::Atom& atom, llvm::Value* a, llvm::Value* b);

    llvm::IRBuilder<>& m_ir;
    ValueOps& m_values;
    IndexRanges m_ranges;
    std::unordered_map<std::string, llvm::Value*> m_vars;
};

}  // namespace whittle

// A kernel of the loop IR: a nest of loops around expressions, as plain data. The scheduler makes it, the
// printer and the code generators read it; nothing in it refers back to the graph except by name and id.
#pragma once

#include <optional>

#include "engine/base/ids.h"
#include "engine/ir/type.h"
#include "engine/loops/expr.h"
#include "engine/loops/index.h"

namespace whittle {

/// A dense tensor that a kernel reads or writes.
struct LoopBuffer {
    enum class Role {
        Input,
        Output,
        Update,  ///< holds a result already, of which the kernel writes parts
    };
    Role role = Role::Input;
    DType dtype = DType::F32;
    SymSizes sizes;
    ValueId value;     ///< what it is in the graph
    std::string note;  ///< the value's name, for readers
    MemoryOrder order = MemoryOrder::RowMajor;
    bool overwritten = false;  ///< an Input over whose elements an output may lie: each is read where that output is stored
};

struct LoopStore {
    int buffer = 0;
    SymInt offset;  ///< in elements
    ExprId value;   ///< of the buffer's dtype
    std::optional<Combiner> combiner = {};  ///< of an Update: how the value joins what is there; nothing: it replaces it
};

/// Two sizes that the kernel takes to be equal though they are not the same expression.
struct LoopGuard {
    SymInt left, right;
    friend bool operator==(const LoopGuard&, const LoopGuard&) = default;
};

/// What the run must not meet, such as a position outside its dimension.
struct LoopCheck {
    std::string message;  ///< the error's; {value} stands for the value that was refused, {size} for `size`
    SymInt size;
    ValueId value;        ///< of the graph, whose operator asks for it
    friend bool operator==(const LoopCheck&, const LoopCheck&) = default;
};

/// Computes every store for every point of `ranges`. The first `parallel` ranges, flattened in order, may run
/// in any order and on any thread; the others run inside, in order. An expression is worked out in the
/// outermost loop that has its variables (see placeExprs), a Reduce runs its own loops there.
struct LoopKernel {
    std::string name;
    std::vector<std::string> symbols;  ///< sizes it needs, in parameter order
    SymRanges sizes;                   ///< of `symbols`, where it is not any size >= 0: indices are made, and code is, for these values only
    std::vector<LoopBuffer> buffers;   ///< in parameter order
    std::vector<LoopVar> ranges;       ///< outermost first
    int parallel = 0;
    bool turnwise = false;             ///< each step is one turn of the parallel loops, for who counts them himself; lanes go along the others
    ExprPool exprs;
    std::vector<LoopStore> stores;
    std::vector<LoopGuard> guards;     ///< whoever runs it checks these first: offsets are only in range when they hold
    std::vector<LoopCheck> checks;     ///< what Check expressions refuse; the first that fails ends the run

    SymInt parallelExtent() const;  ///< how many steps [begin, end) may cover
    SymInt points() const;          ///< all iterations of `ranges`
};

/// Which expressions run where. Level 0 is before all loops, level k inside the k-th of `ranges`; an expression of
/// a reduction's body stands in that reduction's list. Only what the stores need, operands first.
struct Placement {
    std::vector<std::vector<ExprId>> levels;                   ///< ranges.size() + 1 of them
    std::unordered_map<ExprId, std::vector<ExprId>> bodies;    ///< by Reduce
};
Placement placeExprs(const LoopKernel& kernel);

/// Symbols that the kernel's extents, offsets and sizes mention, loop variables left out, in name order.
std::vector<std::string> freeSymbols(const LoopKernel& kernel);
/// Makes those its parameters, with what is declared of them.
void nameSizes(LoopKernel& kernel, const SymRanges& declared);

/// Rules of the IR: operand counts and dtypes, operands before users, offsets over known variables, stores in
/// range. Errors: Internal, naming the kernel and the expression: a lowering is wrong, not the user's input.
Result<void> checkKernel(const LoopKernel& kernel);

/// The kernel as text: loops indented, one line an expression, at the place where it runs. Stable.
std::string printKernel(const LoopKernel& kernel);
/// The same without the names of the kernel and of the values: equal for kernels that are the same code.
std::string kernelFingerprint(const LoopKernel& kernel);

}  // namespace whittle

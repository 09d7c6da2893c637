// What a compilation leaves: steps with the code that runs them, and the lifetimes of what lies between. Nothing in it changes while it runs.
#pragma once

#include <unordered_set>

#include "engine/codegen/cpu_jit.h"
#include "engine/kernels/kernel_list.h"
#include "engine/ops/fault.h"
#include "engine/runtime/lifetimes.h"
#include "engine/schedule/schedule.h"

namespace whittle {

/// A step ready to run; CompileReport::kernels has one record for each.
struct Thunk {
    Step step;
    std::shared_ptr<const CompiledKernel> code;   // Loops; of a Library, what it calls with each part of its result
    const KernelCandidate* library = nullptr;     // Library
    KernelSession* session = nullptr;             // Library: the program's, or its variant
    std::vector<PostOp> epilogue;                 // Library, without its operands
    bool reordered = false;                       // Library: its results, channels innermost, are brought into row-major order
    std::optional<PlantedFault> fault;            // Eager, when planted
};

struct Program {
    Graph graph;
    std::vector<Thunk> thunks;
    Lifetimes lifetimes;
    std::unique_ptr<KernelSession> session;
    std::uint64_t seed = 0;
    std::vector<SymSizes> outputStrides;  ///< by graph output, empty where none are on record
    std::size_t values = 0;               ///< as Schedule::values
    std::unordered_set<ValueId> packed;   ///< as MemoryLayout::packed
    std::size_t taps = 0;                 ///< how many of the graph's outputs, the last ones, are there for a tap
};

}  // namespace whittle

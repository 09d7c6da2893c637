// From when to when each intermediate of a schedule is in memory, and which kernel may write its result over what it reads: all of the
// memory plan that does not depend on sizes. Decided once, before code is made, since code for a buffer that is written over differs.
#pragma once

#include "engine/runtime/memory_plan.h"
#include "engine/schedule/schedule.h"

namespace whittle {

/// An intermediate that has a place in the arena when its size is known as a run begins.
struct Lifetime {
    ValueId value;
    std::string name;
    DType dtype = DType::F32;
    SymSizes sizes;
    MemoryOrder order = MemoryOrder::RowMajor;
    int first = 0, last = 0;  ///< steps; reads of views count
    int over = -1;            ///< into Lifetimes::values: what it is written over
    std::string node = {};    ///< that makes it
};

/// A value without a place, but for its bytes.
struct OutsideLifetime {
    OutsideValue value;
    DType dtype = DType::F32;
    SymSizes sizes;
};

struct GivenLifetime {
    GivenValue value;
    DType dtype = DType::F32;
    SymSizes sizes;
};

struct Lifetimes {
    std::vector<Lifetime> values;       ///< in the order of `first`
    std::vector<OutsideLifetime> outside;  ///< likewise
    std::vector<GivenLifetime> given;   ///< in the order of the graph's inputs
    std::vector<bool> leaves;           ///< by value: a result of the graph, or what a result is a view of
    std::vector<int> lastRead;          ///< by value, views as the value below them; -1: never
    std::vector<Decision> decisions;    ///< rule "in-place"
};

/// Marks the kernels' buffers that are written over (LoopBuffer::overwritten).
Lifetimes planLifetimes(const Graph& graph, Schedule& schedule);

/// The plan for these sizes; `sizeOf` answers an error for what it does not know.
MemoryPlan planMemory(const Lifetimes& lifetimes, const std::function<Result<std::int64_t>(const SymInt&)>& sizeOf);

}  // namespace whittle

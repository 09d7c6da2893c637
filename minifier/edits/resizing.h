// What follows from a size that changes: the sizes that must be as large, what is computed from them, and the numbers
// among arguments that say the same.
#pragma once

#include <unordered_map>

#include "minifier/edits/dim_classes.h"
#include "minifier/edits/fit_data.h"

namespace whittle {

/// What to try for a size, the extreme first, then half, three quarters, ...; none below `least`.
std::vector<std::int64_t> sizesBelow(std::int64_t size, std::int64_t least = 1);

class Resizing {
public:
    /// Borrows both.
    Resizing(const Graph& graph, const DimClasses& classes);

    /// Works out the graph in which the classes of these slots have this size. Errors: Verify when there is none.
    Result<void> plan(std::span<const DimClasses::Slot> slots, std::int64_t size);
    /// Makes `graph`, a copy of the one it was planned for, that graph; input data follows. Errors: Verify.
    Result<void> commit(Graph& graph, Keep keep = Keep::First) const;

private:
    std::int64_t& now(DimClasses::Slot slot) { return m_now[static_cast<std::size_t>(m_classes.classOf(slot))]; }
    bool isGiven(DimClasses::Slot slot) const { return m_given[static_cast<std::size_t>(m_classes.classOf(slot))]; }
    Result<void> set(DimClasses::Slot slot, std::int64_t size);
    Result<void> settleMultiples();
    Result<void> settleTypes();
    Result<void> settleNode(const Node& node);
    Result<void> settleResult(ValueId id, const Type& inferred);
    const std::vector<NamedArg>& argsOf(const Node& node);
    const Type& type(ValueId id) const;
    bool retypeInput(ValueId id);

    const Graph& m_graph;
    const DimClasses& m_classes;
    std::unordered_map<NodeId, std::vector<std::size_t>> m_literalsOf;  // indices into classes.literals()
    std::vector<std::int64_t> m_now;  // by class
    std::vector<bool> m_given;        // by class: asked for, so nothing may change it
    std::vector<int> m_changes;       // by class: how often it was set
    bool m_changed = false;           // since the last round began
    std::unordered_map<ValueId, Type> m_types;                 // what differs from the graph
    std::unordered_map<NodeId, std::vector<NamedArg>> m_args;  // what differs from the graph
};

}  // namespace whittle

// Which sizes of a graph hang together. A slot is one size: a dimension of a value, an integer in the graph, or a
// number among a node's arguments. A class is the slots that are equal because some operator wants them so. What a type
// rule wants is found by asking it: does it take the node with this size (and those) times a prime, and what comes
// out? No operator is known by its name.
#pragma once

#include <vector>

#include "minifier/edits/edit.h"

namespace whittle {

/// The argument of the node that lists the sizes of its only result, as a reshape's does; -1 when there is none.
int sizesArgument(const Graph& graph, const Node& node);

class DimClasses {
public:
    using Slot = int;
    /// `node`'s argument `arg`, when `item` is not negative that element of the list it is.
    struct Literal {
        NodeId node;
        std::size_t arg = 0;
        int item = -1;
    };
    /// `whole` is a multiple of each factor: it changes by the product of what they change by.
    struct Multiple {
        Slot whole = 0;
        std::vector<Slot> factors;
    };

    /// Cost: a few questions to the type rule a dimension of each node; equal nodes are asked about once.
    explicit DimClasses(const Graph& graph);

    int count() const { return static_cast<int>(m_slots.size()); }  ///< of slots; a class is named by its first one
    Slot classOf(Slot slot) const { return m_class[static_cast<std::size_t>(slot)]; }
    std::int64_t size(Slot slot) const { return m_slots[static_cast<std::size_t>(slot)].size; }  ///< -1: symbolic
    /// The slot of a value's dimension (of the value itself when it is an integer), -1 when there is none.
    Slot slotOf(const DimRef& dim) const;
    const std::vector<std::pair<Literal, Slot>>& literals() const { return m_literals; }
    const std::vector<Multiple>& multiples() const { return m_multiples; }
    /// The dimension that a class is first seen as, inputs before results, of those that an input, a literal or a factor
    /// of another size belongs to: any other is what comes out of them. Sizes of 1 are left out.
    std::vector<std::pair<DimRef, Slot>> leaders() const;

private:
    struct One {
        DimRef dim;  // invalid value: a literal
        std::int64_t size = -1;
    };
    struct Relations;
    class NodeProbe;
    Slot find(Slot slot);
    void join(Slot a, Slot b);
    void joinFactors();
    void addValue(const Graph& graph, ValueId id);

    std::vector<One> m_slots;
    std::vector<Slot> m_class;
    int m_inputSlots = 0;         // those of inputs come first
    std::vector<Slot> m_firstOf;  // by value id: the slot of its first dimension, -1
    std::vector<int> m_slotsOf;   // by value id: how many
    std::vector<std::pair<Literal, Slot>> m_literals;
    std::vector<Multiple> m_multiples;
};

}  // namespace whittle

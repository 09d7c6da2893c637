// softmax(scale * q k^T + mask) v in a graph, in the ways in which models and exporters write it: any of attention_products.h, also with the leading
// dimensions joined; the scale as factor or divisor of the scores, of the queries, of the keys or of both; the mask added or filled in; casts,
// dropout that drops nothing, and softmax that answers 0 for a row of -inf, whole or in its parts.
#pragma once

#include "engine/passes/attention_products.h"
#include "engine/passes/constant_tensors.h"

namespace whittle {

struct AttentionMask {
    enum class Way {
        Added,
        Visible,  ///< bool: `fill` takes the place of scores where it is false
        Hidden,   ///< the reverse
    };
    Way way = Way::Added;
    ValueId value;
    double fill = 0;
};

struct AttentionPattern {
    /// A factor of a product, without what the operator does by itself.
    struct Factor {
        ValueId value;
        DimOrder order;          ///< before anything else
        bool turned = false;     ///< its last two dimensions stand the other way round
        bool isFlat = false;     ///< its leading dimensions are joined, those of `scores` are not
    };
    Factor query, key, value;
    double scale = 1;
    std::optional<AttentionMask> mask;
    bool isSafe = false;         ///< a row of -inf throughout gives 0, not NaN
    SymSizes scores;             ///< where the mask is put on them
    DimOrder resultOrder;        ///< of the second product, among [..., rows, columns]
    NodeId last;                 ///< the second product
    std::vector<NodeId> nodes;   ///< all that is replaced, the last one and dead readers included
};

/// Who reads what, before anything was replaced. Readers that nobody reads do not count.
class LiveUses {
public:
    explicit LiveUses(const Graph& graph);
    std::span<const NodeId> users(ValueId id) const { return knows(id) ? std::span<const NodeId>(m_users[static_cast<std::size_t>(id.index())]) : std::span<const NodeId>(); }
    /// Of a value that a replacement made: who reads it is not known, so it counts as one.
    bool isOutput(ValueId id) const { return !knows(id) || m_all.isOutput(id); }
    /// The dead nodes that read a value, directly or not.
    std::vector<NodeId> deadReaders(const Graph& graph, ValueId id) const;

private:
    bool knows(ValueId id) const { return static_cast<std::size_t>(id.index()) < m_users.size(); }

    UseMap m_all;
    std::vector<std::vector<NodeId>> m_users;
};

/// The pattern around a softmax whose inner values nobody else reads; nothing where it is not one.
std::optional<AttentionPattern> attentionAround(const Graph& graph, const LiveUses& uses, ConstantTensors& constants, const Node& softmax);

/// Whether a score of this size, or this far below what it was, leaves no weight beside any that models have: exp of the difference is 0 in f32.
bool isFarBelow(double number, DType dtype);

/// Whether the node is a softmax of any form.
bool isSoftmax(const Node& node);

}  // namespace whittle

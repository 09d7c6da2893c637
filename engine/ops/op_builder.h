// Appends operators to a graph with their types inferred: for readers without shapes, decompositions
// and passes.
#pragma once

#include "engine/ops/op_call.h"

namespace whittle {

/// Holds the graph for the time of one rewrite; new nodes get `origin` and stand before `before`
/// (invalid id: at the end).
class OpBuilder {
public:
    OpBuilder(Graph& graph, OriginRef origin, NodeId before = {}, Precision precision = Precision::AsGiven)
        : m_graph(graph), m_origin(std::move(origin)), m_before(before), m_precision(precision) {}

    /// Errors: Unsupported for an unknown operator, else the op's own.
    Result<std::vector<ValueId>> call(std::string_view op, std::vector<NamedArg> args, std::string name = {},
                                      std::vector<std::string> outputNames = {});
    /// The same for operators with exactly one output.
    Result<ValueId> one(std::string_view op, std::vector<NamedArg> args, std::string name = {});
    /// The nodes that `op` applied to `args` is made of, by its `decompose`; answers what they give.
    /// Errors: as OpCall::bind and the decomposition itself; nodes made until then stay, unread.
    Result<std::vector<ValueId>> decompose(const OpDef& op, std::span<const NamedArg> args);
    const Type& type(ValueId id) const { return m_graph.type(id); }
    Graph& graph() { return m_graph; }

private:
    Graph& m_graph;
    OriginRef m_origin;
    NodeId m_before;
    Precision m_precision;
};

}  // namespace whittle

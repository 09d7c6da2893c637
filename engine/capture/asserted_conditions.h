// What the assertions of a program, such as torch.export leaves behind, claim of integers.
#pragma once

#include "engine/ir/graph.h"
#include "engine/ir/sym_condition.h"

namespace whittle {

struct AssertedCondition {
    SymCondition condition;
    NodeId by;  ///< what compares: of the assertion, or of what it reads
};

/// All of `conditions` hold where the assertion does; `whole`: and it holds where they do. Other operators claim nothing, and are not whole.
struct Assertion {
    std::vector<AssertedCondition> conditions;
    bool whole = false;
};

/// Of a node of the graph. Cost: linear in its arguments.
Assertion assertedBy(const Graph& graph, const Node& node);

}  // namespace whittle

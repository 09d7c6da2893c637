// What the type rules of higher-order operators share: a graph against the operands it will be given, and
// its results for them.
#pragma once

#include "engine/ops/op_call.h"

namespace whittle::ops {

/// Types of the graph's results when its inputs are `operands`: the recorded ones, with the symbols that stand
/// alone as a size of an input replaced by that operand's size (so on actual data most sizes become known).
/// Errors, numbered with the operator's name: OP.1 for another number of inputs, OP.2 for an operand of another kind,
/// dtype, rank or constant size.
Result<Types> graphResults(const OpCall& call, const Graph& graph, const Types& operands);

/// Two lists of types that must be alike because one stands for the other: results of two branches, a loop's
/// state before and after. Sizes may differ: such a one depends on data. Errors: OP.3, with `what` as the place.
Result<Types> merged(const OpCall& call, const Types& a, const Types& b, std::string_view what);

/// Types of the elements of an Any[] argument.
Types typesOf(const OpCall& call, std::string_view list);

/// "OP.4: a condition must be a bool or a tensor with one element" for anything else.
Result<void> checkCondition(const OpCall& call, const Type& type, std::string_view what);

}  // namespace whittle::ops

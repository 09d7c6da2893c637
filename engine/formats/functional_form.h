// How a node that writes to its arguments is said without writing: in-place operators by their row's `functional`,
// `out=` overloads by the operator whose result they store, and the operators that write although their schema does
// not say so (batch norm in training mode).
//
// One convention serves all: the functional operator gives the node's own results first, and then the new value of
// each written argument, in the schema's order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/ops/op_call.h"

namespace whittle {

struct FunctionalForm {
    std::string op;
    std::vector<NamedArg> args;     ///< of `op`; values as in the node
    std::vector<ValueId> written;   ///< each takes one of the last results of `op`
    /// For each result of the node: the written value it is, or none when it is the next of `op`'s own results.
    std::vector<std::optional<std::size_t>> results;
    bool resizes = false;           ///< what is written may change its sizes ("out=")
};

/// Nothing when the node writes to no argument.
/// Errors: Unsupported for an operator that writes and has no functional form; Format when the written argument is missing.
Result<std::optional<FunctionalForm>> functionalForm(std::string_view op, const std::vector<NamedArg>& args, std::size_t results);

/// Types of the node's own results, given the types of its arguments. Errors: those of the functional operator.
Result<Types> resultTypes(const FunctionalForm& form, const OpCall::TypeLookup& type);

/// The operator whose results "aten.add.out" stores: the first of "aten.add.*" that takes `positional` arguments by
/// position and the ones called `names`, not counting those it is to write. Null when there is none or `op` is no such overload.
const OpDef* operatorOfOut(std::string_view op, std::span<const std::string> names, std::size_t positional = 0);

}  // namespace whittle

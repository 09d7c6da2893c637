// What type rules and decompositions say about sizes that may be symbolic.
#pragma once

#include <span>

#include "engine/ops/op_builder.h"
#include "engine/ops/op_call.h"

namespace whittle::ops {

/// Whether two sizes differ. Where that depends on symbols it is asked (engine/ir/size_decider.h); without an answer
/// they do not: only what is certainly wrong is refused before a run, and at run time all sizes are constants.
bool differ(const SymInt& a, const SymInt& b);

/// Whether a size is 1, asked where that depends on symbols; without an answer it is not.
bool isOne(const SymInt& size);

SymInt product(std::span<const SymInt> sizes);
std::string sizesText(std::span<const SymInt> sizes);  ///< "[2,s0]"

/// `from` with other sizes (row-major), as the one output of a type rule.
Types resized(const TensorType& from, SymSizes sizes);
TensorType withSizes(const TensorType& from, SymSizes sizes);

/// A size as an argument of a node: a constant as it is; a symbolic one is a number among `from` that equals it, or read with
/// sym_size from a dimension of a tensor among them, else worked out from its symbols. Errors: Unsupported without these.
Result<Arg> sizeArg(OpBuilder& build, const SymInt& size, std::span<const ValueId> from);

/// The same for all sizes of a view; a symbolic size that is the only one is given as -1.
Result<Arg> sizeArgs(OpBuilder& build, std::span<const SymInt> sizes, std::span<const ValueId> from);

/// The tensor argument `name` as a value, invalid for None.
ValueId valueArg(const OpCall& call, std::string_view name);

/// aten.view to `sizes`, or `value` itself when it has them already.
Result<ValueId> viewTo(OpBuilder& build, ValueId value, const SymSizes& sizes, std::span<const ValueId> from = {});

}  // namespace whittle::ops

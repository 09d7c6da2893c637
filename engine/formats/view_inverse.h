// Operators whose result may be a view of their argument: when it is one, and how a change of the view is carried
// back to what it is a view of. With this, in-place writes through views become values, as PyTorch's
// functionalisation has it. What has no inverse (a write through expand, where several elements are one) says so.
#pragma once

#include <string_view>

#include "engine/ir/schema.h"
#include "engine/ops/op_builder.h"

namespace whittle {

/// One use of an operator that may give views. Arguments hold values of the graph being built, or slots of an
/// import: `type` knows which.
struct ViewUse {
    std::string_view op;
    std::span<const NamedArg> args;
    OpCall::TypeLookup type;

    const Arg* arg(std::string_view name) const;
};

enum class Sharing {
    None,    ///< a new tensor
    View,    ///< shares memory with its first tensor argument
    Unknown  ///< one or the other, which depends on strides that are not on record
};
/// Whether strides stand in the types (empty ones then mean row-major).
enum class Strides { Recorded, Missing };

/// What the results of `use`, the first of them of type `result`, share with its first tensor argument.
/// `schema` may be null (unknown operator: None).
Sharing sharingOf(const ViewUse& use, const Type& result, const Schema* schema, Strides strides);

/// Whether the operator gives a view whatever its arguments are.
bool alwaysView(std::string_view op);

/// The argument that the results are views of: the first tensor; invalid when there is none.
ValueId viewedValue(const ViewUse& use);

/// One view to undo: `use` was applied to `base` and gave `results` views; view number `result` now has the value `changed`.
struct ViewChange {
    ViewUse use;
    ValueId base;
    ValueId changed;
    std::size_t result = 0;
    std::span<const ValueId> results;  ///< all views that the operator gave, as values of the graph
};

/// The base after the change. Errors: Unsupported, naming the operator that cannot be undone.
Result<ValueId> putBack(const ViewChange& change, OpBuilder& build);

}  // namespace whittle

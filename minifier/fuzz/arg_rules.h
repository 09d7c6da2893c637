// The table behind draw_args: how an argument is drawn where its kind does not tell. One row an argument's name, or an operator's
// argument; none may be needed for a graph to be valid, only for enough draws to be.
#pragma once

#include "minifier/fuzz/draft.h"

namespace whittle {

/// One argument being drawn, after those in `sofar`.
struct ArgDraw {
    Draft& draft;
    const OpDef& op;
    const SchemaArg* arg;
    std::vector<NamedArg> sofar;

    Random& random() const { return draft.random(); }
    const Arg* given(std::string_view name) const;
    std::optional<TensorType> type(std::string_view name) const;  ///< of a tensor argument drawn already
    std::optional<TensorType> first() const;                      ///< of the first tensor drawn, lists included
    std::int64_t integer(std::string_view name, std::int64_t otherwise) const;
};

/// Any operator's argument of the name that is a tensor, or that is none.
inline constexpr std::string_view kAnyTensor = "*", kAnyOther;

struct ArgRule {
    std::string_view op;   ///< "aten.conv2d" is every overload; else kAnyTensor or kAnyOther
    std::string_view arg;
    std::optional<Arg> (*draw)(ArgDraw& draw);
    bool always = false;   ///< also when a default would do: without it the operator is another, or refuses
    bool late = false;     ///< after the arguments behind it
};

std::span<const ArgRule> argRules();
/// The operator's own row before that for any. Null: none.
const ArgRule* findArgRule(std::string_view op, std::string_view arg);
/// What the schema says alone. Nothing for a kind that only a row can draw.
std::optional<Arg> drawByKind(ArgDraw& draw);

}  // namespace whittle

// Questions about symbolic sizes: `s0 == s1`, `s0 > 5`, `Mod(s0, 4) == 0`. What a type rule asks, what a guard checks.
#pragma once

#include "engine/ir/sym.h"

namespace whittle {

enum class SymRelation { Eq, Ne, Lt, Le, Gt, Ge };

constexpr bool holds(SymRelation relation, std::int64_t left, std::int64_t right) {
    switch (relation) {
        case SymRelation::Eq: return left == right;
        case SymRelation::Ne: return left != right;
        case SymRelation::Lt: return left < right;
        case SymRelation::Le: return left <= right;
        case SymRelation::Gt: return left > right;
        case SymRelation::Ge: return left >= right;
    }
    return false;
}

/// Kept the way round it was asked, since people read it: `s0 > 5`, not `s0 - 6 >= 0`. Only the two sides of Eq and Ne are put in
/// order: symbols by name, a constant last.
struct SymCondition {
    SymRelation relation = SymRelation::Eq;
    SymInt left, right;

    static SymCondition of(SymInt left, SymRelation relation, SymInt right);

    SymCondition negated() const;
    /// Whether it holds when both sides differ by a constant.
    std::optional<bool> constant() const;
    bool holds(std::int64_t leftValue, std::int64_t rightValue) const { return whittle::holds(relation, leftValue, rightValue); }
    /// Errors: as SymInt::evaluate.
    Result<bool> evaluate(const SymInt::Lookup& lookup) const;
    SymCondition substitute(const std::function<std::optional<SymInt>(std::string_view)>& replace) const;
    std::set<std::string> symbols() const;

    /// As PyTorch writes them: "Eq(s0, 4)", "Ne(Mod(s0, 3), 0)", "s0 + s1 < 10".
    std::string text() const;
    friend bool operator==(const SymCondition&, const SymCondition&) = default;
};

/// "<", ">=", "==".
std::string_view relationText(SymRelation relation);

}  // namespace whittle

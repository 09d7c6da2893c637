#include "engine/ir/sym_condition.h"

#include <array>

namespace whittle {
namespace {

struct RelationFacts {
    std::string_view text;
    SymRelation negated;
};

constexpr std::array kRelations{RelationFacts{"==", SymRelation::Ne}, RelationFacts{"!=", SymRelation::Eq}, RelationFacts{"<", SymRelation::Ge},
                                RelationFacts{"<=", SymRelation::Gt}, RelationFacts{">", SymRelation::Le}, RelationFacts{">=", SymRelation::Lt}};

const RelationFacts& factsOf(SymRelation relation) { return kRelations[static_cast<std::size_t>(relation)]; }

bool isSymmetric(SymRelation relation) { return relation == SymRelation::Eq || relation == SymRelation::Ne; }

}  // namespace

std::string_view relationText(SymRelation relation) { return factsOf(relation).text; }

SymCondition SymCondition::of(SymInt left, SymRelation relation, SymInt right) {
    if (isSymmetric(relation)) {
        const auto a = left.symbolName(), b = right.symbolName();
        if ((left.isConstant() && !right.isConstant()) || (a && b && *b < *a)) std::swap(left, right);
    }
    return {relation, std::move(left), std::move(right)};
}

SymCondition SymCondition::negated() const { return {factsOf(relation).negated, left, right}; }

std::optional<bool> SymCondition::constant() const {
    const auto gap = (left - right).constant();
    if (!gap) return std::nullopt;
    return holds(*gap, 0);
}

Result<bool> SymCondition::evaluate(const SymInt::Lookup& lookup) const {
    WHITTLE_TRY(const std::int64_t a, left.evaluate(lookup));
    WHITTLE_TRY(const std::int64_t b, right.evaluate(lookup));
    return holds(a, b);
}

SymCondition SymCondition::substitute(const std::function<std::optional<SymInt>(std::string_view)>& replace) const {
    return of(left.substitute(replace), relation, right.substitute(replace));
}

std::set<std::string> SymCondition::symbols() const {
    std::set<std::string> out = left.symbols();
    out.merge(right.symbols());
    return out;
}

std::string SymCondition::text() const {
    if (relation == SymRelation::Eq) return fmt::format("Eq({}, {})", left.text(), right.text());
    if (relation == SymRelation::Ne) return fmt::format("Ne({}, {})", left.text(), right.text());
    return fmt::format("{} {} {}", left.text(), relationText(relation), right.text());
}

}  // namespace whittle

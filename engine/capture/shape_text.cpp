#include "engine/capture/shape_text.h"

namespace whittle {
namespace {

std::string factorText(const SymInt::Atom& atom) {
    switch (atom.fn) {
        case SymFn::Symbol: return atom.name;
        case SymFn::FloorDiv:
        case SymFn::Mod: {
            const auto side = [](const SymInt& arg) {
                const bool simple = arg.isConstant() || arg.symbolName();
                return simple ? guardText(arg) : fmt::format("({})", guardText(arg));
            };
            return fmt::format("({} {} {})", side(atom.args[0]), atom.fn == SymFn::Mod ? "%" : "//", side(atom.args[1]));
        }
        case SymFn::Max: return fmt::format("max({}, {})", guardText(atom.args[0]), guardText(atom.args[1]));
        case SymFn::Min: return fmt::format("min({}, {})", guardText(atom.args[0]), guardText(atom.args[1]));
    }
    return {};
}

std::string termText(const SymInt::Term& term, bool first) {
    std::vector<std::string> factors;
    if (term.coefficient < 0) factors.push_back(first ? fmt::format("{}", term.coefficient) : fmt::format("({})", term.coefficient));
    else if (term.coefficient != 1) factors.push_back(fmt::format("{}", term.coefficient));
    for (const auto& factor : term.factors) factors.push_back(factorText(*factor));
    return fmt::format("{}", fmt::join(factors, "*"));
}

bool isSum(const SymInt& size) { return size.terms().size() + (size.constantTerm() != 0 ? 1 : 0) > 1; }
bool isProduct(const SymInt& size) {
    return !isSum(size) && !size.isConstant() && (size.terms()[0].factors.size() > 1 || size.terms()[0].coefficient != 1);
}

}  // namespace

std::string guardText(const SymInt& size) {
    if (size.isConstant()) return fmt::format("{}", size.constantTerm());
    std::vector<std::string> parts;
    if (size.constantTerm() != 0) parts.push_back(fmt::format("{}", size.constantTerm()));
    for (const SymInt::Term& term : size.terms()) parts.push_back(termText(term, parts.empty()));
    return fmt::format("{}", fmt::join(parts, " + "));
}

std::string guardText(const SymCondition& condition) {
    const bool equality = condition.relation == SymRelation::Eq || condition.relation == SymRelation::Ne;
    const auto side = [&](const SymInt& size) {
        return equality && (isSum(size) || isProduct(size)) ? fmt::format("({})", guardText(size)) : guardText(size);
    };
    return fmt::format("{} {} {}", side(condition.left), relationText(condition.relation), side(condition.right));
}

}  // namespace whittle

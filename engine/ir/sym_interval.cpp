#include "engine/ir/sym_interval.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "engine/ir/sym_atom.h"

namespace whittle {
namespace {

__extension__ using Wide = __int128;  // a product of two ends always fits
using End = std::optional<std::int64_t>;

End narrowed(Wide value) {
    if (value > INT64_MAX || value < INT64_MIN) return std::nullopt;  // as far as we can count: open
    return static_cast<std::int64_t>(value);
}

End sum(End a, End b) { return a && b ? narrowed(Wide{*a} + *b) : std::nullopt; }
SymRange operator+(const SymRange& a, const SymRange& b) { return {sum(a.min, b.min), sum(a.max, b.max)}; }

// An end of a product: open ends count as infinite, and 0 times infinite is 0.
struct Corner {
    bool infinite = false;
    int sign = 0;
    Wide value = 0;
};

Corner corner(End a, int openSignA, End b, int openSignB) {
    if (a && b) return {false, 0, Wide{*a} * *b};
    const int signA = a ? (*a > 0) - (*a < 0) : openSignA, signB = b ? (*b > 0) - (*b < 0) : openSignB;
    if (signA * signB == 0) return {false, 0, 0};
    return {true, signA * signB, 0};
}

SymRange operator*(const SymRange& a, const SymRange& b) {
    const std::array corners{corner(a.min, -1, b.min, -1), corner(a.min, -1, b.max, 1), corner(a.max, 1, b.min, -1), corner(a.max, 1, b.max, 1)};
    bool openBelow = false, openAbove = false;
    std::optional<Wide> least, most;
    for (const Corner& c : corners) {
        openBelow |= c.infinite && c.sign < 0;
        openAbove |= c.infinite && c.sign > 0;
        if (c.infinite) continue;
        least = least ? std::min(*least, c.value) : c.value;
        most = most ? std::max(*most, c.value) : c.value;
    }
    return {openBelow || !least ? std::nullopt : narrowed(*least), openAbove || !most ? std::nullopt : narrowed(*most)};
}

std::int64_t floorDivided(std::int64_t a, std::int64_t b) {
    const std::int64_t q = a / b;
    return a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q;
}
std::int64_t ceilDivided(std::int64_t a, std::int64_t b) { return -floorDivided(-a, b); }

End smaller(End a, End b) { return a && b ? End(std::min(*a, *b)) : std::nullopt; }
End larger(End a, End b) { return a && b ? End(std::max(*a, *b)) : std::nullopt; }

SymRange intervalOfAtom(const SymInt::Atom& atom, const SymRanges& ranges) {
    if (atom.fn == SymFn::Symbol) {
        const auto found = ranges.find(atom.name);
        return found == ranges.end() ? SymRange{} : found->second;
    }
    const SymRange a = intervalOf(atom.args[0], ranges), b = intervalOf(atom.args[1], ranges);
    switch (atom.fn) {
        case SymFn::Max: return {a.min && b.min ? End(std::max(*a.min, *b.min)) : a.min ? a.min : b.min, larger(a.max, b.max)};
        case SymFn::Min: return {smaller(a.min, b.min), a.max && b.max ? End(std::min(*a.max, *b.max)) : a.max ? a.max : b.max};
        case SymFn::Mod:
            if (!b.min || *b.min < 1) return {};
            if (a.min && *a.min >= 0 && a.max && *a.max < *b.min) return a;  // too small to wrap
            return {0, b.max ? End(*b.max - 1) : (a.min && *a.min >= 0 ? a.max : std::nullopt)};
        case SymFn::FloorDiv: {
            if (!b.min || *b.min < 1) return {};
            // Towards 0 as the divisor grows, but never past it.
            const auto end = [](std::int64_t value, End divisor, std::int64_t limit) { return divisor ? floorDivided(value, *divisor) : limit; };
            SymRange out;
            if (a.min) out.min = *a.min >= 0 ? end(*a.min, b.max, 0) : floorDivided(*a.min, *b.min);
            if (a.max) out.max = *a.max >= 0 ? floorDivided(*a.max, *b.min) : end(*a.max, b.max, -1);
            return out;
        }
        case SymFn::Symbol: break;
    }
    return {};
}

SymRange intervalOfTerm(const SymInt::Term& term, const SymRanges& ranges) {
    SymRange out{term.coefficient, term.coefficient};
    for (std::size_t i = 0; i < term.factors.size();) {
        std::size_t power = 1;  // equal factors stand together, and their product is no negative number when they are an even count
        while (i + power < term.factors.size() && term.factors[i]->fn == SymFn::Symbol && term.factors[i + power]->fn == SymFn::Symbol &&
               term.factors[i + power]->name == term.factors[i]->name)
            ++power;
        const SymRange one = intervalOfAtom(*term.factors[i], ranges);
        SymRange product = one;
        for (std::size_t k = 1; k < power; ++k) product = product * one;
        if (power % 2 == 0 && (!product.min || *product.min < 0)) product.min = 0;
        out = out * product;
        i += power;
    }
    return out;
}

}  // namespace

SymRange intervalOf(const SymInt& size, const SymRanges& ranges) {
    SymRange out{size.constantTerm(), size.constantTerm()};
    for (const SymInt::Term& term : size.terms()) out = out + intervalOfTerm(term, ranges);
    return out;
}

std::optional<bool> decidedByRanges(const SymCondition& condition, const SymRanges& ranges) {
    if (const auto known = condition.constant()) return known;
    const SymRange gap = intervalOf(condition.left - condition.right, ranges);
    const bool canBeLess = !gap.min || *gap.min < 0, canBeMore = !gap.max || *gap.max > 0, canBeEqual = gap.holds(0);
    const bool less = condition.holds(-1, 0), equal = condition.holds(0, 0), more = condition.holds(1, 0);
    const bool canHold = (canBeLess && less) || (canBeEqual && equal) || (canBeMore && more);
    const bool canFail = (canBeLess && !less) || (canBeEqual && !equal) || (canBeMore && !more);
    if (canHold == canFail) return std::nullopt;
    return canHold;
}

bool narrowRanges(const SymCondition& condition, SymRanges& ranges) {
    if (condition.relation == SymRelation::Ne) return false;
    const SymInt gap = condition.left - condition.right;
    bool changed = false;
    for (const SymInt::Term& term : gap.terms()) {
        if (term.factors.size() != 1 || term.factors[0]->fn != SymFn::Symbol) continue;
        const std::string& name = term.factors[0]->name;
        const SymInt rest = gap - SymInt(term.coefficient) * SymInt::symbol(name);
        if (rest.symbols().contains(name)) continue;
        const SymRange others = intervalOf(rest, ranges);
        // coefficient * s < -others, and so on: what s must not pass for any value of the others.
        const bool bothWays = condition.relation == SymRelation::Eq;
        const bool upper = bothWays || condition.relation == SymRelation::Lt || condition.relation == SymRelation::Le;
        const bool lower = bothWays || condition.relation == SymRelation::Gt || condition.relation == SymRelation::Ge;
        const int strict = condition.relation == SymRelation::Lt || condition.relation == SymRelation::Gt ? 1 : 0;
        const std::int64_t c = term.coefficient;
        SymRange& range = ranges[name];
        const SymRange before = range;
        const auto atMost = [&](std::int64_t limit) { range.max = range.max ? std::min(*range.max, limit) : limit; };
        const auto atLeast = [&](std::int64_t limit) { range.min = range.min ? std::max(*range.min, limit) : limit; };
        const auto limitOf = [](End end, int beside) { return end ? narrowed(-Wide{*end} + beside) : std::nullopt; };
        if (const End limit = limitOf(others.min, -strict); upper && limit && *limit != INT64_MIN) {  // c*s <= -others.min - strict
            if (c > 0) atMost(floorDivided(*limit, c));
            else if (c != INT64_MIN) atLeast(ceilDivided(*limit, c));
        }
        if (const End limit = limitOf(others.max, strict); lower && limit && *limit != INT64_MIN) {  // c*s >= -others.max + strict
            if (c > 0) atLeast(ceilDivided(*limit, c));
            else if (c != INT64_MIN) atMost(floorDivided(*limit, c));
        }
        changed |= !(range == before);
    }
    return changed;
}

namespace {

// What every term of both expressions has, and what is left of them.
struct Cancelled {
    SymInt left, right;
};

std::int64_t commonNumber(std::int64_t so, const SymInt& size) {
    const auto add = [&](std::int64_t number) { so = number == INT64_MIN ? 1 : std::gcd(so, number); };
    add(size.constantTerm());
    for (const SymInt::Term& term : size.terms()) add(term.coefficient);
    return so;
}

bool isPositive(const SymInt::Atom& atom, const SymRanges& ranges) {
    const SymRange range = intervalOf(sizeOf(atom), ranges);
    return range.min && *range.min > 0;
}

SymInt divided(const SymInt& size, std::int64_t number, const SymInt* factor) {
    SymInt out(factor ? 0 : size.constantTerm() / number);
    for (const SymInt::Term& term : size.terms()) {
        SymInt product(term.coefficient / number);
        bool gone = !factor;
        for (const auto& each : term.factors) {
            const SymInt one = sizeOf(*each);
            if (!gone && one == *factor) gone = true;
            else product = product * one;
        }
        out = out + product;
    }
    return out;
}

bool everyTermHas(const SymInt& size, const SymInt& factor) {
    return size.constantTerm() == 0 && std::ranges::all_of(size.terms(), [&](const SymInt::Term& term) {
               return std::ranges::any_of(term.factors, [&](const auto& each) { return sizeOf(*each) == factor; });
           });
}

Cancelled cancel(SymInt left, SymInt right, const SymRanges& ranges) {
    const std::int64_t number = commonNumber(commonNumber(0, left), right);
    if (number > 1) {
        left = divided(left, number, nullptr);
        right = divided(right, number, nullptr);
    }
    for (bool found = true; found;) {
        found = false;
        const SymInt& from = left.isConstant() ? right : left;
        if (from.isConstant()) break;
        for (const auto& each : from.terms()[0].factors) {
            const SymInt factor = sizeOf(*each);
            if (!isPositive(*each, ranges) || !everyTermHas(left, factor) || !everyTermHas(right, factor)) continue;
            left = divided(left, 1, &factor);
            right = divided(right, 1, &factor);
            found = true;
            break;
        }
    }
    return {left, right};
}

// Of an expression that is one Mod and nothing else.
const SymInt::Atom* onlyMod(const SymInt& size) {
    if (size.constantTerm() != 0 || size.terms().size() != 1) return nullptr;
    const SymInt::Term& term = size.terms()[0];
    return term.coefficient == 1 && term.factors.size() == 1 && term.factors[0]->fn == SymFn::Mod ? term.factors[0].get() : nullptr;
}

// k where `product` is k*(size//k).
std::optional<std::int64_t> wholeMultipleOf(const SymInt& size, const SymInt& product) {
    if (product.constantTerm() != 0 || product.terms().size() != 1 || product.terms()[0].factors.size() != 1) return std::nullopt;
    const SymInt::Atom& atom = *product.terms()[0].factors[0];
    const auto divisor = atom.fn == SymFn::FloorDiv ? atom.args[1].constant() : std::nullopt;
    return divisor && *divisor > 1 && *divisor == product.terms()[0].coefficient && atom.args[0] == size ? divisor : std::nullopt;
}

}  // namespace

SymCondition withoutCommonFactors(const SymCondition& condition, const SymRanges& ranges) {
    const bool equality = condition.relation == SymRelation::Eq || condition.relation == SymRelation::Ne;
    if (const SymInt::Atom* atom = onlyMod(condition.left); atom && condition.right.is(0) && equality) {
        const Cancelled parts = cancel(atom->args[0], atom->args[1], ranges);
        return SymCondition::of(mod(parts.left, parts.right), condition.relation, 0);
    }
    const Cancelled parts = cancel(condition.left, condition.right, ranges);
    if (equality)
        for (const auto& [size, product] : {std::pair(parts.left, parts.right), std::pair(parts.right, parts.left)})
            if (const auto divisor = wholeMultipleOf(size, product)) return SymCondition::of(mod(size, *divisor), condition.relation, 0);
    return SymCondition::of(parts.left, condition.relation, parts.right);
}

}  // namespace whittle

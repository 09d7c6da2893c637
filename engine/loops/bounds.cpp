#include "engine/loops/bounds.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace whittle {
namespace {

using Atom = SymInt::Atom;
using Term = SymInt::Term;

bool addsUp(const SymInt& size, const SymRanges& declared);

bool addsUp(const Atom& atom, const SymRanges& declared) {
    const auto fits = [&](const SymInt& arg) { return addsUp(arg, declared); };
    switch (atom.fn) {
        case SymFn::Symbol: {
            const auto known = declared.find(atom.name);
            return known == declared.end() ? atom.name != "overflow" : known->second.min.value_or(-1) >= 0;  // which is no number
        }
        case SymFn::Max: return std::ranges::any_of(atom.args, fits);
        case SymFn::Mod: return fits(atom.args[1]);  // the sign of the divisor
        default: return std::ranges::all_of(atom.args, fits);
    }
}

// Nothing is taken away, and no part is below 0.
bool addsUp(const SymInt& size, const SymRanges& declared) {
    if (size.constantTerm() < 0) return false;
    return std::ranges::all_of(size.terms(), [&](const Term& term) {
        return term.coefficient > 0 && std::ranges::all_of(term.factors, [&](const auto& factor) { return addsUp(*factor, declared); });
    });
}

std::optional<IndexBounds> boundsOf(const Atom& atom, const IndexRanges& ranges) {
    if (atom.fn == SymFn::Symbol) {
        if (const auto found = ranges.find(atom.name); found != ranges.end()) return IndexBounds{0, found->second - 1};
        return IndexBounds{SymInt::symbol(atom.name), SymInt::symbol(atom.name)};
    }
    const SymInt &x = atom.args[0], &y = atom.args[1];
    if (atom.fn == SymFn::Mod && isInvariant(y, ranges) && isNonNegative(y, ranges.sizes)) return IndexBounds{0, y - 1};
    const auto a = boundsOf(x, ranges);
    if (!a) return std::nullopt;
    if (atom.fn == SymFn::FloorDiv && isInvariant(y, ranges) && isNonNegative(y, ranges.sizes)) return IndexBounds{floorDiv(a->low, y), floorDiv(a->high, y)};
    const auto b = boundsOf(y, ranges);
    if (!b) return std::nullopt;
    if (atom.fn == SymFn::Max) return IndexBounds{max(a->low, b->low), max(a->high, b->high)};
    if (atom.fn == SymFn::Min) return IndexBounds{min(a->low, b->low), min(a->high, b->high)};
    return std::nullopt;
}

std::int64_t divisorOf(const Atom& atom) {
    if (atom.fn == SymFn::Symbol) return 1;
    const std::int64_t a = whittle::divisorOf(atom.args[0]), b = whittle::divisorOf(atom.args[1]);
    if (atom.fn != SymFn::FloorDiv) return std::gcd(a, b);  // a - b*k, or one of the two
    const auto divisor = atom.args[1].constant();
    return divisor && *divisor > 0 && a % *divisor == 0 ? std::max<std::int64_t>(a / *divisor, 1) : 1;
}

IndexBounds ofDType(DType dtype) {
    switch (dtype) {
        case DType::Bool: return {0, 1};
        case DType::U8: return {0, 255};
        case DType::I8: return {-128, 127};
        case DType::I16: return {-32768, 32767};
        case DType::I32: return {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()};
        default: return {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
    }
}

// Sizes are far from where 64 bits wrap, and so is what is made of them and of small numbers. Max(n, 2^63 - 1), as of a 64-bit value that may be
// anything, is not; nor is a number of which nothing is declared.
bool isSmall(const SymInt& end, const SymRanges& declared) {
    const auto fits = [](std::int64_t number) { return number > -(std::int64_t{1} << 60) && number < std::int64_t{1} << 60; };
    return fits(end.constantTerm()) && std::ranges::all_of(end.terms(), [&](const Term& term) {
        return fits(term.coefficient) && std::ranges::all_of(term.factors, [&](const auto& factor) {
            const auto known = factor->fn == SymFn::Symbol ? declared.find(factor->name) : declared.end();
            const bool isSize = known == declared.end() || known->second.min.value_or(-1) >= 0;
            return isSize && std::ranges::all_of(factor->args, [&](const SymInt& arg) { return isSmall(arg, declared); });
        });
    });
}

// Of values, by what they are computed from. Operands are shared, so only so deep.
class ValueBounds {
public:
    ValueBounds(const ExprPool& pool, const IndexRanges& ranges) : m_pool(pool), m_ranges(ranges) {}

    std::optional<IndexBounds> of(ExprId value, int depth) const {
        const LoopExpr& expr = m_pool[value];
        if (isFloating(expr.dtype)) return std::nullopt;
        const IndexBounds any = ofDType(expr.dtype);
        if (depth > kDeepest) return any;
        const auto arg = [&](std::size_t i) { return of(expr.args[i], depth + 1); };
        switch (expr.op) {
            case LoopOp::Const: return IndexBounds{expr.integer, expr.integer};
            case LoopOp::IndexValue: return whittle::boundsOf(expr.index, m_ranges);
            // To 64 bits nothing is lost; to fewer, or from floats, what is left is anything.
            case LoopOp::Cast: return expr.dtype == DType::I64 && !isFloating(m_pool[expr.args[0]].dtype) ? arg(0) : any;
            case LoopOp::Check: return arg(1);
            case LoopOp::Indirect: return arg(0);
            case LoopOp::Select: {
                if (const auto known = holds(expr.args[0], depth + 1)) return arg(*known ? 1 : 2);
                return joined(arg(1), arg(2), [](const IndexBounds& a, const IndexBounds& b) { return IndexBounds{min(a.low, b.low), max(a.high, b.high)}; });
            }
            case LoopOp::Maximum: return joined(arg(0), arg(1), [](const IndexBounds& a, const IndexBounds& b) { return IndexBounds{largerLow(a.low, b.low), max(a.high, b.high)}; });
            case LoopOp::Minimum: return joined(arg(0), arg(1), [](const IndexBounds& a, const IndexBounds& b) { return IndexBounds{min(a.low, b.low), smallerHigh(a.high, b.high)}; });
            case LoopOp::Add:
            case LoopOp::Sub: {
                const auto a = arg(0), b = arg(1);
                if (expr.dtype != DType::I64 || !a || !b || !isSmall(*a) || !isSmall(*b)) return any;  // it may wrap
                return expr.op == LoopOp::Add ? IndexBounds{a->low + b->low, a->high + b->high} : IndexBounds{a->low - b->high, a->high - b->low};
            }
            default: return any;
        }
    }

    // Nothing: it depends.
    std::optional<bool> holds(ExprId condition, int depth) const {
        const LoopExpr& expr = m_pool[condition];
        if (depth > kDeepest) return std::nullopt;
        if (expr.op == LoopOp::Const) return expr.integer != 0;
        if (expr.op == LoopOp::And || expr.op == LoopOp::Or) {
            const auto a = holds(expr.args[0], depth + 1), b = holds(expr.args[1], depth + 1);
            const bool decisive = expr.op == LoopOp::Or;
            if (a == decisive || b == decisive) return decisive;
            return a && b ? std::optional(!decisive) : std::nullopt;
        }
        if (expr.op < LoopOp::Eq || expr.args.size() != 2) return std::nullopt;
        const auto a = of(expr.args[0], depth + 1), b = of(expr.args[1], depth + 1);
        if (!a || !b) return std::nullopt;
        const auto decided = [](bool yes, bool no) { return yes ? std::optional(true) : no ? std::optional(false) : std::nullopt; };
        const bool apart = isBelow(a->high, b->low) || isBelow(b->high, a->low);
        switch (expr.op) {
            case LoopOp::Lt: return decided(isBelow(a->high, b->low), isAtMost(b->high, a->low));
            case LoopOp::Le: return decided(isAtMost(a->high, b->low), isBelow(b->high, a->low));
            case LoopOp::Gt: return decided(isBelow(b->high, a->low), isAtMost(a->high, b->low));
            case LoopOp::Ge: return decided(isAtMost(b->high, a->low), isBelow(a->high, b->low));
            case LoopOp::Eq: return decided(false, apart);
            default: return decided(apart, false);
        }
    }

private:
    bool isSmall(const IndexBounds& bounds) const { return whittle::isSmall(bounds.low, m_ranges.sizes) && whittle::isSmall(bounds.high, m_ranges.sizes); }
    bool isBelow(const SymInt& a, const SymInt& b) const { return isNonNegative(b - a - 1, m_ranges.sizes); }
    bool isAtMost(const SymInt& a, const SymInt& b) const { return isNonNegative(b - a, m_ranges.sizes); }

    static constexpr int kDeepest = 8;
    static constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min(), kMost = std::numeric_limits<std::int64_t>::max();

    // An end that says nothing does not get into the way of one that does.
    static SymInt largerLow(const SymInt& a, const SymInt& b) { return a.is(kLeast) ? b : b.is(kLeast) ? a : max(a, b); }
    static SymInt smallerHigh(const SymInt& a, const SymInt& b) { return a.is(kMost) ? b : b.is(kMost) ? a : min(a, b); }

    template <class F>
    static std::optional<IndexBounds> joined(const std::optional<IndexBounds>& a, const std::optional<IndexBounds>& b, F&& join) {
        return a && b ? std::optional(join(*a, *b)) : std::nullopt;
    }

    const ExprPool& m_pool;
    const IndexRanges& m_ranges;
};

}  // namespace

bool isNonNegative(const SymInt& size, const SymRanges& declared) {
    if (addsUp(size, declared)) return true;
    if (declared.empty()) return false;
    // One that only takes away, as what it is below its largest value; others as what they are above their least. Either is 0 or more.
    const auto adds = [&](std::string_view name) {
        return std::ranges::any_of(size.terms(), [&](const Term& term) {
            return term.coefficient > 0 && std::ranges::any_of(term.factors, [&](const auto& factor) { return factor->fn == SymFn::Symbol && factor->name == name; });
        });
    };
    SymRanges open;
    const SymInt shifted = size.substitute([&](std::string_view name) -> std::optional<SymInt> {
        const auto known = declared.find(name);
        if (known == declared.end()) return std::nullopt;
        const auto& [min, max] = known->second;
        const SymInt distance = SymInt::symbol(name);
        if (adds(name) && min) return distance + *min;
        if (!adds(name) && max) return *max - distance;
        open.insert(*known);
        return std::nullopt;
    });
    return addsUp(shifted, open);
}

bool isInvariant(const SymInt& index, const IndexRanges& ranges) {
    return std::ranges::none_of(index.symbols(), [&](const std::string& name) { return ranges.contains(name); });
}

std::optional<IndexBounds> boundsOf(const SymInt& index, const IndexRanges& ranges) {
    IndexBounds sum{index.constantTerm(), index.constantTerm()};
    for (const Term& term : index.terms()) {
        IndexBounds product{1, 1};
        for (const auto& factor : term.factors) {
            const auto bounds = boundsOf(*factor, ranges);
            // Products of what may be negative have no simple ends.
            if (!bounds || (term.factors.size() > 1 && !isNonNegative(bounds->low, ranges.sizes))) return std::nullopt;
            product = {product.low * bounds->low, product.high * bounds->high};
        }
        if (term.coefficient < 0) std::swap(product.low, product.high);
        sum = {sum.low + product.low * term.coefficient, sum.high + product.high * term.coefficient};
    }
    return sum;
}

std::int64_t divisorOf(const SymInt& index) {
    // std::gcd of the most negative number is not defined.
    const auto magnitude = [](std::int64_t value) { return value == std::numeric_limits<std::int64_t>::min() ? std::int64_t{1} << 62 : std::abs(value); };
    std::int64_t out = magnitude(index.constantTerm());
    for (const Term& term : index.terms()) {
        std::int64_t product = magnitude(term.coefficient);
        for (const auto& factor : term.factors) {
            std::int64_t more = 0;
            if (!__builtin_mul_overflow(product, divisorOf(*factor), &more)) product = more;
        }
        out = std::gcd(out, product);
    }
    return out;
}

std::optional<IndexBounds> boundsOf(const ExprPool& pool, ExprId value, const IndexRanges& ranges) { return ValueBounds(pool, ranges).of(value, 0); }

bool alwaysHolds(const ExprPool& pool, ExprId condition, const IndexRanges& ranges) { return ValueBounds(pool, ranges).holds(condition, 0).value_or(false); }

}  // namespace whittle

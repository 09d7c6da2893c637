#include "engine/loops/index.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "engine/loops/bounds.h"

namespace whittle {
namespace {

using Atom = SymInt::Atom;
using Term = SymInt::Term;

SymInt ofAtom(const Atom& atom) {
    switch (atom.fn) {
        case SymFn::Symbol: return SymInt::symbol(atom.name);
        case SymFn::FloorDiv: return floorDiv(atom.args[0], atom.args[1]);
        case SymFn::Mod: return mod(atom.args[0], atom.args[1]);
        case SymFn::Max: return max(atom.args[0], atom.args[1]);
        case SymFn::Min: break;
    }
    return min(atom.args[0], atom.args[1]);
}

SymInt ofTerm(const Term& term) {
    SymInt out(term.coefficient);
    for (const auto& factor : term.factors) out = out * ofAtom(*factor);
    return out;
}

// 0 <= expr < limit for certain.
bool fitsBelow(const SymInt& expr, const SymInt& limit, const IndexRanges& ranges) {
    const auto bounds = boundsOf(expr, ranges);
    return bounds && isNonNegative(bounds->low, ranges.sizes) && isNonNegative(limit - 1 - bounds->high, ranges.sizes);
}

// term / divisor when that is exact whatever the values; divisor has one term and no constant, or is a constant.
std::optional<SymInt> exactQuotient(const Term& term, const SymInt& divisor) {
    if (const auto known = divisor.constant()) {
        if (*known <= 0 || term.coefficient % *known != 0) return std::nullopt;
        Term out = term;
        out.coefficient /= *known;
        return ofTerm(out);
    }
    if (divisor.constantTerm() != 0 || divisor.terms().size() != 1) return std::nullopt;
    const SymInt whole = ofTerm(term);
    const SymInt quotient = floorDiv(whole, divisor);
    if (quotient * divisor == whole) return quotient;
    return std::nullopt;
}

struct Split {
    SymInt quotient, rest;  // expr = quotient * divisor + rest
};

Split splitBy(const SymInt& expr, const SymInt& divisor) {
    Split out{0, expr.constantTerm()};
    for (const Term& term : expr.terms()) {
        if (const auto quotient = exactQuotient(term, divisor)) out.quotient = out.quotient + *quotient;
        else out.rest = out.rest + ofTerm(term);
    }
    if (const auto known = divisor.constant(); known && *known > 0 && out.rest.constantTerm() >= *known) {
        const std::int64_t steps = out.rest.constantTerm() / *known;
        out.quotient = out.quotient + steps;
        out.rest = out.rest - SymInt(steps) * divisor;
    }
    return out;
}

// The one value that expr//divisor has: 0 where 0 <= expr < divisor, and other numbers between multiples of one that is known.
std::optional<SymInt> onlyQuotient(const SymInt& expr, const SymInt& divisor, const IndexRanges& ranges) {
    if (fitsBelow(expr, divisor, ranges)) return SymInt(0);
    const auto known = divisor.constant();
    const auto bounds = known && *known > 0 ? boundsOf(expr, ranges) : std::nullopt;
    if (!bounds) return std::nullopt;
    const auto low = floorDiv(bounds->low, divisor).constant(), high = floorDiv(bounds->high, divisor).constant();
    return low && low == high ? std::optional<SymInt>(*low) : std::nullopt;
}

SymInt simplifyDiv(const SymInt& a, const SymInt& b, const IndexRanges& ranges) {
    const Split split = splitBy(a, b);
    if (const auto only = onlyQuotient(split.rest, b, ranges)) return split.quotient + *only;
    // (x//c)//b = x//(c*b) for positive divisors
    if (split.rest.terms().size() == 1 && split.rest.constantTerm() == 0) {
        const Term& term = split.rest.terms().front();
        if (term.coefficient == 1 && term.factors.size() == 1 && term.factors[0]->fn == SymFn::FloorDiv &&
            isNonNegative(term.factors[0]->args[1], ranges.sizes) && isNonNegative(b, ranges.sizes))
            return split.quotient + simplifyDiv(term.factors[0]->args[0], term.factors[0]->args[1] * b, ranges);
    }
    // (g*x + r)//(g*y) = x//y when 0 <= r < g
    if (const auto divisor = b.constant(); divisor && *divisor > 1)
        for (const Term& term : split.rest.terms()) {
            const std::int64_t g = std::gcd(term.coefficient, *divisor);
            if (g <= 1) continue;
            const Split inner = splitBy(split.rest, g);
            if (fitsBelow(inner.rest, g, ranges))
                return split.quotient + simplifyDiv(inner.quotient, *divisor / g, ranges);
        }
    return split.quotient + floorDiv(split.rest, b);
}

SymInt simplifyMod(const SymInt& a, const SymInt& b, const IndexRanges& ranges) {
    const Split split = splitBy(a, b);
    if (const auto only = onlyQuotient(split.rest, b, ranges)) return split.rest - *only * b;
    // Terms that are multiples of the divisor by what is known of their factors.
    if (const auto divisor = b.constant(); divisor && *divisor > 0) {
        SymInt left(split.rest.constantTerm());
        for (const Term& term : split.rest.terms())
            if (const SymInt one = ofTerm(term); divisorOf(one) % *divisor != 0) left = left + one;
        return mod(left, b);
    }
    return mod(split.rest, b);
}

const Atom* onlyFactorOf(const Term& term, SymFn fn) {
    for (const auto& factor : term.factors)
        if (factor->fn == fn) return factor.get();
    return nullptr;
}

// The term without one factor equal to `atom`.
SymInt without(const Term& term, const Atom* atom) {
    Term rest = term;
    std::erase_if(rest.factors, [&](const auto& f) { return f.get() == atom; });
    return rest.factors.empty() ? SymInt(rest.coefficient) : ofTerm(rest);
}

// k*Mod(x, d) + k*d*(x//d) = k*x, and with Mod(x//d, n) in place of x//d it is k*Mod(x, d*n).
std::optional<SymInt> joinOnce(const SymInt& sum, const IndexRanges& ranges) {
    for (const Term& low : sum.terms()) {
        const Atom* lowMod = onlyFactorOf(low, SymFn::Mod);
        if (!lowMod) continue;
        const SymInt& x = lowMod->args[0];
        const SymInt& d = lowMod->args[1];
        const SymInt scale = without(low, lowMod);
        for (const Term& high : sum.terms()) {
            if (&high == &low) continue;
            const SymInt highTerm = ofTerm(high);
            if (const Atom* div = onlyFactorOf(high, SymFn::FloorDiv);
                div && div->args[0] == x && div->args[1] == d && without(high, div) == scale * d)
                return sum - highTerm - ofTerm(low) + scale * x;
            if (const Atom* outer = onlyFactorOf(high, SymFn::Mod);
                outer && outer->args[0] == simplifyDiv(x, d, ranges) && without(high, outer) == scale * d)
                return sum - highTerm - ofTerm(low) + scale * simplifyMod(x, d * outer->args[1], ranges);
        }
    }
    return std::nullopt;
}

}  // namespace

SymInt simplifyIndex(const SymInt& index, const IndexRanges& ranges) {
    if (index.isConstant()) return index;
    SymInt sum(index.constantTerm());
    for (const Term& term : index.terms()) {
        SymInt product(term.coefficient);
        for (const auto& factor : term.factors) {
            if (factor->fn == SymFn::Symbol) {
                product = product * ofAtom(*factor);
                continue;
            }
            const SymInt a = simplifyIndex(factor->args[0], ranges);
            const SymInt b = simplifyIndex(factor->args[1], ranges);
            // A divisor that turns out 0 is a size without elements, as in unflattenIndex: nobody reads there.
            if (b.is(0) && (factor->fn == SymFn::FloorDiv || factor->fn == SymFn::Mod)) {
                product = 0;
                continue;
            }
            switch (factor->fn) {
                case SymFn::FloorDiv: product = product * simplifyDiv(a, b, ranges); break;
                case SymFn::Mod: product = product * simplifyMod(a, b, ranges); break;
                case SymFn::Max: product = product * (provablyNonNegative(a - b, ranges) ? a : provablyNonNegative(b - a, ranges) ? b : max(a, b)); break;
                default: product = product * (provablyNonNegative(a - b, ranges) ? b : provablyNonNegative(b - a, ranges) ? a : min(a, b)); break;
            }
        }
        sum = sum + product;
    }
    while (const auto joined = joinOnce(sum, ranges)) sum = *joined;
    return sum;
}

bool provablyNonNegative(const SymInt& index, const IndexRanges& ranges) {
    const auto bounds = boundsOf(index, ranges);
    return bounds && isNonNegative(bounds->low, ranges.sizes);
}

bool isAffine(const SymInt& index, const IndexRanges& ranges) {
    for (const Term& term : index.terms()) {
        int variables = 0;
        for (const auto& factor : term.factors) {
            if (factor->fn == SymFn::Symbol) variables += ranges.contains(factor->name);
            else if (!isInvariant(ofAtom(*factor), ranges)) return false;
        }
        if (variables > 1) return false;
    }
    return true;
}

SymSizes rowMajorStrides(const SymSizes& sizes) { return denseStrides(sizes, MemoryOrder::RowMajor); }

std::vector<std::size_t> dimensionsOf(MemoryOrder order, std::size_t rank) {
    std::vector<std::size_t> out(rank);
    std::iota(out.begin(), out.end(), std::size_t{0});
    if (order == MemoryOrder::ChannelsLast && rank > 2) std::rotate(out.begin() + 1, out.begin() + 2, out.end());
    return out;
}

SymSizes denseStrides(const SymSizes& sizes, MemoryOrder order) {
    SymSizes strides(sizes.size(), 1);
    const std::vector<std::size_t> dims = dimensionsOf(order, sizes.size());
    for (std::size_t i = dims.size(); i-- > 1;) strides[dims[i - 1]] = strides[dims[i]] * sizes[dims[i]];
    return strides;
}

SymInt flattenIndex(const SymSizes& index, const SymSizes& strides) {
    SymInt flat(0);
    for (std::size_t i = 0; i < index.size(); ++i) flat = flat + index[i] * strides[i];
    return flat;
}

SymSizes unflattenIndex(const SymInt& flat, const SymSizes& sizes, const IndexRanges& ranges) {
    const SymSizes strides = rowMajorStrides(sizes);
    SymSizes index(sizes.size());
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (strides[i].is(0) || sizes[i].is(0)) continue;  // empty: nobody reads there, and nothing divides by 0
        // The first dimension needs no modulo: a valid flat index stays below the product of the sizes.
        SymInt at = simplifyIndex(floorDiv(flat, strides[i]), ranges);
        index[i] = sizes[i].is(1) ? SymInt(0) : i == 0 ? at : simplifyIndex(mod(at, sizes[i]), ranges);
    }
    return index;
}

SymSizes reshapeIndex(const SymSizes& index, const SymSizes& from, const SymSizes& to, const IndexRanges& ranges) {
    SymSizes out;
    std::size_t i = 0, j = 0;
    while (i < from.size() || j < to.size()) {
        // The shortest group of dimensions on both sides with one product.
        std::size_t iEnd = i, jEnd = j;
        SymInt left(1), right(1);
        do {
            const bool growLeft = jEnd == to.size() || (iEnd < from.size() && iEnd - i <= jEnd - j);
            if (growLeft) left = left * from[iEnd++];
            else right = right * to[jEnd++];
        } while ((iEnd < from.size() || jEnd < to.size()) && !(left == right && iEnd > i && jEnd > j));
        const SymSizes fromGroup(from.begin() + static_cast<std::ptrdiff_t>(i), from.begin() + static_cast<std::ptrdiff_t>(iEnd));
        const SymSizes toGroup(to.begin() + static_cast<std::ptrdiff_t>(j), to.begin() + static_cast<std::ptrdiff_t>(jEnd));
        const SymSizes at(index.begin() + static_cast<std::ptrdiff_t>(i), index.begin() + static_cast<std::ptrdiff_t>(iEnd));
        const SymInt flat = simplifyIndex(flattenIndex(at, rowMajorStrides(fromGroup)), ranges);
        for (SymInt& part : unflattenIndex(flat, toGroup, ranges)) out.push_back(std::move(part));
        i = iEnd;
        j = jEnd;
    }
    return out;
}

}  // namespace whittle

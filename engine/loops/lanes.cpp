#include "engine/loops/lanes.h"

#include <algorithm>

#include "engine/loops/bounds.h"

namespace whittle {
namespace {

using Atom = SymInt::Atom;
using Term = SymInt::Term;

bool mentions(const Atom& atom, std::string_view variable) {
    if (atom.fn == SymFn::Symbol) return atom.name == variable;
    return std::any_of(atom.args.begin(), atom.args.end(), [&](const SymInt& arg) { return whittle::mentions(arg, variable); });
}

bool moves(const Atom& atom, const LaneBlock& lanes) {
    if (atom.fn == SymFn::Symbol) return atom.name == lanes.variable || (lanes.loose && lanes.loose->contains(atom.name));
    return std::any_of(atom.args.begin(), atom.args.end(), [&](const SymInt& arg) { return whittle::moves(arg, lanes); });
}

std::optional<SymInt> strideOf(const Atom& atom, const LaneBlock& lanes) {
    if (!moves(atom, lanes)) return SymInt(0);
    if (atom.fn == SymFn::Symbol && atom.name != lanes.variable) return std::nullopt;
    if (atom.fn == SymFn::Symbol) return SymInt(1);
    const auto first = laneStride(atom.args[0], lanes), second = laneStride(atom.args[1], lanes);
    if (!first || !second || !second->is(0)) return std::nullopt;
    if (first->is(0)) return SymInt(0);
    const auto divisor = atom.args[1].constant();
    const bool whole = divisor && *divisor > 0 && *divisor % lanes.count == 0 && first->is(1) && laneAligned(atom.args[0], lanes);
    if (whole && atom.fn == SymFn::FloorDiv) return SymInt(0);
    if (whole && atom.fn == SymFn::Mod) return SymInt(1);
    return std::nullopt;
}

SymInt product(std::int64_t coefficient, const std::vector<const Atom*>& factors) {
    SymInt out(coefficient);
    for (const Atom* factor : factors) {
        const auto value = [&]() -> SymInt {
            switch (factor->fn) {
                case SymFn::Symbol: return SymInt::symbol(factor->name);
                case SymFn::FloorDiv: return floorDiv(factor->args[0], factor->args[1]);
                case SymFn::Mod: return mod(factor->args[0], factor->args[1]);
                case SymFn::Max: return max(factor->args[0], factor->args[1]);
                case SymFn::Min: break;
            }
            return min(factor->args[0], factor->args[1]);
        };
        out = out * value();
    }
    return out;
}

// Where `loops` is null: of what consists of sizes.
std::optional<std::int64_t> largestSum(const SymInt& index, const IndexRanges* loops, const SymRanges& sizes);

std::optional<std::int64_t> largestAtom(const Atom& atom, const IndexRanges* loops, const SymRanges& sizes) {
    if (atom.fn == SymFn::Symbol) {
        if (loops)
            if (const auto range = loops->find(atom.name); range != loops->end()) {
                const auto extent = largestSum(range->second, nullptr, sizes);
                return extent ? std::optional(std::max<std::int64_t>(*extent - 1, 0)) : std::nullopt;
            }
        const auto size = sizes.find(atom.name);
        return size != sizes.end() && size->second.min.value_or(-1) >= 0 ? size->second.max : std::nullopt;
    }
    const auto divisor = atom.args[1].constant();
    if (!divisor || *divisor <= 0 || atom.fn == SymFn::Max || atom.fn == SymFn::Min) return std::nullopt;
    const auto dividend = largestSum(atom.args[0], loops, sizes);
    if (!dividend) return std::nullopt;
    return atom.fn == SymFn::Mod ? std::min(*dividend, *divisor - 1) : *dividend / *divisor;
}

std::optional<std::int64_t> largestSum(const SymInt& index, const IndexRanges* loops, const SymRanges& sizes) {
    constexpr std::int64_t kMost = std::int64_t{1} << 62;
    std::int64_t sum = index.constantTerm();
    if (sum < 0) return std::nullopt;
    for (const Term& term : index.terms()) {
        if (term.coefficient < 0) return std::nullopt;
        std::int64_t most = term.coefficient;
        for (const auto& factor : term.factors) {
            const auto one = largestAtom(*factor, loops, sizes);
            if (!one || __builtin_mul_overflow(most, *one, &most)) return std::nullopt;
        }
        if (__builtin_add_overflow(sum, most, &sum) || sum > kMost) return std::nullopt;
    }
    return sum;
}

}  // namespace

bool mentions(const SymInt& index, std::string_view variable) {
    return std::any_of(index.terms().begin(), index.terms().end(), [&](const Term& term) {
        return std::any_of(term.factors.begin(), term.factors.end(), [&](const auto& factor) { return mentions(*factor, variable); });
    });
}

std::optional<SymInt> coefficientOf(const SymInt& index, std::string_view variable) {
    const auto at = [&](std::int64_t value) {
        return index.substitute([&](std::string_view name) { return name == variable ? std::optional<SymInt>(value) : std::nullopt; });
    };
    const SymInt rest = at(0), coefficient = at(1) - rest;
    if (mentions(coefficient, variable) || index != rest + coefficient * SymInt::symbol(variable)) return std::nullopt;
    return coefficient;
}

bool moves(const SymInt& index, const LaneBlock& lanes) {
    return std::any_of(index.terms().begin(), index.terms().end(), [&](const Term& term) {
        return std::any_of(term.factors.begin(), term.factors.end(), [&](const auto& factor) { return moves(*factor, lanes); });
    });
}

std::optional<SymInt> laneStride(const SymInt& index, const LaneBlock& lanes) {
    SymInt sum(0);
    for (const Term& term : index.terms()) {
        const Atom* moving = nullptr;
        SymInt step(0);
        std::vector<const Atom*> still;
        for (const auto& factor : term.factors) {
            const auto stride = strideOf(*factor, lanes);
            if (!stride) return std::nullopt;
            if (stride->is(0)) {
                still.push_back(factor.get());
                continue;
            }
            if (moving) return std::nullopt;
            moving = factor.get();
            step = *stride;
        }
        if (moving) sum = sum + step * product(term.coefficient, still);
    }
    return sum;
}

bool laneAligned(const SymInt& index, const LaneBlock& lanes) {
    if (index.constantTerm() % lanes.count != 0) return false;
    return std::all_of(index.terms().begin(), index.terms().end(), [&](const Term& term) {
        const bool own = term.factors.size() == 1 && term.factors[0]->fn == SymFn::Symbol && term.factors[0]->name == lanes.variable;
        if (own || term.coefficient % lanes.count == 0) return true;
        std::vector<const Atom*> factors;
        for (const auto& factor : term.factors) factors.push_back(factor.get());
        return divisorOf(product(term.coefficient, factors)) % lanes.count == 0;
    });
}

std::optional<std::int64_t> largestValue(const SymInt& index, const IndexRanges& ranges) { return largestSum(index, &ranges, ranges.sizes); }

}  // namespace whittle

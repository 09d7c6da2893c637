#include "engine/capture/shape_env.h"

#include <algorithm>

#include "engine/capture/shape_text.h"
#include "engine/ir/sym_atom.h"
#include "engine/ir/sym_interval.h"

namespace whittle {
namespace {

// Two conditions that say the same: their sides differ by the same, up to the sign.
bool sameCondition(const SymCondition& a, const SymCondition& b) {
    const SymInt x = a.left - a.right, y = b.left - b.right;
    if (a.relation == b.relation && x == y) return true;
    const bool symmetric = a.relation == SymRelation::Eq || a.relation == SymRelation::Ne;
    return symmetric && a.relation == b.relation && x == SymInt(0) - y;
}

}  // namespace

std::string ShapeEnv::addSymbol(std::string_view prefix, std::optional<std::int64_t> hint, const std::string& source, SymRange range, bool isSize) {
    std::string name = hint || prefix != "u" ? fmt::format("{}{}", prefix, m_symbols.size()) : fmt::format("u{}", m_unbacked++);
    m_symbols.push_back({.name = name, .hint = hint, .sources = {}, .isSize = isSize});
    if (!source.empty()) m_symbols.back().sources.push_back(source);
    m_ranges[name] = range;
    return name;
}

SymInt ShapeEnv::addSize(std::int64_t value, const std::string& source, DimPolicy policy, SymRange range, bool mustStayDynamic) {
    SymInt out(value);
    if (policy == DimPolicy::Unbacked) {
        out = SymInt::symbol(addSymbol("u", std::nullopt, source, kAnySize, true));
    } else if (policy != DimPolicy::Static && value != 0 && value != 1) {
        const auto duck = policy == DimPolicy::Duck ? m_ducks.find(value) : m_ducks.end();
        std::string name = duck != m_ducks.end() ? duck->second : addSymbol("s", value, source, range, true);
        const auto record = std::ranges::find(m_symbols, name, &SymbolRecord::name);
        if (duck != m_ducks.end()) record->sources.push_back(source);
        record->mustStayDynamic |= mustStayDynamic;
        if (policy == DimPolicy::Duck) m_ducks.emplace(value, name);
        out = SymInt::symbol(name);
    }
    m_inputs.push_back({source, out, true});
    return out;
}

SymInt ShapeEnv::addInteger(std::int64_t value, const std::string& source) {
    const SymInt out = SymInt::symbol(addSymbol("s", value, source, {}, false));
    m_inputs.push_back({source, out, false});
    return out;
}

SymInt ShapeEnv::addUnbacked(SymRange range) { return SymInt::symbol(addSymbol("u", std::nullopt, {}, range, false)); }

std::string ShapeEnv::addFloat(const std::string& source) { return addSymbol("zf", 0, source, {}, false); }

SymInt ShapeEnv::simplify(const SymInt& size) const {
    SymInt out = size;
    // A replacement may hold symbols that were replaced later.
    for (std::size_t round = 0; round <= m_replacements.size(); ++round) {
        const SymInt next = out.substitute([&](std::string_view name) -> std::optional<SymInt> {
            const auto found = m_replacements.find(name);
            return found == m_replacements.end() ? std::nullopt : std::optional(found->second);
        });
        if (next == out) break;
        out = next;
    }
    return withoutExactQuotients(out);
}

SymCondition ShapeEnv::simplify(const SymCondition& condition) const {
    return SymCondition::of(simplify(condition.left), condition.relation, simplify(condition.right));
}

// 2*(s0//2) is s0 where s0 is known to be even.
SymInt ShapeEnv::withoutExactQuotients(const SymInt& size) const {
    const auto isExact = [&](const SymInt::Term& term, const SymInt::Atom& factor) {
        const auto divisor = factor.fn == SymFn::FloorDiv ? factor.args[1].constant() : std::nullopt;
        if (!divisor || *divisor < 2 || term.coefficient % *divisor != 0) return false;
        const SymCondition exact = SymCondition::of(mod(factor.args[0], factor.args[1]), SymRelation::Eq, 0);
        return std::ranges::any_of(m_facts, [&](const ShapeFact& fact) { return sameCondition(fact.condition, exact); });
    };
    SymInt out(size.constantTerm());
    for (const SymInt::Term& term : size.terms()) {
        const auto quotient = std::ranges::find_if(term.factors, [&](const auto& factor) { return isExact(term, *factor); });
        SymInt product(term.coefficient);
        if (quotient != term.factors.end()) product = SymInt(term.coefficient / *(*quotient)->args[1].constant()) * (*quotient)->args[0];
        for (auto factor = term.factors.begin(); factor != term.factors.end(); ++factor)
            if (factor != quotient) product = product * sizeOf(**factor);
        out = out + product;
    }
    return out;
}

std::optional<std::int64_t> ShapeEnv::hint(const SymInt& size) const {
    const auto value = size.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
        const auto found = std::ranges::find(m_symbols, name, &SymbolRecord::name);
        return found == m_symbols.end() ? std::nullopt : found->hint;
    });
    return value ? std::optional(*value) : std::nullopt;
}

std::optional<bool> ShapeEnv::known(const SymCondition& condition) const {
    const SymCondition simple = simplify(condition);
    if (const auto value = decidedByRanges(simple, m_ranges)) return value;
    const SymCondition opposite = simple.negated();
    for (const ShapeFact& fact : m_facts) {
        if (sameCondition(fact.condition, simple)) return true;
        if (sameCondition(fact.condition, opposite)) return false;
    }
    return std::nullopt;
}

bool ShapeEnv::decide(const SymCondition& condition) {
    if (const auto value = known(condition)) {
        noteLeastSize(*value ? condition : condition.negated());
        return *value;
    }
    const SymCondition simple = simplify(condition);
    const auto left = hint(simple.left), right = hint(simple.right);
    if (!left || !right) {
        // As PyTorch's operators ask (guard_size_oblivious): a size that only a run knows is none of 0 and 1.
        if (const auto value = m_node ? decidedByRanges(simple, unbackedFrom2()) : std::nullopt) {
            m_byLeastSize.push_back({*value ? simple : simple.negated(), m_cause, m_node, m_given});
            return *value;
        }
        if (!m_error)
            m_error = Error{Code::Unsupported, fmt::format("Could not guard on data-dependent expression {}", simple.text()), {}};
        return false;
    }
    const bool answer = simple.holds(*left, *right);
    // Likewise of a size that the user lets be 0 or 1.
    if (m_node && decidedByRanges(simple, sizesFrom2()) == answer) {
        m_byLeastSize.push_back({answer ? simple : simple.negated(), m_cause, m_node, m_given});
        return answer;
    }
    learn(answer ? simple : simple.negated());
    return answer;
}

void ShapeEnv::assume(const SymCondition& condition) {
    if (!known(condition).value_or(false)) learn(simplify(condition));
}

void ShapeEnv::deduce() {
    for (std::size_t i = 0; i < m_facts.size(); ++i) {
        const SymCondition simple = simplify(m_facts[i].condition), less = withoutCommonFactors(simple, m_ranges);
        if (less == simple || known(less)) continue;
        setCause(m_facts[i].cause, m_facts[i].node, m_facts[i].given);
        learn(less);
    }
}

// Sizes begin at 2, since 0 and 1 are numbers; yet programs are run with them. What was answered by that bound alone is kept.
void ShapeEnv::noteLeastSize(const SymCondition& answered) {
    const SymCondition simple = simplify(answered);
    if (simple.constant() || !decidedByRanges(simple, m_ranges) || decidedByRanges(simple, rangesFromZero())) return;
    if (std::ranges::none_of(m_byLeastSize, [&](const ShapeFact& fact) { return sameCondition(fact.condition, simple); }))
        m_byLeastSize.push_back({simple, m_cause, m_node, m_given});
}

SymRanges ShapeEnv::rangesFromZero() const {
    SymRanges out = m_ranges;
    for (const SymbolRecord& symbol : m_symbols)
        if (SymRange& range = out[symbol.name]; symbol.isSize && range.min == 2) range.min = 0;
    return out;
}

SymRanges ShapeEnv::unbackedFrom2() const {
    SymRanges out = m_ranges;
    for (const SymbolRecord& symbol : m_symbols)
        if (SymRange& range = out[symbol.name]; !symbol.hint && range.min && *range.min >= 0 && *range.min < 2) range.min = 2;
    return out;
}

SymRanges ShapeEnv::sizesFrom2() const {
    SymRanges out = m_ranges;
    for (const SymbolRecord& symbol : m_symbols)
        if (SymRange& range = out[symbol.name]; symbol.isSize && range.min && *range.min < 2) range.min = 2;
    return out;
}

RangeCause ShapeEnv::rangeCause(std::string_view symbol) const {
    const auto found = m_rangeCauses.find(symbol);
    return found == m_rangeCauses.end() ? RangeCause{} : found->second;
}

std::optional<std::size_t> ShapeEnv::replacementCause(std::string_view symbol) const {
    const auto found = m_replacementCauses.find(symbol);
    return found == m_replacementCauses.end() ? std::nullopt : std::optional(found->second);
}

std::int64_t ShapeEnv::specialize(const SymInt& size) {
    const SymInt simple = simplify(size);
    if (const auto value = simple.constant()) return *value;
    const auto value = hint(simple);
    if (!value) {
        if (!m_error) m_error = Error{Code::Unsupported, fmt::format("Could not extract a number from data-dependent expression {}", simple.text()), {}};
        return 0;
    }
    decide(SymCondition::of(simple, SymRelation::Eq, *value));
    return *value;
}

void ShapeEnv::learn(const SymCondition& condition) {
    m_facts.push_back({condition, m_cause, m_node, m_given});
    const SymRanges before = m_ranges;
    if (condition.relation == SymRelation::Eq) replaceBy(condition);
    // A bound may follow from one that came before, by way of this one.
    for (bool changed = narrowRanges(condition, m_ranges); changed;) {
        changed = false;
        for (const ShapeFact& fact : m_facts) changed |= narrowRanges(simplify(fact.condition), m_ranges);
    }
    for (const auto& [name, range] : m_ranges) {
        const auto old = before.find(name);
        if (old != before.end() && old->second == range) continue;
        RangeCause& cause = m_rangeCauses[name];
        if (range.min && (old == before.end() || old->second.min != range.min)) cause.min = m_facts.size() - 1;
        if (range.max && (old == before.end() || old->second.max != range.max)) cause.max = m_facts.size() - 1;
    }
}

// The symbol with the largest hint is the one that goes, as in PyTorch; never by values outside of its own range.
void ShapeEnv::replaceBy(const SymCondition& equality) {
    const SymInt gap = equality.left - equality.right;
    std::vector<std::pair<std::int64_t, std::string>> names;
    for (const std::string& name : gap.symbols())
        if (const auto value = hint(SymInt::symbol(name))) names.emplace_back(*value, name);
    std::ranges::sort(names, std::greater{});
    for (const auto& [value, name] : names) {
        for (const SymInt::Term& term : gap.terms()) {
            if (term.factors.size() != 1 || term.factors[0]->fn != SymFn::Symbol || term.factors[0]->name != name) continue;
            const SymInt rest = SymInt(0) - (gap - SymInt(term.coefficient) * SymInt::symbol(name));
            if (rest.symbols().contains(name)) break;
            SymInt target = rest;
            if (term.coefficient == -1) target = SymInt(0) - rest;
            else if (term.coefficient != 1) {
                const auto number = rest.constant();
                if (!number || *number % term.coefficient != 0) break;
                target = *number / term.coefficient;
            }
            const SymRange values = intervalOf(target, m_ranges), &own = m_ranges[name];
            const bool inside = (!own.min || (values.min && *values.min >= *own.min)) && (!own.max || (values.max && *values.max <= *own.max));
            if (!inside) break;
            m_replacements.insert_or_assign(name, target);
            m_replacementCauses.insert_or_assign(name, m_facts.size() - 1);
            // What was replaced by this one is now replaced by its target, and lies where that does.
            for (auto& [earlier, by] : m_replacements) {
                if (!by.symbols().contains(name)) continue;
                by = by.substitute([&to = target, gone = std::string_view(name)](std::string_view symbol) { return symbol == gone ? std::optional(to) : std::nullopt; });
                narrowRanges({SymRelation::Eq, SymInt::symbol(earlier), by}, m_ranges);
            }
            return;
        }
    }
}

std::string_view ShapeEnv::sourceOf(std::string_view symbol) const {
    const auto found = std::ranges::find(m_symbols, symbol, &SymbolRecord::name);
    return found == m_symbols.end() || found->sources.empty() ? symbol : std::string_view(found->sources.front());
}

SymInt ShapeEnv::named(const SymInt& size) const {
    return size.substitute([&](std::string_view name) { return std::optional(SymInt::symbol(sourceOf(name))); });
}

ShapeGuard ShapeEnv::guardOf(const SymCondition& condition, OriginRef cause, std::optional<std::size_t> node) const {
    SymCondition over{condition.relation, named(condition.left), named(condition.right)};
    std::string text = guardText(over);
    return {std::move(over), std::move(text), std::move(cause), node};
}

Result<std::vector<ShapeGuard>> ShapeEnv::guards() const {
    std::vector<ShapeGuard> out;
    for (const SymbolRecord& symbol : m_symbols) {
        const SymInt now = simplify(SymInt::symbol(symbol.name));
        if (symbol.mustStayDynamic && now.isConstant())
            return fail(Code::Argument, "Constraints violated ({0})! Not all values of {0} are valid because it was inferred to be a constant ({1}).",
                        symbol.sources.front(), now.text());
    }
    for (const Input& input : m_inputs) {
        const SymInt now = simplify(input.size);
        if (now.isConstant() && (input.isSize || input.size.isConstant())) continue;  // the tensor's own guard has it
        if (const auto name = now.symbolName(); name && sourceOf(*name) == input.source) continue;
        SymCondition equality{SymRelation::Eq, SymInt::symbol(input.source), named(now)};
        // Products stand bare here, as PyTorch writes what an input equals.
        std::string text = fmt::format("{} == {}", input.source, guardText(equality.right));
        // Of a symbol that another one replaced: what made them one. A stride that follows from sizes has no other cause than the tensor.
        const auto symbol = input.size.symbolName();
        const auto fact = symbol ? replacementCause(*symbol) : std::nullopt;
        out.push_back({std::move(equality), std::move(text), fact ? m_facts[*fact].cause : nullptr, fact ? m_facts[*fact].node : std::nullopt});
    }
    for (const ShapeFact& fact : m_facts) {
        const SymCondition simple = simplify(fact.condition);
        const std::set<std::string> names = simple.symbols();
        // A number that only a run knows is in no call's arguments.
        const bool unknown = std::ranges::any_of(names, [&](const std::string& name) { return std::ranges::find(m_symbols, name, &SymbolRecord::name)->sources.empty(); });
        if (!unknown && !decidedByRanges(simple, m_ranges)) out.push_back(guardOf(simple, fact.cause, fact.node));
    }
    for (const SymbolRecord& symbol : m_symbols) {
        if (symbol.sources.empty() || symbol.name.starts_with("zf") || m_replacements.contains(symbol.name)) continue;
        const SymRange& range = m_ranges.find(symbol.name)->second;
        const SymInt source = SymInt::symbol(symbol.sources.front());
        const auto add = [&](SymCondition bound, bool caused) {
            const auto fact = std::ranges::find_if(m_facts, [&](const ShapeFact& one) { return caused && simplify(one.condition).symbols().contains(symbol.name); });
            const bool known = fact != m_facts.end();
            std::string text = guardText(bound);
            out.push_back({std::move(bound), std::move(text), known ? fact->cause : nullptr, known ? fact->node : std::nullopt});
        };
        if (range.min) add({SymRelation::Le, *range.min, source}, !symbol.isSize || *range.min > 2);
        if (range.max) add({SymRelation::Le, source, *range.max}, true);
    }
    return out;
}

}  // namespace whittle

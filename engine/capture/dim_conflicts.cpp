// Where a program refutes what the user said about its sizes, in PyTorch's words, and the change of the specification that it accepts.
#include <algorithm>
#include <numeric>

#include "engine/capture/dim_inference.h"
#include "engine/capture/shape_text.h"
#include "engine/ir/affine_size.h"
#include "engine/ir/sym_interval.h"

namespace whittle {
namespace {

struct Root {
    std::string name, source;  // source empty: the name stands only in derived sizes
    SymRange range;
    SymInt size;               // as the program has it
    std::vector<DimCause> because;
    std::optional<DimCause> min, max;
};

class Refuting {
public:
    explicit Refuting(DimInference& out) : m_out(out), m_env(out.recording.env) {}

    void run() {
        std::vector<DimInput> fixed = m_out.inputs;
        findRoots();
        for (const Root& root : m_roots) checkRoot(root);
        for (std::size_t i = 0; i < m_out.inputs.size(); ++i)
            for (std::size_t d = 0; d < m_out.inputs[i].dims.size(); ++d) checkDynamic(i, d, fixed[i].dims[d]);
        m_out.fixedSpec = withFixes(withFixes(shapeSpecOf(m_out.parameters, fixed), m_out.fixes), leastSizes());
    }

private:
    template <class Visit>
    void eachNamed(const Visit& visit) const {
        for (const auto kind : {DimSpec::Kind::Named, DimSpec::Kind::Derived})
            for (std::size_t i = 0; i < m_out.inputs.size(); ++i)
                for (std::size_t d = 0; d < m_out.inputs[i].dims.size(); ++d)
                    if (m_out.inputs[i].dims[d].kind == kind) visit(m_out.inputs[i], m_out.dims[i][d], d);
    }

    void findRoots() {
        std::vector<std::string> phantoms;  // symbols of names that stand only in derived sizes, in the order in which they were made
        for (const SymbolRecord& symbol : m_env.symbols())
            if (symbol.sources.empty() && symbol.hint) phantoms.push_back(symbol.name);
        std::size_t next = 0;
        eachNamed([&](const DimInput& input, const DimConclusion& dim, std::size_t d) {
            if (std::ranges::find(m_roots, dim.said.name, &Root::name) != m_roots.end()) return;
            const bool own = dim.said.kind == DimSpec::Kind::Named;
            const SymInt size = own ? dim.size : m_env.simplify(SymInt::symbol(phantoms.at(next++)));
            m_roots.push_back({dim.said.name, own ? input.sizeText(d) : std::string(), dim.said.range, size, dim.because, dim.min, dim.max});
        });
    }

    void conflict(const Root& root, std::string text, std::vector<DimCause> because) { m_out.conflicts.push_back({root.name, std::move(text), std::move(because)}); }
    void fix(const Root& root, DimSpec to) {
        if (std::ranges::find(m_out.fixes, root.name, &DimFix::name) == m_out.fixes.end()) m_out.fixes.push_back({root.name, std::move(to)});
    }
    static DimSpec number(std::int64_t value) { return {.kind = DimSpec::Kind::Int, .value = value, .name = {}}; }
    static DimSpec derived(const std::string& name, SymRange range, std::int64_t factor, std::int64_t rest) {
        DimSpec out = DimSpec::named(name, range);
        if (factor == 1 && rest == 0) return out;
        out.kind = DimSpec::Kind::Derived;
        out.factor = factor;
        out.rest = rest;
        return out;
    }

    static std::string sourceText(const Root& root) { return root.source.empty() ? root.name : fmt::format("{} = {}", root.name, root.source); }
    static std::string rangeText(const Root& root) {
        std::string out = sourceText(root) + " in the specified range";
        const bool min = root.range.min.value_or(0) != 0, max = root.range.max.has_value();
        if (min || max) out += fmt::format(" {}{}{}", min ? fmt::format("{} <= ", *root.range.min) : "", root.name, max ? fmt::format(" <= {}", *root.range.max) : "");
        return out;
    }

    void checkRoot(const Root& root) {
        if (const auto value = root.size.constant()) {
            conflict(root, fmt::format("Not all values of {} are valid because {} was inferred to be a constant ({}).", rangeText(root), root.name, *value), root.because);
            return fix(root, number(*value));
        }
        if (checkRelation(root)) return;
        checkCongruences(root);
        checkConditions(root);
        if (std::ranges::find(m_out.fixes, root.name, &DimFix::name) == m_out.fixes.end()) checkRange(root);
    }

    // Two names that the program relates.
    bool checkRelation(const Root& root) {
        const Root* other = nullptr;
        for (const Root& each : m_roots) {
            if (&each == &root) break;  // the later one gives way
            const std::set<std::string> mine = root.size.symbols(), theirs = each.size.symbols();
            if (std::ranges::any_of(mine, [&](const std::string& name) { return theirs.contains(name); })) {
                other = &each;
                break;
            }
        }
        if (!other) return false;
        const auto mine = affineSize(root.size), theirs = affineSize(other->size);
        if (root.size == other->size) {
            conflict(root, fmt::format("The values of {} and {} must always be equal.", sourceText(root), sourceText(*other)), causes(root, *other));
            fix(root, DimSpec::named(other->name, other->range));
            return true;
        }
        // mine = factor * theirs + rest, where that is whole; or the other way round.
        const auto solve = [&](const Root& what, const Root& by, const std::optional<AffineSize>& a, const std::optional<AffineSize>& b) {
            if (!a || !b || a->symbol != b->symbol || a->factor % b->factor != 0 || a->factor / b->factor <= 0) return false;
            const DimSpec to = derived(by.name, by.range, a->factor / b->factor, a->rest - a->factor / b->factor * b->rest);
            conflict(what, fmt::format("The values of {} must always be related to the values of {} by {} = {}.", sourceText(what), sourceText(by), what.name, to.text()),
                     causes(root, *other));
            fix(what, to);
            return true;
        };
        if (solve(root, *other, mine, theirs) || solve(*other, root, theirs, mine)) return true;
        conflict(root, fmt::format("The values of {} must always be related to the values of {}: they are {} and {}.", sourceText(root), sourceText(*other),
                                   guardText(m_env.named(root.size)), guardText(m_env.named(other->size))),
                 causes(root, *other));
        fix(root, {.kind = DimSpec::Kind::Auto, .name = {}});
        return true;
    }

    static std::vector<DimCause> causes(const Root& a, const Root& b) {
        std::vector<DimCause> out = a.because;
        out.insert(out.end(), b.because.begin(), b.because.end());
        std::erase_if(out, [](const DimCause& cause) { return cause.stated; });
        return out;
    }

    // Conditions on nothing but this name.
    template <class Visit>
    void eachCondition(const Root& root, const Visit& visit) const {
        const std::set<std::string> mine = root.size.symbols();
        for (const DimCondition& condition : m_out.conditions)
            if (!condition.ofSmallSizes && !condition.onlyARunKnows && mine.size() == 1 && condition.condition.symbols() == mine) visit(condition);
    }

    // Mod(s0 + c, k) == 0 as the k and the remainder of s0; also a size that is k times something nobody named.
    void checkCongruences(const Root& root) {
        std::int64_t divisor = 1, remainder = 0;
        bool solvable = true;
        std::vector<DimCause> because;
        const auto add = [&](std::int64_t k, std::int64_t r) {
            if (divisor == 1) divisor = k, remainder = r;
            else if (remainder == 0 && r == 0) divisor = std::lcm(divisor, k);
            else solvable &= divisor == k && remainder == r;
        };
        if (const auto affine = affineSize(root.size); affine && affine->factor > 1) {
            add(affine->factor, mod(SymInt(affine->rest), affine->factor).constantTerm());
            because = root.because;
            conflict(root, fmt::format("Not all values of {} are valid because {} was inferred to be of the form {}.", rangeText(root), root.name, root.size.text()), because);
        }
        eachCondition(root, [&](const DimCondition& each) {
            const auto congruence = congruenceOf(each.condition);
            if (!congruence) return;
            add(congruence->first, congruence->second);
            conflict(root, fmt::format("Not all values of {} satisfy the generated guard {}.", rangeText(root), m_env.guardOf(each.condition, nullptr).text), {each.cause});
        });
        if (divisor == 1) return;
        if (!solvable) return fix(root, {.kind = DimSpec::Kind::Auto, .name = {}});
        const SymRange all = inferred(root);
        SymRange quotients{0, std::nullopt};
        if (all.min) quotients.min = std::max<std::int64_t>(0, floorDiv(SymInt(*all.min - remainder + divisor - 1), divisor).constantTerm());
        if (all.max) quotients.max = floorDiv(SymInt(*all.max - remainder), divisor).constantTerm();
        fix(root, derived("_" + root.name, quotients, divisor, remainder));
    }

    static std::optional<std::pair<std::int64_t, std::int64_t>> congruenceOf(const SymCondition& condition) {
        if (condition.relation != SymRelation::Eq || !condition.right.is(0) || condition.left.terms().size() != 1 || condition.left.constantTerm() != 0) return std::nullopt;
        const SymInt::Term& term = condition.left.terms()[0];
        if (term.factors.size() != 1 || term.factors[0]->fn != SymFn::Mod) return std::nullopt;
        const auto divisor = term.factors[0]->args[1].constant();
        const auto of = affineSize(term.factors[0]->args[0]);
        if (!divisor || *divisor < 2 || !of || of->factor != 1) return std::nullopt;
        return std::pair(*divisor, mod(SymInt(-of->rest), *divisor).constantTerm());
    }

    // No specification says `b != 8`; inferred sizes may have any condition.
    void checkConditions(const Root& root) {
        eachCondition(root, [&](const DimCondition& each) {
            if (congruenceOf(each.condition)) return;
            conflict(root, fmt::format("Not all values of {} satisfy the generated guard {}.", rangeText(root), m_env.guardOf(each.condition, nullptr).text), {each.cause});
            fix(root, {.kind = DimSpec::Kind::Auto, .name = {}});
        });
    }

    SymRange inferred(const Root& root) const { return intervalOf(root.size, m_env.ranges()); }

    void checkRange(const Root& root) {
        const SymRange valid = inferred(root);
        // Symbols begin at 2; that is not the program's doing.
        const bool less = valid.min && *valid.min > std::max<std::int64_t>(2, root.range.min.value_or(0));
        const bool more = valid.max && (!root.range.max || *valid.max < *root.range.max);
        if (!less && !more) return;
        const std::string source = root.source.empty() ? root.name : root.source;
        std::vector<std::string> guards;
        if (less || root.range.min.value_or(0) > 2) guards.push_back(fmt::format("{} <= {}", *valid.min, source));
        if (valid.max) guards.push_back(fmt::format("{} <= {}", source, *valid.max));
        std::vector<DimCause> because;
        for (const auto& [asked, end] : {std::pair(less, root.min), std::pair(more, root.max)})
            if (asked && end) because.push_back(*end);
        conflict(root, fmt::format("Not all values of {} satisfy the generated guard {}", rangeText(root), fmt::join(guards, " and ")), because);
        SymRange to{less ? valid.min : root.range.min, valid.max};
        fix(root, DimSpec::named(root.name, to));
    }

    // Names begin at 0, and are said to begin later where a condition refuses 0 or 1. PyTorch suggests no such fix, as it drops the condition.
    std::vector<DimFix> leastSizes() const {
        std::vector<DimFix> out;
        for (const Root& root : m_roots) {
            const auto fixed = std::ranges::find(m_out.fixes, root.name, &DimFix::name);
            const bool stays = fixed == m_out.fixes.end() || (fixed->to.kind == DimSpec::Kind::Named && fixed->to.name == root.name);
            const auto symbol = root.size.symbolName();
            if (!stays || !symbol) continue;
            SymRange range = fixed == m_out.fixes.end() ? root.range : fixed->to.range;
            for (const DimCondition& each : m_out.conditions) {
                const std::set<std::string> names = each.condition.symbols();
                if (!each.ofSmallSizes || each.onlyARunKnows || !names.contains(*symbol)) continue;
                std::int64_t least = 2;  // as of every size in it
                const auto holdsFor = [&](std::int64_t size) { return each.condition.evaluate([&](std::string_view) { return std::optional(size); }).value_or(false); };
                while (names.size() == 1 && least > 0 && holdsFor(least - 1)) --least;
                range.min = std::max(least, range.min.value_or(0));
            }
            if (range.min.value_or(0) > 0) out.push_back({root.name, DimSpec::named(root.name, range)});
        }
        return out;
    }

    void checkDynamic(std::size_t input, std::size_t d, DimSpec& fixed) {
        const DimConclusion& dim = m_out.dims[input][d];
        if (dim.said.kind != DimSpec::Kind::Dynamic || dim.isDynamic()) return;
        const std::string source = m_out.inputs[input].sizeText(d), value = dim.size.text();
        std::string why = fmt::format("{} was inferred to be a constant ({})", source, value);
        if (dim.example < 2) why = fmt::format("the example's size is {}: 0 and 1 are sizes of their own, give an example of 2 or more", value);
        m_out.conflicts.push_back({source, fmt::format("Not all values of RelaxedUnspecConstraint({}) are valid because {}.", source, why), dim.because});
        fixed = number(dim.size.constantTerm());
    }

    DimInference& m_out;
    const ShapeEnv& m_env;
    std::vector<Root> m_roots;
};

}  // namespace

void findDimConflicts(DimInference& inference) { Refuting(inference).run(); }

std::string DimInference::message() const {
    if (conflicts.empty()) return {};
    std::vector<std::string> names;
    for (const DimConflict& conflict : conflicts)
        if (std::ranges::find(names, conflict.about) == names.end()) names.push_back(conflict.about);
    std::string out = fmt::format("Constraints violated ({})!", fmt::join(names, ", "));
    for (const DimConflict& conflict : conflicts) out += fmt::format("\n  - {}", conflict.text);
    if (!fixes.empty()) out += "\nSuggested fixes:";
    for (const DimFix& fix : fixes)
        for (const std::string& line : fix.lines()) out += fmt::format("\n  {}", line);
    return out;
}

}  // namespace whittle

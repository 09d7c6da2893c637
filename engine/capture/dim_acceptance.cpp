#include "engine/capture/dim_acceptance.h"

#include <algorithm>

#include "engine/capture/asserted_conditions.h"
#include "engine/ir/sym_interval.h"

namespace whittle {
namespace {

using Values = std::map<std::string, std::int64_t, std::less<>>;

// Sizes to try of one symbol: the small ones, which differ in most ways, and the ends.
std::vector<std::int64_t> candidates(const SymRange& range, std::int64_t example) {
    constexpr std::int64_t kSmall = 12;
    std::vector<std::int64_t> out;
    for (std::int64_t size = 0; size <= kSmall; ++size) out.push_back(size);
    for (const std::int64_t size : {example - 1, example + 1, 2 * example, 4 * example, range.min.value_or(0), range.max.value_or(1024), std::int64_t{1000}}) out.push_back(size);
    std::erase_if(out, [&](std::int64_t size) { return size < 0 || !range.holds(size); });
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    // As people call it: sizes from 2 before 0 and 1.
    std::ranges::stable_partition(out, [](std::int64_t size) { return size >= 2; });
    return out;
}

class Comparing {
public:
    Comparing(const DimInference& inference, const Graph& file) : m_of(inference), m_file(file) {
        for (const GraphInput& input : file.inputs()) {
            if (input.kind != InputKind::User) continue;
            const TensorType* type = asTensorType(file.type(input.value));
            m_declared.push_back(type ? type->sizes : SymSizes{});
        }
        for (const SymSizes& sizes : m_declared)
            for (const SymInt& size : sizes)
                for (const std::string& name : size.symbols()) addSymbol(name);
        for (const DimInput& input : m_of.inputs) {
            const SymSizes& sizes = m_declared[static_cast<std::size_t>(input.source.root)];
            for (std::size_t d = 0; d < input.dims.size() && d < sizes.size(); ++d)
                if (const auto name = sizes[d].symbolName()) m_example.insert_or_assign(*name, input.example.tensor()->sizes[d]);
        }
        for (const ShapeFact& fact : m_of.recording.env.facts())
            if (isAssertion(fact))
                if (auto condition = overFile(fact.condition)) m_asserted.push_back(*std::move(condition));
    }

    std::vector<DimGap> gaps() {
        std::vector<DimGap> out;
        for (const ShapeFact& fact : m_of.recording.env.facts()) addGap(fact, false, out);
        for (const ShapeFact& fact : m_of.recording.env.answeredByLeastSize()) addGap(fact, true, out);
        std::ranges::stable_partition(out, [](const DimGap& gap) { return !gap.ofSmallSizes; });  // few calls break the others
        return out;
    }

private:
    void addSymbol(const std::string& name) {
        const auto info = m_file.symbols.find(name);
        SymRange range = info == m_file.symbols.end() ? kAnySize : acceptedRange(info->second);
        range.min = std::max<std::int64_t>(0, range.min.value_or(0));
        m_ranges.insert_or_assign(name, range);
        m_example.insert_or_assign(name, info == m_file.symbols.end() ? 2 : info->second.hint.value_or(2));
    }

    bool isAssertion(const ShapeFact& fact) const { return fact.given.valid() && m_file.contains(fact.given) && !assertedBy(m_file, m_file.node(fact.given)).conditions.empty(); }

    // The condition over the file's symbols; nothing where it is about what only a run knows.
    std::optional<SymCondition> overFile(const SymCondition& condition) const {
        bool known = true;
        const SymCondition out = condition.substitute([&](std::string_view name) -> std::optional<SymInt> {
            const auto size = declared(name);
            known &= size.has_value();
            return size;
        });
        return known ? std::optional(withoutCommonFactors(out, m_ranges)) : std::nullopt;
    }

    std::optional<SymInt> declared(std::string_view symbol) const {
        const auto record = std::ranges::find(m_of.recording.env.symbols(), symbol, &SymbolRecord::name);
        if (record == m_of.recording.env.symbols().end()) return std::nullopt;
        for (const DimInput& input : m_of.inputs) {
            const SymSizes& sizes = m_declared[static_cast<std::size_t>(input.source.root)];
            for (std::size_t d = 0; d < input.dims.size() && d < sizes.size(); ++d)
                if (std::ranges::find(record->sources, input.sizeText(d)) != record->sources.end()) return sizes[d];
        }
        return std::nullopt;
    }

    void addGap(const ShapeFact& fact, bool ofSmallSizes, std::vector<DimGap>& to) {
        if (!fact.given.valid() || isAssertion(fact)) return;
        const auto condition = overFile(fact.condition);
        if (!condition || isImplied(*condition)) return;
        if (std::ranges::find(m_told, *condition) != m_told.end()) return;  // of sizes that the file declares to be equal
        m_told.push_back(*condition);
        SymRanges from2 = m_ranges;
        for (auto& [name, range] : from2) range.min = std::max<std::int64_t>(2, *range.min);
        DimGap gap{.cause = causeOf(m_of, fact, ofSmallSizes), .ofSmallSizes = ofSmallSizes || decidedByRanges(*condition, from2).value_or(false), .call = {}};
        if (std::ranges::any_of(to, [&](const DimGap& known) { return known.cause.condition == gap.cause.condition; })) return;  // the same in other words
        Values values = m_example;
        if (breaks(*condition, values)) gap.call = callOf(values);
        to.push_back(std::move(gap));
    }

    bool isImplied(const SymCondition& condition) const {
        if (decidedByRanges(condition, m_ranges).value_or(false)) return true;
        const SymInt gap = condition.left - condition.right;
        return std::ranges::any_of(m_asserted, [&](const SymCondition& other) { return other.relation == condition.relation && other.left - other.right == gap; });
    }

    static bool holds(const SymCondition& condition, const Values& values) {
        const auto value = condition.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
            const auto found = values.find(name);
            return found == values.end() ? std::nullopt : std::optional(found->second);
        });
        return value && *value;
    }

    // Looks for sizes that the file accepts and that break the condition; those of symbols in neither stay as they were.
    bool breaks(const SymCondition& condition, Values& values) const {
        constexpr std::size_t kMost = 3;  // a few thousand cases
        std::vector<std::string> names;
        for (const std::string& name : condition.symbols())
            if (names.size() < kMost) names.push_back(name);
        const std::function<bool(std::size_t)> search = [&](std::size_t at) {
            if (at == names.size()) return !holds(condition, values) && std::ranges::all_of(m_asserted, [&](const SymCondition& each) { return holds(each, values); });
            const auto& range = m_ranges.find(names[at])->second;
            for (const std::int64_t size : candidates(range, m_example.find(names[at])->second)) {
                values[names[at]] = size;
                if (search(at + 1)) return true;
            }
            return false;
        };
        return search(0);
    }

    std::vector<std::pair<std::string, std::string>> callOf(const Values& values) const {
        std::vector<std::pair<std::string, std::string>> out;
        for (const DimInput& input : m_of.inputs) {
            const TensorArg* tensor = input.example.tensor();
            if (!tensor) continue;
            std::vector<std::string> sizes;
            for (const SymInt& size : m_declared[static_cast<std::size_t>(input.source.root)])
                sizes.push_back(size.substitute([&](std::string_view name) { return std::optional<SymInt>(values.find(name)->second); }).text());
            out.emplace_back(input.nameFrom(m_of.parameters), fmt::format("{}[{}]", dtypeName(tensor->dtype), fmt::join(sizes, ",")));
        }
        return out;
    }

    const DimInference& m_of;
    const Graph& m_file;
    std::vector<SymSizes> m_declared;  // of each user input
    SymRanges m_ranges;
    Values m_example;
    std::vector<SymCondition> m_asserted, m_told;
};

}  // namespace

std::vector<DimGap> acceptedWrongly(const DimInference& inference, const Graph& file) { return Comparing(inference, file).gaps(); }

}  // namespace whittle

#include "engine/dispatch/stance_advice.h"

#include <algorithm>

#include <fmt/ranges.h>

#include "engine/capture/graph_function.h"

namespace whittle {
namespace {

// A dimension of an argument that changed between calls.
struct Place {
    std::size_t argument;
    int dim;
    friend auto operator<=>(const Place&, const Place&) = default;
};

// Dimensions that differ between calls; those that always have the same size together, since one of them alone stays bound to the others.
std::vector<std::vector<Place>> changingPlaces(std::span<const SequencedCall> calls) {
    std::map<Place, Sizes> seen;
    for (const SequencedCall& call : calls)
        for (std::size_t a = 0; a < call.arguments.size(); ++a) {
            const TensorArg *first = calls[0].arguments[a].tensor(), *now = call.arguments[a].tensor();
            for (std::size_t d = 0; first && now && first->sizes.size() == now->sizes.size() && d < now->sizes.size(); ++d)
                seen[{a, static_cast<int>(d)}].push_back(now->sizes[d]);
        }
    std::vector<std::pair<Sizes, std::vector<Place>>> groups;
    for (const auto& [place, sizes] : seen) {
        if (std::ranges::adjacent_find(sizes, std::not_equal_to{}) == sizes.end()) continue;
        auto group = std::ranges::find(groups, sizes, &std::pair<Sizes, std::vector<Place>>::first);
        if (group == groups.end()) group = groups.insert(groups.end(), {sizes, {}});
        group->second.push_back(place);
    }
    std::vector<std::vector<Place>> out;
    for (auto& [sizes, places] : groups) out.push_back(std::move(places));
    return out;
}

bool isMarked(const TensorArg& tensor, int dim) { return tensor.mark(dim).kind != DimMark::Kind::None; }

// Dimensions that some calls mark, and others do not: an entry for marked ones is not one for the rest.
std::vector<Place> unevenlyMarked(std::span<const SequencedCall> calls) {
    std::map<Place, std::pair<int, int>> counts;  // marked, of all
    for (const SequencedCall& call : calls)
        for (std::size_t a = 0; a < call.arguments.size(); ++a) {
            const TensorArg* tensor = call.arguments[a].tensor();
            for (int d = 0; tensor && d < static_cast<int>(tensor->sizes.size()); ++d) {
                auto& [marked, all] = counts[{a, d}];
                marked += isMarked(*tensor, d) ? 1 : 0;
                ++all;
            }
        }
    std::vector<Place> out;
    for (const auto& [place, count] : counts)
        if (count.first > 0 && count.first < count.second) out.push_back(place);
    return out;
}

// Of which a size is 0 or 1 in some call: then it is a number whatever is marked, unless nothing may be decided by it.
bool isSmall(std::span<const SequencedCall> calls, const Place& place) {
    return std::ranges::any_of(calls, [&](const SequencedCall& call) {
        const TensorArg* tensor = call.arguments[place.argument].tensor();
        return tensor && place.dim < static_cast<int>(tensor->sizes.size()) && tensor->sizes[static_cast<std::size_t>(place.dim)] < 2;
    });
}

std::vector<SequencedCall> withMarks(std::span<const SequencedCall> calls, std::span<const Place> places, DimMark::Kind kind) {
    std::vector<SequencedCall> out(calls.begin(), calls.end());
    for (SequencedCall& call : out)
        for (const Place& place : places) {
            const TensorRef* given = call.arguments[place.argument].as<TensorRef>();
            if (!given || place.dim >= static_cast<int>((*given)->sizes.size())) continue;
            const TensorRef before = *given;
            TensorArg copy = *before;
            if (!copy.setMark(place.dim, {.kind = kind})) continue;
            const auto after = std::make_shared<const TensorArg>(std::move(copy));
            for (CallValue& value : call.arguments)  // what was one tensor stays one
                if (const TensorRef* same = value.as<TensorRef>(); same && *same == before) value = TensorRef(after);
        }
    return out;
}

// A way to mark dimensions, as it is said, pasted and applied.
struct MarkWords {
    DimMark::Kind kind;
    fmt::format_string<std::string> text;
    std::string_view code, change;
};
constexpr MarkWords kDynamic{DimMark::Kind::Dynamic, "mark {} dynamic", "torch._dynamo.mark_dynamic", "mark_dynamic"};
constexpr MarkWords kStatic{DimMark::Kind::Static, "mark {} static", "torch._dynamo.mark_static", "mark_static"};
constexpr MarkWords kUnbacked{DimMark::Kind::Unbacked, "mark {} unbacked", "torch._dynamo.decorators.mark_unbacked", "mark_unbacked"};
constexpr MarkWords kUnmarked{DimMark::Kind::None, "mark {} in no call", "# not: torch._dynamo.mark_dynamic", "unmark"};

class Adviser {
public:
    Adviser(const std::vector<SequencedCall>& calls, const Stance& stance, const Replayed& baseline, Replayer& replayer)
        : m_calls(calls), m_stance(stance), m_baseline(baseline), m_replayer(replayer), m_names(parametersOf(*replayer.graph())) {}

    Result<void> tryAll() {
        const std::vector<std::vector<Place>> groups = changingPlaces(m_calls);
        std::vector<Place> all, small;
        for (const std::vector<Place>& group : groups) {
            WHITTLE_TRY_VOID(tryMarks(group, kDynamic));
            all.insert(all.end(), group.begin(), group.end());
            for (const Place& place : group)
                if (isSmall(m_calls, place)) small.push_back(place);
        }
        if (groups.size() > 1) WHITTLE_TRY_VOID(tryMarks(all, kDynamic));
        FunctionOptions function = m_replayer.options().function;
        if (function.dynamic != Dynamic::Always) {
            function.dynamic = Dynamic::Always;
            WHITTLE_TRY_VOID(tryRun(m_calls, function, {.text = "compile with dynamic=True", .code = "torch.compile(f, dynamic=True)", .change = {{"dynamic", true}}}));
        }
        if (!small.empty()) WHITTLE_TRY_VOID(tryMarks(small, kUnbacked));
        if (small.size() < all.size() && !small.empty()) WHITTLE_TRY_VOID(tryMarks(all, kUnbacked));
        if (!all.empty()) WHITTLE_TRY_VOID(tryMarks(all, kStatic));
        if (const std::vector<Place> uneven = unevenlyMarked(m_calls); !uneven.empty()) {
            WHITTLE_TRY_VOID(tryMarks(uneven, kUnmarked));
            WHITTLE_TRY_VOID(tryMarks(uneven, kDynamic));
        }
        std::ranges::stable_sort(m_found, std::greater{}, &ReportedAdvice::saved);
        return {};
    }

    int tried() const { return m_tried; }
    const std::vector<ReportedAdvice>& found() const { return m_found; }

private:
    Result<void> tryMarks(std::span<const Place> places, const MarkWords& words) {
        std::vector<std::string> texts, codes;
        Json marks = Json::object();
        for (const Place& place : places) {
            const std::string& name = m_names[place.argument];
            texts.push_back(fmt::format("dim {} of {}", place.dim, name));
            codes.push_back(fmt::format("{}({}, {})", words.code, name, place.dim));
            marks[name].push_back(place.dim);
        }
        return tryRun(withMarks(m_calls, places, words.kind), m_replayer.options().function,
                      {.text = fmt::format(words.text, fmt::format("{}", fmt::join(texts, ", "))), .code = fmt::format("{}", fmt::join(codes, "\n")), .change = {{std::string(words.change), std::move(marks)}}});
    }

    Result<void> tryRun(const std::vector<SequencedCall>& calls, const FunctionOptions& function, ReportedAdvice advice) {
        WHITTLE_TRY(const Replayed run, m_replayer.run({.stance = m_stance, .calls = calls, .function = function, .trying = advice.text}));
        ++m_tried;
        const ReportedRun &now = run.totals, &before = m_baseline.totals;
        if (now.errors > before.errors || now.eagerCalls > before.eagerCalls || now.compiles >= before.compiles) return {};
        if (std::ranges::find(m_found, advice.change, &ReportedAdvice::change) != m_found.end()) return {};  // two groups may be one
        advice.compiles = now.compiles;
        advice.saved = before.compiles - now.compiles;
        for (std::size_t i = 0; i < m_baseline.compiles.size(); ++i)
            if (run.compiles[i] < m_baseline.compiles[i]) advice.calls.push_back(i);
        m_found.push_back(std::move(advice));
        return {};
    }

    const std::vector<SequencedCall>& m_calls;
    const Stance& m_stance;
    const Replayed& m_baseline;
    Replayer& m_replayer;
    std::vector<std::string> m_names;
    std::vector<ReportedAdvice> m_found;
    int m_tried = 0;
};

}  // namespace

Result<void> advise(const std::vector<SequencedCall>& calls, const Stance& stance, const Replayed& baseline, Replayer& replayer, StanceReporter& reporter) {
    Adviser adviser(calls, stance, baseline, replayer);
    WHITTLE_TRY_VOID(adviser.tryAll());
    reporter.advising({.stance = stanceText(stance), .compiles = baseline.totals.compiles, .tried = adviser.tried()});
    for (const ReportedAdvice& advice : adviser.found()) reporter.advice(advice);
    return {};
}

}  // namespace whittle

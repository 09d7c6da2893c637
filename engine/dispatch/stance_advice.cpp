#include "engine/dispatch/stance_advice.h"

#include <algorithm>

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

std::vector<SequencedCall> withMarks(std::span<const SequencedCall> calls, std::span<const Place> places) {
    std::vector<SequencedCall> out(calls.begin(), calls.end());
    for (SequencedCall& call : out)
        for (const Place& place : places) {
            const TensorRef* given = call.arguments[place.argument].as<TensorRef>();
            if (!given || place.dim >= static_cast<int>((*given)->sizes.size())) continue;
            const TensorRef before = *given;
            TensorArg copy = *before;
            if (!copy.setMark(place.dim, {.kind = DimMark::Kind::Dynamic})) continue;
            const auto after = std::make_shared<const TensorArg>(std::move(copy));
            for (CallValue& value : call.arguments)  // what was one tensor stays one
                if (const TensorRef* same = value.as<TensorRef>(); same && *same == before) value = TensorRef(after);
        }
    return out;
}

class Adviser {
public:
    Adviser(const std::vector<SequencedCall>& calls, const ReportedRun& baseline, Replayer& replayer)
        : m_calls(calls), m_baseline(baseline), m_replayer(replayer), m_names(parametersOf(*replayer.graph())) {}

    Result<std::vector<ReportedAdvice>> advise() {
        if (m_baseline.compiles < 2) return std::vector<ReportedAdvice>{};
        const std::vector<std::vector<Place>> groups = changingPlaces(m_calls);
        std::vector<Place> all;
        for (const std::vector<Place>& group : groups) {
            WHITTLE_TRY_VOID(tryMarks(group));
            all.insert(all.end(), group.begin(), group.end());
        }
        if (groups.size() > 1) WHITTLE_TRY_VOID(tryMarks(all));
        FunctionOptions function = m_replayer.options().function;
        if (function.dynamic != Dynamic::Always) {
            function.dynamic = Dynamic::Always;
            WHITTLE_TRY_VOID(tryRun(m_calls, function, {.text = "compile with dynamic=True", .code = "torch.compile(f, dynamic=True)", .change = {{"dynamic", true}}}));
        }
        std::ranges::stable_sort(m_found, std::greater{}, &ReportedAdvice::saved);
        return std::move(m_found);
    }

private:
    Result<void> tryMarks(std::span<const Place> places) {
        std::vector<std::string> texts, codes;
        Json marks = Json::object();
        for (const Place& place : places) {
            const std::string& name = m_names[place.argument];
            texts.push_back(fmt::format("dim {} of {}", place.dim, name));
            codes.push_back(fmt::format("torch._dynamo.mark_dynamic({}, {})", name, place.dim));
            marks[name].push_back(place.dim);
        }
        return tryRun(withMarks(m_calls, places), m_replayer.options().function,
                      {.text = fmt::format("mark {} dynamic", fmt::join(texts, ", ")), .code = fmt::format("{}", fmt::join(codes, "\n")), .change = {{"mark_dynamic", std::move(marks)}}});
    }

    Result<void> tryRun(const std::vector<SequencedCall>& calls, const FunctionOptions& function, ReportedAdvice advice) {
        WHITTLE_TRY(const ReportedRun run, m_replayer.run({.stance = {}, .calls = calls, .function = function, .trying = advice.text}));
        if (run.errors > m_baseline.errors || run.compiles >= m_baseline.compiles) return {};
        advice.compiles = run.compiles;
        advice.saved = m_baseline.compiles - run.compiles;
        m_found.push_back(std::move(advice));
        return {};
    }

    const std::vector<SequencedCall>& m_calls;
    const ReportedRun& m_baseline;
    Replayer& m_replayer;
    std::vector<std::string> m_names;
    std::vector<ReportedAdvice> m_found;
};

}  // namespace

Result<std::vector<ReportedAdvice>> adviceFor(const std::vector<SequencedCall>& calls, const ReportedRun& baseline, Replayer& replayer) {
    return Adviser(calls, baseline, replayer).advise();
}

}  // namespace whittle

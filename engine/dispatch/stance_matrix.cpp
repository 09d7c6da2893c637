#include "engine/dispatch/stance_matrix.h"

#include <ranges>

#include "engine/capture/graph_function.h"
#include "engine/dispatch/stance_advice.h"

namespace whittle {

Result<void> runStances(std::shared_ptr<const Graph> graph, const std::vector<SequencedCall>& calls, const StanceOptions& options, StanceReporter& reporter) {
    std::vector<std::string> texts;
    for (const SequencedCall& call : calls) texts.push_back(call.text);
    reporter.begin(graph->name, parametersOf(*graph), std::move(texts), options.stances.size());
    reporter.progress(calls.size() * options.first, calls.size() * options.stances.size());
    Replayer replayer(std::move(graph), options, reporter);
    std::optional<ReportedRun> baseline;
    for (const Stance& stance : options.stances | std::views::drop(options.first)) {
        WHITTLE_TRY(ReportedRun totals, replayer.run({.stance = stance, .calls = calls, .function = options.function, .isTold = true}));
        if (stance == Stance{}) baseline = std::move(totals);
    }
    if (!options.advise) return {};
    if (!baseline) {
        WHITTLE_TRY(baseline, replayer.run({.stance = {}, .calls = calls, .function = options.function, .trying = "count compiles"}));
    }
    WHITTLE_TRY(const std::vector<ReportedAdvice> advice, adviceFor(calls, *baseline, replayer));
    for (const ReportedAdvice& item : advice) reporter.advice(item);
    return {};
}

}  // namespace whittle

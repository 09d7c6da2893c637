#include "engine/dispatch/stance_matrix.h"

#include <ranges>

#include "engine/capture/graph_function.h"
#include "engine/dispatch/stance_advice.h"

namespace whittle {
namespace {

bool compilesOnMisses(const Stance& stance) { return stance.skipGuardEvalUnsafe || stance.name == "default" || stance.name.ends_with("then_compile"); }

}  // namespace

Result<void> runStances(std::shared_ptr<const Graph> graph, const std::vector<SequencedCall>& calls, const StanceOptions& options, StanceReporter& reporter) {
    std::vector<std::string> texts;
    for (const SequencedCall& call : calls) texts.push_back(call.text);
    reporter.begin(graph->name, parametersOf(*graph), std::move(texts), options.stances.size());
    reporter.progress(calls.size() * options.first, calls.size() * options.stances.size());
    Replayer replayer(std::move(graph), options, reporter);
    std::optional<std::pair<Stance, Replayed>> baseline;
    for (const Stance& stance : options.stances | std::views::drop(options.first)) {
        WHITTLE_TRY(Replayed run, replayer.run({.stance = stance, .calls = calls, .function = options.function, .isTold = true}));
        if (!baseline && run.totals.compiles > 1) baseline.emplace(stance, std::move(run));
    }
    if (!options.advise) return {};
    std::optional<Stance> uncounted;
    if (options.adviseOn) uncounted = options.stances[*options.adviseOn];
    else if (std::ranges::none_of(options.stances, compilesOnMisses)) uncounted.emplace();  // what these would not be asked for, had it been compiled before
    if (uncounted) {
        WHITTLE_TRY(Replayed run, replayer.run({.stance = *uncounted, .calls = calls, .function = options.function, .trying = "count compiles"}));
        baseline.emplace(*uncounted, std::move(run));
    }
    return baseline && baseline->second.totals.compiles > 1 ? advise(calls, baseline->first, baseline->second, replayer, reporter) : Result<void>();
}

}  // namespace whittle

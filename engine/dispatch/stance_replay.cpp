#include "engine/dispatch/stance_replay.h"

#include "engine/capture/graph_function.h"
#include "engine/dispatch/stance_witness.h"

namespace whittle {
namespace {

void count(const CallEvent& part, ReportedRun& totals) {
    totals.compiles += part.made ? 1 : 0;
    totals.compileMs += part.recordMs + part.compileMs;
    totals.runMs += part.runMs;
}

}  // namespace

Result<Replayed> Replayer::run(const Replay& replay) {
    DispatchContext context;
    context.config = m_options.config;
    context.backends = standardBackends(m_options.compile);
    std::optional<StanceWitness> witness;
    if (replay.isTold) witness.emplace(context);
    Replayed out{.totals = {.stance = stanceText(replay.stance), .calls = {}, .entries = {}, .recompileLimit = m_options.config.cacheSizeLimit}};
    ReportedRun& totals = out.totals;
    ReportedPlace place{.stance = totals.stance, .trying = replay.trying, .call = 0, .doing = {}, .id = {}};
    if (replay.isTold) m_reporter.beginRun(totals.stance, totals.recompileLimit);
    context.stageObserver = [&](const CallStage& stage) {
        place.call = stage.call;
        place.doing = doingText(stage.doing);
        place.id = stage.id;
        m_reporter.now(place);
    };
    context.observer = [&](const CallEvent& event) {
        totals.eagerCalls += event.outcome == CallOutcome::Eager ? 1 : 0;
        totals.errors += event.outcome == CallOutcome::Error ? 1 : 0;
        count(event, totals);
        for (const CallEvent& part : event.resumed) count(part, totals);
        if (replay.isTold) m_reporter.call(witness->call(event));
    };
    const CompiledFunction compiled(context, {.name = m_graph->name, .where = {}, .parameters = parametersOf(*m_graph), .run = functionOf(m_graph)}, replay.function);
    for (std::size_t i = 0; i < replay.calls.size(); ++i) {
        if (m_options.cancel.cancelled()) return fail(Code::Cancelled, "stopped after {} of {} calls", i, replay.calls.size());
        if (static_cast<int>(i) == m_options.warm) {
            WHITTLE_TRY([[maybe_unused]] const StanceChange change, context.setStance(replay.stance));
        }
        const int before = totals.compiles;
        place.call = static_cast<int>(i);
        place.doing = "drawing elements";
        place.id.reset();
        m_reporter.now(place);
        (void)compiled(withElements(replay.calls[i]), m_options.cancel);  // what it says is in the event
        out.compiles.push_back(totals.compiles - before);
        if (replay.isTold) m_reporter.progress(m_reporter.report().done + 1, m_reporter.report().of);
    }
    WHITTLE_TRY_VOID(m_options.cancel.check());
    if (replay.isTold) {
        for (const ReportedEntry& entry : witness->entries(compiled)) m_reporter.entry(entry);
        m_reporter.endRun(totals);
        place.call = -1;
        place.doing = "answering --try";
        place.id.reset();
        if (!m_options.tries.empty()) m_reporter.now(place);
        for (const SequencedCall& tried : m_options.tries)
            m_reporter.probe({.stance = totals.stance, .call = tried.text, .entries = witness->held(compiled, tried.arguments)});
    }
    return out;
}

}  // namespace whittle

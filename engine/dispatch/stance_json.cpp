// What `whittle stance --json` prints, of the same report that the stream tells line by line.
#include "engine/dispatch/stance_matrix.h"

namespace whittle {
namespace {

using Ordered = nlohmann::ordered_json;

Ordered idOf(const std::optional<CompileId>& id) { return id ? Ordered(id->text()) : Ordered(nullptr); }
template <class T>
Ordered orNull(const std::optional<T>& value) { return value ? Ordered(*value) : Ordered(nullptr); }

const ReportedEntry* entryOf(const ReportedRun& run, const CompileId& id) {
    const auto found = std::ranges::find(run.entries, id, &ReportedEntry::id);
    return found == run.entries.end() ? nullptr : &*found;
}

Ordered failureJson(const ReportedFailure& failure, const ReportedEntry* entry) {
    Ordered out{{"reason", failure.reason}, {"seen", failure.seen}, {"wanted", failure.wanted}, {"guard", failure.guard}};
    if (!entry || failure.guard < 0 || static_cast<std::size_t>(failure.guard) >= entry->guards.size()) return out;
    const ReportedGuard& guard = entry->guards[static_cast<std::size_t>(failure.guard)];
    out["source"] = guard.source;
    if (!guard.line.empty()) out["line"] = guard.line;
    return out;
}

Ordered verdictJson(const ReportedVerdict& verdict, const ReportedRun* run) {
    Ordered failures = Ordered::array();
    const ReportedEntry* entry = run ? entryOf(*run, verdict.entry) : nullptr;
    for (const ReportedFailure& failure : verdict.failures) failures.push_back(failureJson(failure, entry));
    return {{"entry", verdict.entry.text()}, {"fits", verdict.failures.empty()}, {"failures", std::move(failures)}};
}

Ordered callJson(const ReportedCall& call, const ReportedRun& run) {
    Ordered asked = Ordered::array(), order = Ordered::array();
    for (const ReportedVerdict& verdict : call.asked) asked.push_back(verdictJson(verdict, &run));
    for (const CompileId& id : call.order) order.push_back(id.text());
    Ordered out{{"outcome", outcomeName(call.outcome)}, {"cause", causeOf(call)}, {"entries", order}};
    if (call.used) out["used"] = call.used->text();
    if (call.made) out["made"] = call.made->text();
    if (!asked.empty()) out["asked"] = std::move(asked);
    if (!call.warnings.empty()) out["warnings"] = call.warnings;
    if (call.graphBreak) out["graph_break"] = {{"reason", call.graphBreak->first}, {"line", call.graphBreak->second}};
    if (!call.skippedGuards.empty()) out["skipped_guards"] = call.skippedGuards;
    if (!call.resumed.empty()) {
        Ordered parts = Ordered::array();
        for (const ReportedCall& part : call.resumed) parts.push_back(callJson(part, run));
        out["resumed"] = std::move(parts);
    }
    out["record_ms"] = call.recordMs;
    out["compile_ms"] = call.compileMs;
    for (const PhaseRecord& phase : call.phases) out["phases_ms"][phase.name] = phase.milliseconds;
    out["run_ms"] = call.runMs;
    if (call.error) out["error"] = *call.error;
    return out;
}

Ordered guardJson(const ReportedGuard& guard) {
    Ordered out{{"parent", guard.parent}};
    if (guard.isValue) out["value"] = guard.source;
    else out.update({{"kind", guard.kind}, {"source", guard.source}, {"guard", guard.text}, {"order", guard.order}, {"failures", guard.failures}});
    out["ns"] = guard.nanoseconds;
    if (!guard.node.empty()) out["node"] = guard.node;
    if (!guard.line.empty()) out["line"] = guard.line;
    return out;
}

Ordered entryJson(const ReportedEntry& entry) {
    Ordered guards = Ordered::array(), symbols = Ordered::object();
    for (const ReportedGuard& guard : entry.guards) guards.push_back(guardJson(guard));
    for (const ReportedSymbol& symbol : entry.symbols) {
        symbols[symbol.name] = {{"sources", symbol.sources}, {"hint", orNull(symbol.hint)}, {"min", orNull(symbol.min)}, {"max", orNull(symbol.max)}};
        if (!symbol.is.empty()) symbols[symbol.name]["is"] = symbol.is;
    }
    Ordered out{{"id", entry.id.text()}, {"backend", entry.backend}, {"made_by", entry.madeBy}, {"replaced", idOf(entry.replaced)}, {"hits", entry.hits}, {"life", lifeName(entry.life)}};
    if (entry.shadowedBy) out["shadowed_by"] = entry.shadowedBy->text();
    if (entry.graphBreak) out["graph_break"] = *entry.graphBreak;
    if (!entry.frame.empty()) out["frame"] = entry.frame;
    out["record_ms"] = entry.recordMs;
    out["compile_ms"] = entry.compileMs;
    out["symbols"] = std::move(symbols);
    out["guards"] = std::move(guards);
    out["graph"] = entry.graph;
    return out;
}

Ordered runJson(const StanceReport& report, const ReportedRun& run) {
    Ordered calls = Ordered::array(), entries = Ordered::array();
    for (std::size_t i = 0; i < run.calls.size(); ++i) {
        calls.push_back(callJson(run.calls[i], run));
        for (const ReportedAdvice* advice : adviceOn(report, run, i)) calls.back()["avoided_by"].push_back(advice->text);
    }
    for (const ReportedEntry& entry : run.entries) entries.push_back(entryJson(entry));
    Ordered out{{"calls", std::move(calls)}, {"compiles", run.compiles}, {"eager_calls", run.eagerCalls}, {"errors", run.errors}, {"compile_ms", run.compileMs},
            {"run_ms", run.runMs}, {"recompile_limit", run.recompileLimit}, {"cache", std::move(entries)}};
    if (run.died) out["died"] = *run.died;
    return out;
}

}  // namespace

Ordered stanceJson(const StanceReport& report) {
    Ordered stances = Ordered::object(), advice = Ordered::array(), tries = Ordered::array();
    for (const ReportedRun& run : report.runs) stances[run.stance] = runJson(report, run);
    for (const ReportedAdvice& item : report.advice)
        advice.push_back({{"text", item.text}, {"code", item.code}, {"compiles", item.compiles}, {"saved", item.saved}, {"change", item.change}, {"calls", item.calls}});
    for (const ReportedProbe& probe : report.probes) {
        const auto run = std::ranges::find(report.runs, probe.stance, &ReportedRun::stance);
        Ordered verdicts = Ordered::array();
        for (const ReportedVerdict& verdict : probe.entries) verdicts.push_back(verdictJson(verdict, run == report.runs.end() ? nullptr : &*run));
        tries.push_back({{"stance", probe.stance}, {"call", probe.call}, {"entries", std::move(verdicts)}});
    }
    Ordered out{{"function", report.function}, {"calls", report.calls}, {"stances", std::move(stances)}, {"advice", std::move(advice)}};
    if (report.advising) out["advising"] = {{"stance", report.advising->stance}, {"compiles", report.advising->compiles}, {"tried", report.advising->tried}};
    if (!tries.empty()) out["tries"] = std::move(tries);
    if (!report.notes.empty()) out["notes"] = report.notes;
    return out;
}

}  // namespace whittle

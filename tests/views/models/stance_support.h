// Replays that a test makes up: reports as a process tells them, and a service that gives them when it is let.
#pragma once

#include "tests/views/models/models_support.h"
#include "views/models/stance_controller.h"

#include <memory>

#include <QSemaphore>

namespace whittle::test {

inline ReportedGuard valueGuard(const std::string& source, int parent = -1) {
    ReportedGuard guard;
    guard.parent = parent;
    guard.isValue = true;
    guard.source = source;
    return guard;
}
inline ReportedGuard checkGuard(int parent, const std::string& kind, const std::string& source, const std::string& text, double nanoseconds, std::int64_t failures = 0, const std::string& line = {}) {
    ReportedGuard guard;
    guard.parent = parent;
    guard.kind = kind;
    guard.source = source;
    guard.text = text;
    guard.nanoseconds = nanoseconds;
    guard.failures = failures;
    guard.line = line;
    if (!line.empty()) guard.node = "relu";
    return guard;
}

/// An entry of f(x): the process's settings, then x with its class and its sizes, then a condition.
inline ReportedEntry sizeEntry(int compile, const std::string& size, std::int64_t failures) {
    ReportedEntry entry;
    entry.id = {0, compile};
    entry.backend = "whittle";
    entry.madeBy = compile == 0 ? 0 : 2;
    if (compile > 0) entry.replaced = CompileId{0, compile - 1};
    entry.hits = 1;
    entry.recordMs = 0.5;
    entry.compileMs = 4;
    entry.guards = {checkGuard(-1, "GLOBAL_STATE", "", "grad mode, threads", 2), valueGuard("L['x']"), checkGuard(1, "TYPE_MATCH", "L['x']", "torch.Tensor", 3),
                    checkGuard(1, "TENSOR_MATCH", "L['x']", "f32, size [" + size + "]", 5, failures, "net.py:1: x = self.fc(x)")};
    entry.graph = "whittle 1\ngraph @f {\n  input %x : f32[" + size + "]\n  %relu = aten.relu.default(%x) : f32[" + size + "]\n  return %relu\n}\n";
    return entry;
}

/// Three calls f32[4], f32[4], f32[6] under `default`: compiled, reused, recompiled.
inline ReportedRun sizeRun(const std::string& stance = "default") {
    ReportedRun run;
    run.stance = stance;
    run.recompileLimit = 8;
    ReportedCall first, again, other;
    first.outcome = CallOutcome::Compiled;
    first.used = first.made = CompileId{0, 0};
    first.recordMs = 0.5;
    first.compileMs = 4;
    first.runMs = 0.1;
    again.outcome = CallOutcome::Reused;
    again.used = CompileId{0, 0};
    again.asked = {{.entry = {0, 0}, .failures = {}}};
    other.outcome = CallOutcome::Recompiled;
    other.used = other.made = CompileId{0, 1};
    other.asked = {{.entry = {0, 0}, .failures = {{.guard = 3, .reason = "tensor 'L['x']' size mismatch at index 0. expected 4, actual 6", .seen = "f32[6]", .wanted = "f32, size [4]"}}}};
    other.recordMs = 0.5;
    other.compileMs = 4;
    other.phases = {{"check", 0.001}, {"passes", 1.5}, {"pass:decompose", 1.25}, {"codegen", 2.5}};
    other.warnings = {"one more and it gets slow"};
    run.calls = {first, again, other};
    run.entries = {sizeEntry(1, "6", 0), sizeEntry(0, "4", 1)};
    run.entries[1].life = ReportedEntry::Life::Dead;
    run.compiles = 2;
    run.compileMs = 9;
    run.runMs = 0.4;
    run.ended = true;
    return run;
}

inline StanceReport sizeReport(const QStringList& stances) {
    StanceReport report;
    report.function = "f";
    report.parameters = {"x"};
    report.calls = {"x=f32[4]", "x=f32[4]", "x=f32[6]"};
    for (const QString& stance : stances) report.runs.push_back(sizeRun(stance.toStdString()));
    report.advice = {{.text = "mark dim 0 of x dynamic", .code = "torch._dynamo.mark_dynamic(x, 0)", .compiles = 1, .saved = 1, .change = Json{{"mark_dynamic", {{"x", {0}}}}}, .calls = {2}},
                     {.text = "compile with dynamic=True", .code = "torch.compile(f, dynamic=True)", .compiles = 1, .saved = 1, .change = Json{{"dynamic", true}}, .calls = {2}}};
    report.advising = ReportedAdvising{.stance = report.runs.empty() ? std::string() : report.runs.front().stance, .compiles = 2, .tried = 2};
    report.done = report.of = static_cast<std::size_t>(3 * stances.size());
    report.complete = true;
    return report;
}

/// f(x) of one relu.
inline Graph reluGraph() {
    Graph graph;
    graph.name = "f";
    const ValueId x = graph.addInput({.kind = InputKind::User}, "x", f32({4}));
    const NodeId id = graph.addNode({.op = "aten.relu.default", .args = {{"self", x}}, .outputTypes = {f32({4})}, .origin = origin("", 1)});
    graph.addOutput({.value = graph.node(id).output()});
    return graph;
}

/// Tells the first call at once, and the rest when it may end.
struct MadeUpStances {
    QSemaphore mayEnd;
    bool waits = false;
    std::optional<Error> error;
    std::string dead;  // how the process of the first stance ended, in its second call; empty: it did not
    StanceRequest asked;
    int runs = 0;

    StanceService service() {
        return {.work = [this](const StanceRequest& request, const std::function<void(const StanceReport&)>& told, const CancelToken& cancel) -> StanceEnding {
                    asked = request;
                    ++runs;
                    StanceReport whole = sizeReport(request.settings.stances);
                    StanceReport part = whole;
                    part.runs.resize(1);
                    part.runs[0].calls.resize(1);
                    part.runs[0].entries.clear();
                    part.runs[0].ended = false;
                    part.advice.clear();
                    part.done = 1;
                    part.complete = false;
                    told(part);
                    while (waits && !mayEnd.tryAcquire(1, 5))
                        if (const Result<void> going = cancel.check(); !going) return {.report = {}, .error = going.error()};
                    if (!dead.empty()) {
                        part.runs[0].died = dead;
                        part.runs[0].compiles = part.runs[0].compileMs = part.runs[0].runMs = 0;  // they are told at the end
                        part.runs.insert(part.runs.end(), whole.runs.begin() + 1, whole.runs.end());
                    }
                    if (error) return {.report = part, .error = error};
                    if (request.tried) whole.probes = {{.stance = "default", .call = "x=f64[9]", .entries = {{.entry = {0, 1}, .failures = {{.guard = 2, .reason = "dtype mismatch"}, {.guard = 3, .reason = "size mismatch"}}}}}};
                    return {.report = whole, .error = std::nullopt};
                },
                .command = [](const StanceRequest& request) { return QStringLiteral("whittle stance %1 --calls %2").arg(request.file, QString::fromStdString(request.calls)); }};
    }
};

inline QStringList only(const char* stance) { return {QString::fromLatin1(stance)}; }

}  // namespace whittle::test

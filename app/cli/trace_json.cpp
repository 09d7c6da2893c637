// The one object that `whittle trace --json` prints.
#include "app/cli/trace_text.h"
#include "engine/formats/json.h"
#include "engine/formats/trace/expression_tree.h"
#include "engine/formats/trace/guard_tree.h"

namespace whittle::cli {
namespace {

using namespace trace;

template <class T>
Json orNull(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json frameJson(const StackFrame& frame) {
    if (frame.file.empty()) return nullptr;
    Json out{{"file", frame.file}, {"line", frame.line}, {"function", frame.function}};
    if (!frame.code.empty()) out["code"] = frame.code;
    return out;
}

template <class T, class F>
Json listOf(const std::vector<T>& items, F&& one) {
    Json out = Json::array();
    for (const T& item : items) out.push_back(one(item));
    return out;
}

Json metricsJson(const Metrics& m) {
    return {{"kind", m.kind},
            {"function", m.function},
            {"file", m.file},
            {"first_line", orNull(m.firstLine)},
            {"cache_size", orNull(m.cacheSize)},
            {"accumulated_cache_size", orNull(m.accumulatedCacheSize)},
            {"guards", orNull(m.guards)},
            {"shape_guards", orNull(m.shapeGuards)},
            {"graph_ops", orNull(m.graphOps)},
            {"graph_nodes", orNull(m.graphNodes)},
            {"graph_inputs", orNull(m.graphInputs)},
            {"start", orNull(m.start)},
            {"seconds", orNull(m.totalSeconds)},
            {"backend_seconds", orNull(m.backendSeconds)},
            {"inductor_seconds", orNull(m.inductorSeconds)},
            {"codegen_seconds", orNull(m.codegenSeconds)},
            {"restart_reasons", m.restartReasons}};
}

Json kernelJson(const KernelSite& site) {
    return {{"op", site.op},
            {"shapes", site.shapes},
            {"strides", site.strides},
            {"dtypes", site.dtypes},
            {"choice_count", site.choiceCount},
            {"winner", site.winner() ? Json(site.winner()->name) : Json(nullptr)},
            {"margin", orNull(site.margin())},
            {"benchmark_seconds", orNull(site.benchmarkSeconds)},
            {"precompile_seconds", orNull(site.precompileSeconds)},
            {"origin", site.origin},
            {"choices", listOf(site.choices, [](const KernelChoice& c) {
                 return Json{{"name", c.name}, {"family", c.family()}, {"ms", orNull(c.milliseconds)}, {"description", c.description}, {"error", c.error}};
             })}};
}

// Numbers and what the log does not explain are texts alone.
Json expressionJson(const Compile& compile, int root) {
    Json out = Json::array();
    for (const ExpressionLine& line : expressionTree(compile, root)) {
        Json row{{"depth", line.depth}, {"expression", line.text}};
        if (line.expression >= 0) {
            const Expression& made = compile.expressions[static_cast<std::size_t>(line.expression)];
            row["method"] = made.method.empty() ? Json(nullptr) : Json(made.method);
            row["at"] = frameJson(made.user);
        }
        out.push_back(std::move(row));
    }
    return out;
}

Json guardsJson(const TraceLog& log, const Compile& compile) {
    if (!compile.guards) return nullptr;
    const auto text = log.payload(log.content().records[*compile.guards]);
    if (!text) return {{"error", text.error().message}};
    const auto tree = parseGuardTree(*text);
    if (!tree) return {{"error", tree.error().message}};
    return {{"checks", tree->checkCount()}, {"latency_us", orNull(tree->latencyMicroseconds)}};
}

}  // namespace

Json compileJson(const TraceLog& log, const Compile& c, Depth depth) {
    const auto stackOf = [&](RecordIndex record) -> Json {
        const auto stack = log.stack(log.content().records[record], "stack");
        return stack ? listOf(*stack, frameJson) : Json(nullptr);
    };
    const auto withStack = [&](Json one, RecordIndex record) {
        if (depth == Depth::Full) one["stack"] = stackOf(record);
        return one;
    };
    Json out{{"id", c.name()},
             {"status", statusName(c.status())},
             {"attempts", c.attempts},
             {"stack", listOf(c.stack, frameJson)},
             {"recompile_reasons", c.recompileReasons},
             {"graph_breaks", listOf(c.breaks, [](const GraphBreak& b) { return Json{{"reason", b.reason}, {"at", frameJson(b.user)}, {"detail", b.detail}}; })},
             {"inputs", listOf(c.inputs, [](const Input& i) {
                  return Json{{"source", i.source}, {"dtype", i.dtype}, {"device", i.device}, {"size", i.size}, {"stride", i.stride}, {"parameter", i.isParameter}};
              })},
             {"symbols", listOf(c.symbols, [&](const Symbol& s) {
                  return withStack({{"name", s.name}, {"hint", s.hint}, {"range", s.range}, {"source", s.source}, {"unbacked", s.unbacked}, {"at", frameJson(s.user)}}, s.record);
              })},
             {"shape_guards", listOf(c.shapeGuards, [&](const ShapeGuard& g) {
                  Json guard{{"expression", g.expression}, {"at", frameJson(g.user)}};
                  if (g.computedBy >= 0) guard["computed_by"] = expressionJson(c, g.computedBy);
                  return withStack(std::move(guard), g.record);
              })},
             {"specialisations", listOf(c.specialisations, [&](const Specialisation& s) {
                  return withStack({{"symbol", s.symbol}, {"value", s.value}, {"reason", s.reason}, {"sources", s.sources}, {"at", frameJson(s.user)}}, s.record);
              })},
             {"automatic_dynamic", listOf(c.dynamics, [](const AutomaticDynamic& d) {
                  return Json{{"source", d.source}, {"dimension", d.what}, {"reason", d.reason}, {"before", d.before}, {"now", d.now}};
              })},
             {"cache", listOf(c.cache, [](const CacheEvent& e) { return Json{{"cache", e.cache}, {"outcome", e.outcome}}; })},
             {"export_problems", listOf(c.problems, [&](const ExportProblem& p) {
                  Json problem{{"kind", p.kind}, {"subject", p.subject}, {"detail", p.detail}, {"at", frameJson(p.user)}};
                  if (p.computedBy >= 0) problem["computed_by"] = expressionJson(c, p.computedBy);
                  return problem;
              })},
             {"kernels", listOf(c.kernels, kernelJson)},
             {"metrics", listOf(c.metrics, metricsJson)},
             {"guards", guardsJson(log, c)},
             {"artifacts", listOf(c.artifacts, [&](const Artifact& a) {
                  const Record& record = log.content().records[a.record];
                  return Json{{"name", a.name}, {"form", formName(a.form)}, {"attempt", a.attempt}, {"line", record.line}, {"bytes", record.payloadBytes},
                              {"damaged", record.check == PayloadCheck::Mismatch}, {"where", a.where}};
              })}};
    if (depth == Depth::Full) out["kernels_called"] = kernelsOf(log, c);
    if (c.error)
        out["error"] = {{"type", c.error->type}, {"reason", c.error->reason}, {"at", frameJson(c.error->user)}};
    return out;
}

Json traceJson(const TraceReport& report) {
    Json logs = Json::array();
    for (const TraceLog& log : report.trace.logs()) {
        const LogContent& content = log.content();
        Json kinds = Json::object(), compiles = Json::array();
        for (std::size_t i = 0; i < content.kinds.size(); ++i) kinds[content.kinds[i]] = content.kindCounts[i];
        for (std::size_t i = 1; i < content.compiles.size(); ++i) compiles.push_back(compileJson(log, content.compiles[i], Depth::Listing));
        logs.push_back({{"file", content.file.string()},
                        {"label", report.trace.label(log)},
                        {"rank", orNull(content.rank)},
                        {"form", content.facts.textLog ? "torch_logs" : "torch_trace"},
                        {"records", content.records.size()},
                        {"bytes", content.facts.bytes},
                        {"lines", content.facts.lines},
                        {"kinds", std::move(kinds)},
                        {"compiles", std::move(compiles)},
                        {"of_no_compile", compileJson(log, content.compiles[0], Depth::Listing)},
                        {"notes", content.facts.notes()}});
    }
    const auto siteJson = [&](const CauseSite& site) {
        const TraceLog& log = report.trace.logs()[site.log];
        return Json{{"log", report.trace.label(log)}, {"compile", log.content().compiles[site.compile].name()}};
    };
    const auto groupJson = [&](const RankGroup& group) {
        Json labels = Json::array();
        for (const std::uint32_t log : group.logs) labels.push_back(report.trace.label(report.trace.logs()[log]));
        return Json{{"logs", std::move(labels)}, {"value", group.value}};
    };
    return {{"path", report.trace.path().string()},
            {"logs", std::move(logs)},
            {"causes", listOf(report.causes, [&](const Cause& c) {
                 return Json{{"kind", causeName(c.kind)}, {"text", c.text}, {"count", c.sites.size()}, {"at", c.place}, {"example", c.example},
                             {"sites", listOf(c.sites, siteJson)}};
             })},
            {"kernels", listOf(report.trace.printedKernels(), kernelJson)},
            {"debug_graphs", listOf(report.trace.debugGraphs(), [](const DebugGraph& g) {
                 return Json{{"name", g.name}, {"phase", g.phase}, {"folder", g.folder.string()},
                             {"files", listOf(g.files, [](const DebugFile& f) { return Json{{"name", f.name}, {"form", formName(f.form)}, {"path", f.path.string()}}; })}};
             })},
            {"ranks", {{"aspects", listOf(report.ranks.aspects, [&](const RankAspect& a) {
                            return Json{{"name", a.name}, {"differs", a.differs()}, {"groups", listOf(a.groups, groupJson)}};
                        })},
                       {"missing", report.ranks.missing},
                       {"run_times", listOf(report.ranks.runTimes, [](const RankRunTime& r) {
                            return Json{{"compile", r.compile}, {"nanoseconds", listOf(r.nanoseconds, [](const std::optional<double>& t) { return orNull(t); })}};
                        })}}},
            {"notes", report.trace.notes()}};
}

}  // namespace whittle::cli

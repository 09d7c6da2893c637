#include "app/cli/trace_text.h"

#include <algorithm>
#include <map>

#include <fmt/ranges.h>

#include "app/cli/print_text.h"
#include "engine/formats/markup.h"
#include "engine/formats/trace/expression_tree.h"
#include "engine/formats/trace/guard_tree.h"
#include "engine/formats/trace/stack_trie.h"

namespace whittle::cli {
namespace {

using namespace trace;

// One line of at most so many letters, blanks in a row as one: PyTorch aligns the lines that it quotes far to the right.
std::string shorter(std::string text, std::size_t most) {
    text = text.substr(0, text.find('\n'));
    const auto both = [](char a, char b) { return a == ' ' && b == ' '; };
    text.erase(std::unique(text.begin(), text.end(), both), text.end());
    return shortened(text, most);
}

std::string atPlace(const StackFrame& frame) { return frame.file.empty() ? std::string() : "  at " + frame.place(); }

std::string symbolWords(const Symbol& symbol) {
    return fmt::format("{}{} in {}{}{}", symbol.name, symbol.hint.empty() ? "" : " = " + symbol.hint, symbol.range,
                       symbol.source.empty() ? ", of no input" : " from " + symbol.source, atPlace(symbol.user));
}

void printExpression(const Compile& compile, int root) {
    for (const ExpressionLine& line : expressionTree(compile, root)) {
        const std::string words = expressionWords(compile, line);
        printText("      {:{}}{}{}{}\n", "", line.depth * 2, line.text, words.empty() ? "" : "  ", shorter(words, 140));
    }
}

std::string seconds(const std::optional<double>& time) { return time ? fmt::format("{:.2f} s", *time) : std::string(); }

std::string plural(std::size_t count, std::string_view one, std::string_view many) { return fmt::format("{} {}", count, count == 1 ? one : many); }

void printStacks(const LogContent& content) {
    const StackTrie trie = stackTrie(content);
    // Chains without a fork are one step of indentation: stacks are deep.
    const auto show = [&](const auto& self, int index, int depth) -> void {
        const StackNode& node = trie.nodes[static_cast<std::size_t>(index)];
        if (index != 0) printText("  {:{}}{}{}\n", "", depth * 2, node.frame.place(), node.frame.code.empty() ? "" : "    " + shorter(node.frame.code, 60));
        for (const std::uint32_t compile : node.compiles) {
            printText("  {:{}}- {}\n", "", depth * 2, compileLine(content.compiles[compile]));
            for (const std::string& reason : content.compiles[compile].recompileReasons) printText("  {:{}}    because {}\n", "", depth * 2, shorter(reason, 140));
        }
        const bool forks = node.children.size() > 1 || !node.compiles.empty();
        for (const int child : node.children) self(self, child, index == 0 ? depth : depth + (forks ? 1 : 0));
    };
    show(show, 0, 0);
}

void printCauses(const TraceReport& report) {
    std::optional<CauseKind> kind;
    for (const Cause& cause : report.causes) {
        if (kind != cause.kind) {
            std::size_t all = 0;
            for (const Cause& other : report.causes) all += other.kind == cause.kind ? other.sites.size() : 0;
            printText("\n{} ({})\n", causeTitle(cause.kind), all);
        }
        kind = cause.kind;
        std::vector<std::string> names;
        for (const CauseSite& site : cause.sites) {
            if (names.size() == 8) {
                names.emplace_back("…");
                break;
            }
            names.push_back(report.trace.logs()[site.log].content().compiles[site.compile].name());
        }
        printText("  {:>4}x {}{}\n        {}\n", cause.sites.size(), shorter(cause.text, 150), cause.place.empty() ? "" : "  at " + cause.place, fmt::join(names, ", "));
    }
}

void printShapes(const LogContent& content) {
    bool any = false;
    for (const Compile& compile : content.compiles) {
        if (compile.symbols.empty() && compile.specialisations.empty() && compile.dynamics.empty() && compile.shapeGuards.empty()) continue;
        if (!any) printText("\nsizes\n");
        any = true;
        printText("  {}\n", compile.name());
        for (const AutomaticDynamic& one : compile.dynamics) printText("    dynamic      {}\n", one.text());
        for (const Symbol& symbol : compile.symbols) printText("    symbol       {}\n", symbolWords(symbol));
        for (const Specialisation& one : compile.specialisations)
            printText("    specialised  {} = {} ({}) from {}{}\n", one.symbol, one.value, one.reason, fmt::join(one.sources, ", "), atPlace(one.user));
        for (const ShapeGuard& guard : compile.shapeGuards)
            printText("    guard        {}{}\n", guard.expression, atPlace(guard.user));
    }
}

void printKernels(std::span<const KernelSite> sites, std::string_view where) {
    for (const KernelSite& site : sites) {
        const KernelChoice* winner = site.winner();
        const auto failed = std::count_if(site.choices.begin(), site.choices.end(), [](const KernelChoice& c) { return !c.milliseconds; });
        printText("  {}({})  {}{}{}{}  [{}]\n", site.op, shorter(site.shapes, 80),
                   winner ? fmt::format("{} {:.4f} ms", winner->name, *winner->milliseconds) : std::string("none worked"),
                   site.margin() ? fmt::format(", next {} {:+.1f}%", site.choices[1].name, *site.margin() * 100) : std::string(),
                   fmt::format(", of {}", site.choiceCount), failed ? fmt::format(", {} failed", failed) : std::string(), where.empty() ? site.origin : std::string(where));
    }
}

void printAllKernels(const TraceReport& report) {
    bool any = !report.trace.printedKernels().empty();
    for (const TraceLog& log : report.trace.logs())
        for (const Compile& compile : log.content().compiles) any = any || !compile.kernels.empty();
    if (!any) return;
    printText("\nkernel choices\n");
    for (const TraceLog& log : report.trace.logs())
        for (const Compile& compile : log.content().compiles) printKernels(compile.kernels, compile.name());
    printKernels(report.trace.printedKernels(), {});
}

void printTotals(const LogContent& content) {
    std::map<Status, int> states;
    double total = 0, backend = 0, inductor = 0;
    int compiles = 0;
    for (const Compile& compile : content.compiles) {
        if (!compile.id.any()) continue;
        ++compiles;
        ++states[compile.status()];
        for (const Metrics& m : compile.metrics) {
            total += m.totalSeconds.value_or(0);
            backend += m.backendSeconds.value_or(0);
            inductor += m.inductorSeconds.value_or(0);
        }
    }
    std::string words;
    for (const auto& [status, count] : states) words += fmt::format("{}{} {}", words.empty() ? "" : ", ", count, statusName(status));
    printText("  compiles  {}{}\n", compiles, words.empty() ? "" : ": " + words);
    if (total > 0) printText("  time      {:.2f} s in all, backend {:.2f} s, inductor {:.2f} s\n", total, backend, inductor);
}

void printRanks(const TraceReport& report) {
    if (report.ranks.aspects.empty()) return;
    printText("\nranks\n");
    for (const RankAspect& aspect : report.ranks.aspects) {
        printText("  {}: {}\n", aspect.title, aspect.differs() ? "differ" : "agree");
        if (!aspect.differs()) continue;
        for (const RankGroup& group : aspect.groups) {
            std::vector<std::string> labels;
            for (const std::uint32_t log : group.logs) labels.push_back(report.trace.label(report.trace.logs()[log]));
            printText("    {}: {}\n", fmt::join(labels, ", "), group.value.empty() ? "nothing" : group.value);
        }
    }
    for (const std::string& words : report.ranks.missing) printText("  {}\n", words);
}

}  // namespace

std::string compileLine(const Compile& compile) {
    std::string out = fmt::format("{}  {}", compile.name(), statusName(compile.status()));
    if (const Metrics* m = compile.forward()) {
        if (m->totalSeconds) out += "  " + seconds(m->totalSeconds);
        if (m->graphOps) out += fmt::format("  {} ops", *m->graphOps);
        if (m->guards) out += fmt::format("  {} guards", *m->guards);
    }
    std::map<std::string, int> cache;
    for (const CacheEvent& event : compile.cache) ++cache[event.outcome];
    for (const auto& [outcome, count] : cache) out += fmt::format("  cache {}{}", outcome, count > 1 ? fmt::format(" x{}", count) : "");
    if (!compile.breaks.empty()) out += "  " + plural(compile.breaks.size(), "graph break", "graph breaks");
    return out;
}

std::vector<std::string> kernelsOf(const TraceLog& log, const Compile& compile) {
    std::vector<std::string> out;
    for (const Artifact& artifact : compile.artifacts)
        if (artifact.kind == "inductor_output_code")
            if (const auto code = log.payload(log.content().records[artifact.record]))
                for (std::string& kernel : kernelsCalled(*code)) out.push_back(std::move(kernel));
    return out;
}

void printTrace(const TraceReport& report) {
    for (const TraceLog& log : report.trace.logs()) {
        const LogContent& content = log.content();
        printText("{}  ({}, {}, {})\n", report.trace.label(log), content.facts.textLog ? "TORCH_LOGS text" : "trace", plural(content.records.size(), "record", "records"),
                   humanBytes(content.facts.bytes));
        printTotals(content);
        printStacks(content);
        printShapes(content);
        if (!content.compiles[0].artifacts.empty()) {
            printText("\nof no compile\n");
            for (const Artifact& artifact : content.compiles[0].artifacts)
                printText("  -/{}  {}{}\n", artifact.name, formName(artifact.form), artifact.where.empty() ? "" : "  " + artifact.where);
        }
        for (const std::string& note : content.facts.notes()) printText("\nnote: {}\n", note);
        printText("\n");
    }
    for (const DebugGraph& graph : report.trace.debugGraphs()) {
        printText("{}  (debug folder{})\n", graph.name, graph.phase.empty() ? "" : ", " + graph.phase);
        for (const DebugFile& file : graph.files) printText("  {}/{}  {}\n", graph.name, file.name, formName(file.form));
    }
    printCauses(report);
    printAllKernels(report);
    printRanks(report);
    for (const std::string& note : report.trace.notes()) printText("\nnote: {}\n", note);
}

void printCompile(const TraceLog& log, const Compile& compile) {
    if (compile.id.any()) printText("{}  {}\n", compileLine(compile), statusMeaning(compile.status()));
    else printText("{}  what belongs to no compile\n", compile.name());
    for (const StackFrame& frame : compile.stack) printText("  stack        {}{}\n", frame.place(), frame.code.empty() ? "" : "    " + frame.code);
    for (const std::string& reason : compile.recompileReasons) printText("  recompiled   {}\n", reason);
    if (compile.error) printText("  error        {}: {}{}\n", compile.error->type, compile.error->reason, atPlace(compile.error->user));
    for (const GraphBreak& one : compile.breaks) printText("  graph break  {}  at {}\n", one.reason, one.user.place());
    if (const Metrics* m = compile.forward())
        for (const std::string& reason : m->restartReasons) printText("  restarted    {}\n", shorter(reason, 200));
    for (const Input& input : compile.inputs)
        printText("  input        {}{}{}\n", input.source, input.dtype.empty() ? "" : fmt::format(": {} [{}] {}", input.dtype, fmt::join(input.size, ", "), input.device),
                   input.isParameter ? ", parameter" : "");
    for (const AutomaticDynamic& one : compile.dynamics) printText("  dynamic      {}\n", one.text());
    for (const Symbol& symbol : compile.symbols) printText("  symbol       {}\n", symbolWords(symbol));
    for (const Specialisation& one : compile.specialisations) printText("  specialised  {} = {} ({})\n", one.symbol, one.value, one.reason);
    for (const ShapeGuard& guard : compile.shapeGuards) {
        printText("  shape guard  {}{}\n", guard.expression, atPlace(guard.user));
        printExpression(compile, guard.computedBy);
    }
    for (const ExportProblem& problem : compile.problems) {
        printText("  {}  {} {}{}\n", problem.kind, problem.subject, problem.detail, atPlace(problem.user));
        printExpression(compile, problem.computedBy);
    }
    if (compile.guards)
        if (const auto text = log.payload(log.content().records[*compile.guards]))
            if (const auto tree = parseGuardTree(*text))
                printText("  guards       {}{}\n", plural(static_cast<std::size_t>(tree->checkCount()), "check", "checks"),
                           tree->latencyMicroseconds ? fmt::format(", {:.2f} us together", *tree->latencyMicroseconds) : "");
    printKernels(compile.kernels, "autotuned");
    if (const std::vector<std::string> kernels = kernelsOf(log, compile); !kernels.empty()) printText("  calls        {}\n", fmt::join(kernels, ", "));
    for (const Artifact& artifact : compile.artifacts)
        printText("  artifact     {}/{}  {}{}{}\n", compile.name(), artifact.name, formName(artifact.form), artifact.attempt ? fmt::format(", attempt {}", artifact.attempt) : "",
                   artifact.where.empty() ? "" : "  " + artifact.where);
}

}  // namespace whittle::cli

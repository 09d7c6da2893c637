// `whittle stance`: replays a sequence of calls under stances, and shows what was compiled, reused, recompiled, refused or run eagerly, and why.
#include <algorithm>
#include <set>

#include <fmt/ranges.h>

#include "app/cli/command.h"
#include "app/cli/compiler_options.h"
#include "app/cli/progress.h"
#include "engine/base/files.h"
#include "engine/dispatch/stance_matrix.h"

namespace whittle::cli {
namespace {

struct Options {
    std::string file, model, calls, backend = "whittle", dynamic = "auto";
    std::vector<std::string> stances{"all"};
    int warm = 0, limit = 8;
    std::uint64_t seed = 0;
    bool skipGuards = false, noAdvice = false, json = false;
    CompilerChoice compiler;
};

const std::map<std::string, Dynamic> kDynamic{{"auto", Dynamic::Automatic}, {"true", Dynamic::Always}, {"false", Dynamic::Never}};

std::vector<std::string> stanceWords() {
    std::vector<std::string> out{"all"};
    out.insert(out.end(), stanceNames().begin(), stanceNames().end());
    return out;
}

std::vector<Stance> wantedStances(const Options& options) {
    std::vector<Stance> out;
    const auto add = [&](std::string_view name) {
        if (std::ranges::find(out, name, &Stance::name) == out.end()) out.push_back({.name = std::string(name), .skipGuardEvalUnsafe = options.skipGuards});
    };
    for (const std::string& name : options.stances) {
        if (name == "all") std::ranges::for_each(stanceNames(), add);
        else add(name);
    }
    return out;
}

std::string cellText(const CallEvent& event) {
    std::string out(outcomeName(event.outcome));
    if (event.used) out += " " + event.used->text();
    return out;
}

// Calls down, stances across; what a cell cannot hold is listed below.
void printMatrix(const StanceMatrix& matrix) {
    std::vector<std::size_t> widths;
    for (const StanceRun& run : matrix.runs) {
        std::size_t width = stanceText(run.stance).size();
        for (const CallEvent& event : run.calls) width = std::max(width, cellText(event).size());
        widths.push_back(width);
    }
    std::size_t first = std::string_view("compile time").size();
    for (const SequencedCall& call : matrix.calls) first = std::max(first, call.text.size());
    first = std::min<std::size_t>(first, 40);
    fmt::print("{}\n\n    {:{}}", matrix.function, "call", first);
    for (std::size_t s = 0; s < matrix.runs.size(); ++s) fmt::print("  {:{}}", stanceText(matrix.runs[s].stance), widths[s]);
    fmt::print("\n");
    for (std::size_t i = 0; i < matrix.calls.size(); ++i) {
        const std::string& text = matrix.calls[i].text;
        fmt::print("{:>3} {:{}}", i, text.size() > first ? text.substr(0, first - 3) + "..." : text, first);
        for (std::size_t s = 0; s < matrix.runs.size(); ++s) fmt::print("  {:{}}", cellText(matrix.runs[s].calls[i]), widths[s]);
        fmt::print("\n");
    }
    const auto totals = [&](std::string_view name, const auto& value) {
        fmt::print("    {:{}}", name, first);
        for (std::size_t s = 0; s < matrix.runs.size(); ++s) fmt::print("  {:{}}", value(matrix.runs[s]), widths[s]);
        fmt::print("\n");
    };
    fmt::print("\n");
    totals("compiles", [](const StanceRun& run) { return fmt::format("{}", run.compiles); });
    totals("eager calls", [](const StanceRun& run) { return fmt::format("{}", run.eagerCalls); });
    totals("errors", [](const StanceRun& run) { return fmt::format("{}", run.errors); });
    totals("compile time", [](const StanceRun& run) { return fmt::format("{:.1f} ms", run.compileMs); });
    totals("run time", [](const StanceRun& run) { return fmt::format("{:.1f} ms", run.runMs); });
}

// What an event says beyond its cell; empty: nothing.
std::string reasonsOf(const CallEvent& event) {
    if (event.outcome == CallOutcome::Reused || (event.misses.empty() && event.why.empty() && !event.error && event.warnings.empty())) return {};
    std::string out = fmt::format("{}{}\n", outcomeName(event.outcome), event.why.empty() ? "" : ", since " + event.why);
    for (const EntryMiss& miss : event.misses) {
        out += fmt::format("    entry {}{}", miss.entry.text(), miss.reason.empty() ? " was made by another backend" : ": " + miss.reason);
        if (!miss.seen.empty()) out += fmt::format("   (saw {})", miss.seen);
        if (miss.cause && !miss.cause->where().empty()) out += fmt::format("   asked at {}", miss.cause->where());
        out += "\n";
    }
    if (event.graphBreak && event.graphBreak->where && !event.graphBreak->where->where().empty())
        out += fmt::format("    graph break at {}\n", event.graphBreak->where->where());
    const auto firstLine = [](const std::string& text) { return text.substr(0, text.find('\n')); };
    if (event.error) out += fmt::format("    {}\n", firstLine(event.error->message));
    for (const std::string& warning : event.warnings) out += fmt::format("    warning: {}\n", firstLine(warning));
    return out;
}

void printReasons(const StanceRun& run) {
    std::vector<std::pair<std::vector<std::size_t>, std::string>> groups;  // calls in a row that say the same
    for (std::size_t i = 0; i < run.calls.size(); ++i) {
        std::string text = reasonsOf(run.calls[i]);
        if (text.empty()) continue;
        if (!groups.empty() && groups.back().second == text) groups.back().first.push_back(i);
        else groups.push_back({{i}, std::move(text)});
    }
    if (!groups.empty()) fmt::print("\nwhy, under {}\n", stanceText(run.stance));
    for (const auto& [calls, text] : groups)
        fmt::print("  call{} {}: {}", calls.size() == 1 ? "" : "s", fmt::join(calls, ", "), text);
    std::set<std::string> skipped;
    for (const CallEvent& event : run.calls) skipped.insert(event.skippedGuards.begin(), event.skippedGuards.end());
    skipped.erase("");
    if (!skipped.empty()) fmt::print("  not asked, since guards are skipped: {}\n", fmt::join(skipped, "; "));
}

std::string indented(std::string text) {
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 7)) text.insert(at + 1, 6, ' ');
    return text;
}

int runStance(const Options& options) {
    auto opened = openForCommand(options.file, {.model = options.model, .seed = options.seed});
    if (!opened) return reportError(opened.error(), options.json);
    const auto graph = std::make_shared<const Graph>(std::move(opened->graph));
    const auto calls = [&]() -> Result<std::vector<SequencedCall>> {
        WHITTLE_TRY(const std::string text, readFile(options.calls));
        WHITTLE_TRY(const whittle::Json json, parseJson(text));
        return parseCalls(json, *graph, options.seed);
    }();
    if (!calls) return reportError(Result<void>(std::unexpected(calls.error())).context("reading {}", options.calls).error(), options.json);

    if (options.warm >= static_cast<int>(calls->size()) && options.warm > 0)
        return reportError({Code::Argument, fmt::format("--warm {} leaves none of the {} calls for the stance", options.warm, calls->size()), {}}, options.json);

    StanceOptions wanted;
    wanted.stances = wantedStances(options);
    wanted.warm = options.warm;
    wanted.function = {.backend = options.backend, .dynamic = kDynamic.at(options.dynamic), .seed = options.seed};
    wanted.config.cacheSizeLimit = options.limit;
    auto compiler = compileOptions(options.compiler, openCache(options.compiler));
    if (!compiler) return reportError(compiler.error(), options.json);
    wanted.compile = *std::move(compiler);
    wanted.compile.seed = options.seed;
    wanted.advise = !options.noAdvice;
    wanted.cancel = interruptToken();
    const Result<StanceMatrix> matrix = runStances(graph, *calls, wanted);
    if (!matrix) return reportError(matrix.error(), options.json);
    if (options.json) {
        printJson(matrixJson(*matrix));
        return kOk;
    }
    printMatrix(*matrix);
    for (const StanceRun& run : matrix->runs) printReasons(run);
    if (!matrix->advice.empty()) fmt::print("\nwhat would have saved compiles under default (each replayed)\n");
    for (const Advice& item : matrix->advice)
        fmt::print("  {}: {} compile{} instead of {}\n      {}\n", item.text, item.compiles, item.compiles == 1 ? "" : "s", item.compiles + item.saved, indented(item.code));
    return kOk;
}

}  // namespace

void addStance(CLI::App& app, Selection& selection) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("stance", "Replays a sequence of calls under stances: what is compiled, reused, recompiled, and why");
    command->add_option("FILE", options->file, "the program to call")->required();
    command->add_option("--calls", options->calls, "JSON with the calls: {\"calls\": [{\"x\": \"f32[4,8]\"}, ...]}")->required();
    command->add_option("--stance", options->stances, "default, force_eager, eager_on_recompile, fail_on_recompile, eager_then_compile, aot_eager_then_compile, or all; repeatable")
        ->check(CLI::IsMember(stanceWords()))
        ->capture_default_str();
    command->add_option("--warm", options->warm, "so many calls run under default before the stance is set")->check(CLI::NonNegativeNumber);
    command->add_option("--backend", options->backend, "whittle (our compiler), eager or aot_eager")->check(CLI::IsMember({"whittle", "eager", "aot_eager"}))->capture_default_str();
    command->add_option("--dynamic", options->dynamic, "auto: sizes that change become symbols; true: all from the first call; false: none")
        ->check(CLI::IsMember({"auto", "true", "false"}))
        ->capture_default_str();
    command->add_option("--recompile-limit", options->limit, "entries of a function before it runs eagerly for good")->check(CLI::PositiveNumber)->capture_default_str();
    command->add_flag("--skip-guard-eval-unsafe", options->skipGuards, "ask only guards that tell entries apart, as the stance's option; shows which were not asked");
    command->add_flag("--no-advice", options->noAdvice, "do not replay what would have saved compiles");
    command->add_option("--seed", options->seed, "of weights and elements that the files lack");
    command->add_option("--model", options->model, "which program of an archive that holds several");
    command->add_flag("--json", options->json, "one JSON object on standard output");
    addCompilerOptions(*command, options->compiler);
    command->callback([&selection, options] { selection.run = [options] { return runStance(*options); }; });
}

}  // namespace whittle::cli

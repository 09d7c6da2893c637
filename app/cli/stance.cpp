// `whittle stance`: replays a sequence of calls under stances, and shows what was compiled, reused, recompiled, refused or run eagerly, and why.
#include <algorithm>
#include <cstdio>

#include "app/cli/command.h"
#include "app/cli/compiler_options.h"
#include "app/cli/stance_text.h"
#include "engine/base/files.h"
#include "engine/dispatch/stance_matrix.h"

namespace whittle::cli {
namespace {

struct Options {
    std::string file, model, calls, backend = "whittle", dynamic = "auto";
    std::vector<std::string> stances{"all"}, tries;
    int warm = 0, limit = 8;
    std::uint64_t seed = 0;
    bool skipGuards = false, noAdvice = false, json = false, stream = false;
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

// "[{...}]", "{...}", or the name of a file with either.
Result<whittle::Json> jsonOf(const std::string& given) {
    const std::size_t start = given.find_first_not_of(" \t\r\n");
    if (start != std::string::npos && (given[start] == '{' || given[start] == '[')) return parseJson(given);
    WHITTLE_TRY(const std::string text, readFile(given));
    return parseJson(text);
}

Result<std::vector<SequencedCall>> callsOf(const std::string& given, const Graph& graph, std::uint64_t seed) {
    return [&]() -> Result<std::vector<SequencedCall>> {
        WHITTLE_TRY(const whittle::Json json, jsonOf(given));
        return parseCalls(json, graph, seed);
    }().context("reading {}", given);
}

// One call, or several.
Result<std::vector<SequencedCall>> triesOf(const std::string& given, const Graph& graph, std::uint64_t seed) {
    return [&]() -> Result<std::vector<SequencedCall>> {
        WHITTLE_TRY(const whittle::Json json, jsonOf(given));
        const bool isOne = json.is_object() && !json.contains("calls");
        return parseCalls(isOne ? whittle::Json::array({json}) : json, graph, seed);
    }().context("reading --try {}", given);
}

Result<void> replay(const Options& options, StanceReporter& reporter) {
    WHITTLE_TRY(OpenedGraph opened, openGraph(options.file, {.model = options.model, .seed = options.seed}));
    for (const std::string& note : opened.notes) reporter.note(note);
    const auto graph = std::make_shared<const Graph>(std::move(opened.graph));
    WHITTLE_TRY(const std::vector<SequencedCall> calls, callsOf(options.calls, *graph, options.seed));
    if (options.warm >= static_cast<int>(calls.size()) && options.warm > 0)
        return fail(Code::Argument, "--warm {} leaves none of the {} calls for the stance", options.warm, calls.size());

    StanceOptions wanted;
    wanted.stances = wantedStances(options);
    wanted.warm = options.warm;
    wanted.function = {.backend = options.backend, .dynamic = kDynamic.at(options.dynamic), .seed = options.seed};
    wanted.config.cacheSizeLimit = options.limit;
    WHITTLE_TRY(wanted.compile, compileOptions(options.compiler, openCache(options.compiler)));
    wanted.compile.seed = options.seed;
    wanted.advise = !options.noAdvice;
    wanted.cancel = interruptToken();
    for (const std::string& given : options.tries) {
        WHITTLE_TRY(const std::vector<SequencedCall> tries, triesOf(given, *graph, options.seed));
        wanted.tries.insert(wanted.tries.end(), tries.begin(), tries.end());
    }
    return runStances(graph, calls, wanted, reporter);
}

int streamStances(const Options& options) {
    StanceReporter reporter([](const std::string& line) {
        fmt::print("{}\n", line);
        std::fflush(stdout);
    });
    const Result<void> replayed = replay(options, reporter);
    if (!replayed) {
        reporter.error(replayed.error());
        return replayed.error().code == Code::Cancelled ? kStopped : kBadInput;
    }
    reporter.end();
    return kOk;
}

int runStance(const Options& options) {
    if (options.stream) return streamStances(options);
    StanceReporter reporter;
    const Result<void> replayed = replay(options, reporter);
    const StanceReport& report = reporter.report();
    for (const std::string& note : report.notes) fmt::print(stderr, "note: {}\n", note);
    if (!replayed) return reportError(replayed.error(), options.json);
    if (options.json) printJson(stanceJson(report));
    else printStances(report);
    return kOk;
}

}  // namespace

void addStance(CLI::App& app, Selection& selection) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("stance", "Replays a sequence of calls under stances: what is compiled, reused, recompiled, and why");
    command->add_option("FILE", options->file, "the program to call")->required();
    command->add_option("--calls", options->calls, "JSON with the calls, or a file of it: {\"calls\": [{\"x\": \"f32[4,8]\"}, ...]}")->required();
    command->add_option("--try", options->tries, "a call, as JSON or a file of it, that is not made but held against every entry at the end: all guards that fail; may be given again")
        ->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
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
    command->add_flag("--stream", options->stream, "JSON objects line by line, as things happen; compiled code runs in this very process, which may die of it")->excludes("--json");
    addCompilerOptions(*command, options->compiler);
    command->callback([&selection, options] { selection.run = [options] { return runStance(*options); }; });
}

}  // namespace whittle::cli

// `whittle stance`: replays a sequence of calls under stances, and shows what was compiled, reused, recompiled, refused or run eagerly, and why.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <new>
#include <set>
#include <stdexcept>
#include <thread>

#include <poll.h>
#include <unistd.h>

#include "app/cli/command.h"
#include "app/cli/compiler_options.h"
#include "app/cli/job_control.h"
#include "app/cli/last_words.h"
#include "app/cli/print_text.h"
#include "app/cli/stance_text.h"
#include "engine/base/files.h"
#include "engine/base/memory_limit.h"
#include "engine/dispatch/stance_matrix.h"
#include "engine/dispatch/stance_process.h"

namespace whittle::cli {
namespace {

struct Options {
    std::string file, model, calls, backend = "whittle", dynamic, inject;
    std::vector<std::string> stances{"all"}, tries;
    int warm = 0, limit = 8;
    std::size_t from = 0;
    std::optional<std::size_t> adviseOn;
    std::uint64_t seed = 0, memoryMb = 4096;
    double timeout = 120;
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

bool isJson(const std::string& given) {
    const std::size_t start = given.find_first_not_of(" \t\r\n");
    return start != std::string::npos && (given[start] == '{' || given[start] == '[');
}

// "[{...}]", "{...}", or the name of a file with either.
Result<whittle::Json> jsonOf(const std::string& given) {
    if (isJson(given)) return parseJson(given);
    WHITTLE_TRY(const std::string text, readFile(given));
    return parseJson(text);
}

struct Sequence {
    std::vector<SequencedCall> calls;
    std::optional<Dynamic> dynamic;
};

Result<Sequence> callsOf(const std::string& given, const Graph& graph, std::uint64_t seed) {
    return [&]() -> Result<Sequence> {
        WHITTLE_TRY(const whittle::Json json, jsonOf(given));
        WHITTLE_TRY(std::vector<SequencedCall> calls, parseCalls(json, graph, seed));
        WHITTLE_TRY(const std::optional<Dynamic> dynamic, dynamicOf(json));
        return Sequence{std::move(calls), dynamic};
    }().context("reading {}", isJson(given) ? "the calls" : given);
}

// One call, or several.
Result<std::vector<SequencedCall>> triesOf(const std::string& given, const Graph& graph, std::uint64_t seed) {
    return [&]() -> Result<std::vector<SequencedCall>> {
        WHITTLE_TRY(const whittle::Json json, jsonOf(given));
        const bool isOne = json.is_object() && !json.contains("calls");
        return parseCalls(isOne ? whittle::Json::array({json}) : json, graph, seed);
    }().context("reading --try {}", isJson(given) ? "as JSON" : given);
}

Result<void> replay(const Options& options, StanceReporter& reporter) {
    WHITTLE_TRY(OpenedGraph opened, openGraph(options.file, {.model = options.model, .seed = options.seed}));
    for (const std::string& note : opened.notes) reporter.note(note);
    const auto graph = std::make_shared<const Graph>(std::move(opened.graph));
    WHITTLE_TRY(const Sequence sequence, callsOf(options.calls, *graph, options.seed));
    const std::vector<SequencedCall>& calls = sequence.calls;
    if (options.warm >= static_cast<int>(calls.size()) && options.warm > 0)
        return fail(Code::Argument, "--warm {} leaves none of the {} calls for the stance", options.warm, calls.size());

    StanceOptions wanted;
    wanted.stances = wantedStances(options);
    wanted.first = options.from;
    wanted.warm = options.warm;
    wanted.function = {.backend = options.backend, .dynamic = options.dynamic.empty() ? sequence.dynamic.value_or(Dynamic::Automatic) : kDynamic.at(options.dynamic), .seed = options.seed};
    wanted.config.cacheSizeLimit = options.limit;
    WHITTLE_TRY(wanted.compile, compileOptions(options.compiler, openCache(options.compiler)));
    wanted.compile.seed = options.seed;
    wanted.compile.entering = [](std::string_view part) { nowIn(part); };
    WHITTLE_TRY(wanted.compile.inject, parseInjections(options.inject).context("reading --inject"));
    for (const std::string& note : idleInjections(*graph, wanted.compile.inject)) reporter.note(note);
    wanted.advise = !options.noAdvice;
    wanted.adviseOn = options.adviseOn;
    if (wanted.adviseOn.value_or(0) >= wanted.stances.size()) return fail(Code::Argument, "--advise-on {} is none of the {} stances", *wanted.adviseOn, wanted.stances.size());
    wanted.cancel = interruptToken();
    for (const std::string& given : options.tries) {
        WHITTLE_TRY(const std::vector<SequencedCall> tries, triesOf(given, *graph, options.seed));
        wanted.tries.insert(wanted.tries.end(), tries.begin(), tries.end());
    }
    return runStances(graph, calls, wanted, reporter);
}

// Who reads the stream and goes away, however it does, takes a hanging replay with it: this thread is all that looks at it while compiled code runs.
void endWithReader() {
    std::thread([] {
        pollfd hangUp{STDOUT_FILENO, 0, 0};
        while (::poll(&hangUp, 1, -1) < 0 && errno == EINTR) {
        }
        if (hangUp.revents & (POLLERR | POLLHUP)) ::_exit(kStopped);
    }).detach();
}

// Compiled code runs here: what kills this process is told of by who started it.
int streamStances(const Options& options) {
    catchCrashes();
    endWithReader();
    StanceReporter reporter([](const std::string& line) {
        fmt::print("{}\n", line);
        std::fflush(stdout);
    });
    const Result<void> replayed = [&]() -> Result<void> {
        try {
            const MemoryLimit limit(options.memoryMb << 20);
            return replay(options, reporter);
        } catch (const std::bad_alloc&) {
        } catch (const std::length_error&) {  // a size no vector can have
        }
        return fail(Code::Limit, "out of memory: more than the {} MB that --memory allows", options.memoryMb);
    }();
    if (!replayed) {
        reporter.error(replayed.error());
        return replayed.error().code == Code::Cancelled ? kStopped : kBadInput;
    }
    reporter.end();
    return kOk;
}

// The options that were given, as words for the process that replays. What names a file by this one's descriptors ("/dev/stdin") names it itself there.
std::vector<std::string> wordsFor(const CLI::App& command) {
    static const std::set<std::string> kOwn{"json", "timeout", "memory", "stream", "help"};
    std::vector<std::string> words, positional{"--"};
    for (const CLI::Option* option : command.get_options()) {
        const std::string name = option->get_lnames().empty() ? std::string() : option->get_lnames().front();
        if (option->empty() || kOwn.contains(name)) continue;
        for (std::string value : option->results()) {
            std::error_code trouble;
            if (value.starts_with("/dev/"))
                if (const auto file = std::filesystem::canonical(value, trouble); !trouble) value = file.string();
            if (name.empty()) positional.push_back(std::move(value));
            else if (value.empty()) words.insert(words.end(), {"--" + name, ""});  // behind "=" nothing would mean the next word
            else words.push_back(fmt::format("--{}={}", name, value));
        }
    }
    words.insert(words.end(), positional.begin(), positional.end());
    return words;
}

class ProgressLine {
public:
    explicit ProgressLine(bool shown) : m_shown(shown && ::isatty(STDERR_FILENO)) {}
    ~ProgressLine() {
        if (m_drawn) fmt::print(stderr, "\r\x1b[K");
    }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    void show(const StanceReport& report) {
        if (!m_shown || !report.now) return;
        fmt::print(stderr, "\r\x1b[K{} of {} calls: {}", report.done, report.of, printable(report.now->text()));
        std::fflush(stderr);
        m_drawn = true;
    }

private:
    bool m_shown, m_drawn = false;
};

Result<StanceOutcome> replayNextDoor(const Options& options, const CLI::App& command) {
    const JobControl jobControl;
    const std::chrono::milliseconds time(static_cast<std::int64_t>(options.timeout * 1000));
    ProgressLine line(!options.json);
    return runStanceProcess({.program = ownProgram(), .arguments = wordsFor(command), .time = time, .memoryBytes = options.memoryMb << 20}, interruptToken(),
                            [&](const StanceReport& report, const std::string&) { line.show(report); });
}

int runStance(const Options& options, const CLI::App& command) {
    if (options.stream) return streamStances(options);
    const Result<StanceOutcome> outcome = replayNextDoor(options, command);
    if (!outcome) return reportError(outcome.error(), options.json);
    const auto& [report, failure] = *outcome;
    if (options.json) {
        Json json = stanceJson(report);
        json["failure"] = nullptr;
        if (failure) json["failure"] = {{"kind", failureKindName(failure->kind)}, {"signature", failure->signature}, {"phase", failure->phase}, {"node", failure->node}, {"message", failure->message}, {"detail", failure->detail}};
        printJson(json);
        return failure ? kCheckFailed : kOk;
    }
    for (const std::string& note : report.notes) printText(stderr, "note: {}\n", note);
    printStances(report);
    if (!failure) return kOk;
    std::fflush(stdout);
    printText(stderr, "whittle: {}: {}{}\n", failureKindName(failure->kind), failure->message, failure->detail.empty() ? "" : "\n  " + failure->detail.substr(0, failure->detail.find('\n')));
    return kCheckFailed;
}

}  // namespace

void addStance(CLI::App& app, Selection& selection) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("stance", "Replays a sequence of calls under stances: what is compiled, reused, recompiled, and why");
    command->add_option("FILE", options->file, "the program to call")->required();
    command->add_option("--calls", options->calls, "JSON with the calls, or a file of it: {\"calls\": [{\"x\": \"f32[4,8]\"}, ...]}")->required();
    command->add_option("--try", options->tries, "a call, as JSON or a file of it, that is not made but held against every entry of the function at the end, but for what follows a graph break: all guards that fail; may be given again")
        ->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--stance", options->stances, "default, force_eager, eager_on_recompile, fail_on_recompile, eager_then_compile, aot_eager_then_compile, or all; repeatable")
        ->check(CLI::IsMember(stanceWords()))
        ->capture_default_str();
    command->add_option("--warm", options->warm, "so many calls run under default before the stance is set")->check(CLI::NonNegativeNumber);
    command->add_option("--backend", options->backend, "whittle (our compiler), eager or aot_eager")->check(CLI::IsMember({"whittle", "eager", "aot_eager"}))->capture_default_str();
    command->add_option("--dynamic", options->dynamic, "auto: sizes that change become symbols; true: all from the first call; false: none; without it as the calls say, else auto")
        ->check(CLI::IsMember({"auto", "true", "false"}));
    command->add_option("--recompile-limit", options->limit, "entries of a function before it runs eagerly for good")->check(CLI::PositiveNumber)->capture_default_str();
    command->add_flag("--skip-guard-eval-unsafe", options->skipGuards, "ask only guards that tell entries apart, as the stance's option; shows which were not asked");
    command->add_flag("--no-advice", options->noAdvice, "do not replay what would have saved compiles");
    command->add_option("--seed", options->seed, "of weights and elements that the files lack");
    command->add_option("--model", options->model, "which program of an archive that holds several");
    command->add_option("--timeout", options->timeout, "seconds that recording, compiling or running one call may take")->check(between(0.001, 1e6))->capture_default_str();
    command->add_option("--memory", options->memoryMb, "megabytes that all of it may use")->check(between(16, 1e9))->capture_default_str();
    command->add_option("--inject", options->inject, "developer: plant compiler faults, OP=KIND[@RATE][,OP=KIND]");
    command->add_flag("--json", options->json, "one JSON object on standard output");
    command->add_flag("--stream", options->stream, "JSON objects line by line, as things happen; compiled code runs in this very process, which may die of it")
        ->excludes("--json")->excludes("--timeout");  // nobody stands beside it who could stop it
    command->add_option("--from", options->from, "how many of the stances to leave out, since another process replayed them")->group("");
    command->add_option("--advise-on", options->adviseOn, "which of the stances advice is about, since another process counted its compiles")->group("");
    addCompilerOptions(*command, options->compiler);
    command->callback([&selection, options, command] { selection.run = [options, command] { return runStance(*options, *command); }; });
}

}  // namespace whittle::cli

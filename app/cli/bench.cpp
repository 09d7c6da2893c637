// `whittle bench`: how long compiling and running takes, as a part of what the machine can do and beside PyTorch.
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <thread>

#include <unistd.h>

#include "app/cli/bench/dispatch_suite.h"
#include "app/cli/bench/minify_peer.h"
#include "app/cli/bench/minify_suite.h"
#include "app/cli/bench/trace_suite.h"
#include "app/cli/bench/report.h"
#include "app/cli/command.h"
#include "app/cli/compiler_options.h"
#include "engine/base/scratch_folder.h"
#include "engine/base/spelling.h"
#include "engine/base/system_facts.h"

namespace whittle::bench {
namespace {

struct Options {
    std::vector<std::string> cases, modes{"eager", "inductor", "freezing"};
    std::string peer;
    std::optional<int> rounds;
    double seconds = 10;
    int threads = 0, compiles = 5, jobs = 1;
    std::uint64_t seed = 0;
    bool list = false, json = false;
    cli::KernelChoiceOptions kernels;
};

struct Chosen {
    std::vector<Workload> engine;
    std::vector<CliffFamily> cliffs;
};

constexpr const char *kEngine = "engine", *kModels = "models", *kCliffs = "cliffs", *kMinify = "minify", *kTrace = "trace", *kDispatch = "dispatch";

bool isFile(const std::string& word) {
    std::error_code error;
    return std::filesystem::is_regular_file(word, error);
}

// To the name or to a part of it that names several cases: "matml" is near "matmul-f32".
std::size_t farness(const std::string& word, const std::string& name) {
    std::size_t least = editDistance(word, name);
    for (std::size_t end = name.find('-'); end != name.npos; end = name.find('-', end + 1)) least = std::min(least, editDistance(word, name.substr(0, end)));
    return least;
}

std::unexpected<Error> unknownCase(const std::string& word, const Chosen& all) {
    if (word.find('/') != word.npos) return fail(Code::NotFound, "there is no file '{}'", word);
    std::vector<std::string> names{kEngine, kModels, kCliffs, kMinify, kDispatch};
    for (const Workload& workload : all.engine) names.push_back(workload.name);
    for (const CliffFamily& family : all.cliffs) names.push_back(family.name);
    std::erase_if(names, [&](const std::string& name) { return word.size() > 64 || farness(word, name) > std::max<std::size_t>(2, word.size() / 3); });
    std::ranges::stable_sort(names, {}, [&](const std::string& name) { return farness(word, name); });
    if (names.size() > 4) names.resize(4);
    if (names.empty()) return fail(Code::NotFound, "there is no case or file '{}'; whittle bench --list names the cases", word);
    return fail(Code::NotFound, "there is no case or file '{}'; near it: {}", word, fmt::join(names, ", "));
}

// Where the graphs of the suites lie: beside the program when installed, in the source tree when built there.
Result<std::filesystem::path> findSamples(const char* part) {
    const std::filesystem::path folder = cli::ownProgram().parent_path();
    for (const char* place : {"../share/whittle/samples", "../../../samples"}) {
        std::error_code error;
        if (std::filesystem::is_directory(folder / place / part, error)) return std::filesystem::canonical(folder / place / part, error);
    }
    return fail(Code::NotFound, "the folder samples/{} is neither beside the program nor in its source tree; name the files instead", part);
}

Result<std::filesystem::path> findModels() { return findSamples("large"); }

std::vector<Workload> joined(std::vector<Workload> first, std::vector<Workload> second) {
    std::ranges::move(second, std::back_inserter(first));
    return first;
}

// A suite, a case, the first part of several ("matmul" for matmul-f32 and matmul-bf16), or a file.
Result<Chosen> choose(const std::vector<std::string>& words) {
    const std::vector<Workload> models = modelWorkloads();
    const Chosen all{joined(kernelWorkloads(), models), cliffFamilies()};
    const auto isModel = [&](const std::string& name) { return std::ranges::any_of(models, [&](const Workload& model) { return model.name == name; }); };
    Chosen chosen;
    for (const std::string& word : words.empty() ? std::vector<std::string>{kEngine} : words) {
        bool isKnown = false;
        const auto wanted = [&](const std::string& name, const char* suite) {
            const bool fits = word == suite || name == word || name.starts_with(word + '-') || (word == kModels && isModel(name));
            isKnown |= fits;
            return fits;
        };
        // Words may overlap ("conv conv-bf16"): a row is measured once, where the first of them puts it.
        const auto isNew = [](const auto& rows, const std::string& name) { return std::ranges::none_of(rows, [&](const auto& row) { return row.name == name; }); };
        for (const Workload& workload : all.engine)
            if (wanted(workload.name, kEngine) && isNew(chosen.engine, workload.name)) {
                chosen.engine.push_back(workload);
                if (!isModel(workload.name)) continue;
                WHITTLE_TRY(const std::filesystem::path folder, findModels());
                chosen.engine.back().file = (folder / workload.file).string();
            }
        for (const CliffFamily& family : all.cliffs)
            if (wanted(family.name, kCliffs) && isNew(chosen.cliffs, family.name)) chosen.cliffs.push_back(family);
        if (isKnown) continue;
        if (!isFile(word)) return unknownCase(word, all);
        std::string name = std::filesystem::path(word).filename().string();
        chosen.engine.push_back({.name = name.substr(0, name.find('.')), .summary = word, .text = {}, .file = word, .batch = 0});
    }
    return chosen;
}

int listCases(bool json) {
    Json cases = Json::array();
    const auto tell = [&](const char* suite, const auto& rows) {
        if (!json) fmt::print("{}\n", suite);
        for (const auto& row : rows) {
            cases.push_back({{"suite", suite}, {"name", row.name}, {"summary", row.summary}});
            if (!json) fmt::print("    {:24} {}\n", row.name, row.summary);
        }
    };
    tell(kEngine, kernelWorkloads());
    tell(kModels, modelWorkloads());
    tell(kCliffs, cliffFamilies());
    tell(kMinify, minifyCases());
    tell(kMinify, peerCases({}));
    tell(kTrace, traceCases());
    tell(kDispatch, dispatchCases());
    if (json) cli::printJson({{"cases", cases}});
    return cli::kOk;
}

// What the environment says to OpenMP, else every processor that this process may use.
int defaultThreads() {
    const char* text = std::getenv("OMP_NUM_THREADS");
    int threads = 0;
    if (text && std::from_chars(text, text + std::char_traits<char>::length(text), threads).ec == std::errc() && threads > 0) return threads;
    return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

// The latest on standard error: on a terminal in the place of the one before.
class Lines {
public:
    Lines() : m_terminal(::isatty(STDERR_FILENO) == 1) {}
    ~Lines() {
        if (m_terminal) fmt::print(stderr, "\r\033[K");
    }
    void say(std::string_view what) {
        if (m_terminal) fmt::print(stderr, "\r\033[K{}", what);
        else fmt::print(stderr, "bench: {}\n", what);
        std::fflush(stderr);
    }

private:
    bool m_terminal;
};

class Steps {
public:
    explicit Steps(std::size_t count) : m_count(count) {}
    void step(std::string_view what) { m_lines.say(fmt::format("{} of {}, {}", ++m_done, m_count, what)); }

private:
    std::size_t m_count, m_done = 0;
    Lines m_lines;
};

class Bench {
public:
    Bench(const Options& options, Chosen chosen, std::filesystem::path scratch)
        : m_options(options), m_chosen(std::move(chosen)), m_cancel(cli::interruptToken()), m_scratch(std::move(scratch)) {}

    Result<Report> run() {
        m_report.threads = m_options.threads > 0 ? m_options.threads : defaultThreads();
        m_report.cpu = cpuModel();
        m_program = cli::ownProgram();
        Steps steps(1 + m_chosen.engine.size() + m_chosen.cliffs.size() * cliffThreads().size() + (m_options.peer.empty() ? 0 : 1));
        const Result<void> done = all(steps);
        if (!done && done.error().code != Code::Cancelled) return std::unexpected(done.error());
        m_report.stopped = !done;
        return std::move(m_report);
    }

private:
    std::vector<int> cliffThreads() const {
        return m_report.threads == 1 ? std::vector<int>{1} : std::vector<int>{1, m_report.threads};
    }

    EngineOptions measuring(int threads, int defaultRounds) const {
        return {.rounds = {.rounds = m_options.rounds.value_or(defaultRounds), .seconds = m_options.seconds}, .compiles = m_options.compiles,
                .threads = threads, .seed = m_options.seed, .kernels = kernels(), .program = m_program, .scratch = m_scratch};
    }

    Json kernels() const {
        const auto store = cli::openTuningStore(m_options.kernels, {});
        return {{"choose", m_options.kernels.forced}, {"autotune", m_options.kernels.autotune}, {"autotune_seconds", m_options.kernels.seconds},
                {"tuning_store", store ? store->folder().string() : ""}};
    }

    Result<void> all(Steps& steps) {
        std::optional<Peer> peer;
        if (!m_options.peer.empty()) {
            steps.step("starting " + m_options.peer);
            WHITTLE_TRY(peer, startPeer());
            m_report.peer = peer->configuration();
        }
        steps.step("what the machine can do");
        WHITTLE_TRY(m_report.limits, limitsOf(m_report.threads));
        for (const Workload& workload : m_chosen.engine) {
            steps.step(workload.name);
            if (peer && !peer->contestant().alive()) {  // the row before was too much for it
                WHITTLE_TRY(peer, startPeer());
            }
            WHITTLE_TRY(EngineRow row, measureEngineRow(workload, measuring(m_report.threads, 15), peer ? &*peer : nullptr, m_cancel));
            m_report.engine.push_back(std::move(row));
        }
        std::map<int, MachineRoof> limits{{m_report.threads, m_report.limits}};
        for (const CliffFamily& family : m_chosen.cliffs)
            for (const int threads : cliffThreads()) {
                if (!limits.contains(threads)) {
                    WHITTLE_TRY(limits[threads], limitsOf(threads));
                }
                steps.step(fmt::format("{}, {} thread{}", family.name, threads, threads == 1 ? "" : "s"));
                WHITTLE_TRY(CliffRow row, measureCliffs(family, measuring(threads, 5), limits[threads], m_cancel));
                if (threads > 1 && !m_report.cliffs.empty()) compareThreads(row, m_report.cliffs.back());
                m_report.cliffs.push_back(std::move(row));
            }
        return {};
    }

    Result<Peer> startPeer() {
        // Beside the programs in the build folder and where they are installed.
        const std::filesystem::path script = m_program.parent_path().parent_path() / "share/whittle/bench_peer.py";
        return Peer::start({.python = m_options.peer, .modes = m_options.modes, .threads = m_report.threads, .script = script, .scratch = m_scratch}, m_cancel);
    }

    // In a process of its own, since it leaves memory touched and the interrupt must end it.
    Result<MachineRoof> limitsOf(int threads) {
        WHITTLE_TRY(Contestant worker, Contestant::start("whittle", {m_program.string(), "bench-worker"}, {}));
        WHITTLE_TRY(const Json l, worker.ask({{"do", "limits"}, {"threads", threads}}, std::chrono::seconds(120), m_cancel));
        return MachineRoof{.fmaF32 = l.value("fma_f32", 0.0), .fmaBf16 = l.value("fma_bf16", 0.0), .triad = l.value("triad", 0.0),
                      .triadNt = l.value("triad_nt", 0.0), .isa = l.value("isa", "")};
    }

    const Options& m_options;
    Chosen m_chosen;
    CancelToken m_cancel;
    std::filesystem::path m_scratch, m_program;
    Report m_report;
};

// Beside PyTorch's own minifier there are other cases: what both can be given.
Result<int> benchMinifyBeside(const Options& options) {
    WHITTLE_TRY(const ScratchFolder scratch, ScratchFolder::make());
    PeerBenchOptions both{.python = options.peer, .cases = {options.cases.begin() + 1, options.cases.end()}, .program = cli::ownProgram(), .scratch = scratch.path(), .samples = {}, .jobs = options.jobs};
    if (both.cases.empty() || !std::ranges::all_of(both.cases, isFile)) {
        WHITTLE_TRY(both.samples, findSamples("minify"));
    }
    const Result<PeerReport> report = [&] {
        Lines lines;
        return benchMinifyPeer(both, [&](const std::string& what) { lines.say(what); }, cli::interruptToken());
    }();
    if (!report) return std::unexpected(report.error());
    if (options.json) cli::printJson(peerReportJson(*report));
    else fmt::print("{}", peerReportText(*report));
    return report->stopped ? cli::kStopped : report->meetsTargets() ? cli::kOk : cli::kCheckFailed;
}

// Reductions are a suite of their own: `minify`, then names of its cases.
Result<int> benchMinify(const Options& options) {
    if (!options.peer.empty()) return benchMinifyBeside(options);
    WHITTLE_TRY(const ScratchFolder scratch, ScratchFolder::make());
    WHITTLE_TRY(std::vector<MinifyCase> cases, chosenCases({options.cases.begin() + 1, options.cases.end()}));
    MinifySuiteOptions suite{.cases = std::move(cases), .jobs = options.jobs, .program = cli::ownProgram(), .scratch = scratch.path(), .samples = {}};
    WHITTLE_TRY(const std::filesystem::path models, findModels());
    suite.samples = models.parent_path();
    Steps steps(suite.cases.size());
    const Result<std::vector<MinifyRow>> rows = runMinifySuite(suite, [&](const MinifyCase& what) { steps.step(what.name); }, cli::interruptToken());
    if (!rows && rows.error().code == Code::Cancelled) return cli::kStopped;
    if (!rows) return std::unexpected(rows.error());
    const bool ok = std::ranges::all_of(*rows, &MinifyRow::meetsTargets);
    if (options.json) cli::printJson({{"ok", ok}, {"jobs", options.jobs}, {"minify", minifyRowsJson(*rows)}});
    else fmt::print("{}", minifyRowsText(*rows));
    return ok ? cli::kOk : cli::kCheckFailed;
}

// Logs are a suite of their own: `trace`, then names of its cases.
Result<int> benchTrace(const Options& options) {
    WHITTLE_TRY(const ScratchFolder scratch, ScratchFolder::make());
    WHITTLE_TRY(const std::vector<TraceCase> cases, chosenTraceCases({options.cases.begin() + 1, options.cases.end()}));
    WHITTLE_TRY(const std::filesystem::path samples, findSamples("torch_trace"));
    Steps steps(cases.size());
    const Result<std::vector<TraceRow>> rows = runTraceSuite(cases, samples, scratch.path(), [&](const TraceCase& what) { steps.step(what.name); }, cli::interruptToken());
    if (!rows && rows.error().code == Code::Cancelled) return cli::kStopped;
    if (!rows) return std::unexpected(rows.error());
    const bool ok = std::ranges::all_of(*rows, &TraceRow::meetsTargets);
    if (options.json) cli::printJson({{"ok", ok}, {"trace", traceRowsJson(*rows)}});
    else fmt::print("{}", traceRowsText(*rows));
    return ok ? cli::kOk : cli::kCheckFailed;
}

// What calls cost is a suite of its own: `dispatch`.
Result<int> benchDispatchSuite(const Options& options) {
    if (options.cases.size() > 1) return fail(Code::Argument, "the suite dispatch is measured as a whole; '{}' is one too many", options.cases[1]);
    WHITTLE_TRY(const ScratchFolder scratch, ScratchFolder::make());
    Lines lines;
    const DispatchBenchOptions suite{.python = options.peer, .rounds = options.rounds.value_or(15), .program = cli::ownProgram(), .scratch = scratch.path()};
    const Result<DispatchReport> report = benchDispatch(suite, [&](const std::string& what) { lines.say(what); }, cli::interruptToken());
    if (!report && report.error().code == Code::Cancelled) return cli::kStopped;
    if (!report) return std::unexpected(report.error());
    if (options.json) cli::printJson({{"ok", report->ok()}, {"torch", report->torch}, {"dispatch", dispatchJson(*report)}});
    else fmt::print("{}", dispatchText(*report));
    return report->ok() ? cli::kOk : cli::kCheckFailed;
}

Result<int> runBench(const Options& options) {
    if (options.list) return listCases(options.json);
    if (!options.cases.empty() && options.cases.front() == kTrace) return benchTrace(options);
    if (!options.cases.empty() && options.cases.front() == kDispatch) return benchDispatchSuite(options);
    if (!options.cases.empty() && options.cases.front() == kMinify) return benchMinify(options);
    WHITTLE_TRY_VOID(cli::choiceOptions(options.kernels, {}));
    WHITTLE_TRY(Chosen chosen, choose(options.cases));
    WHITTLE_TRY(const ScratchFolder scratch, ScratchFolder::make());
    WHITTLE_TRY(const Report report, Bench(options, std::move(chosen), scratch.path()).run());
    if (options.json) cli::printJson(reportJson(report));
    else fmt::print("{}", reportText(report));
    return report.stopped ? cli::kStopped : report.ok() ? cli::kOk : cli::kCheckFailed;
}

}  // namespace
}  // namespace whittle::bench

namespace whittle::cli {

void addBench(CLI::App& app, Selection& selection) {
    auto options = std::make_shared<bench::Options>();
    const auto modes = bench::peerModes();
    CLI::App* command = app.add_subcommand("bench", "Measure compiling and running, beside the machine's limits and PyTorch");
    command->add_option("CASE", options->cases, "a suite (engine, its part models, cliffs), a case or the first part of its name, or a file; default: engine. minify, alone or before names of its "
                                                      "cases: the suite of reductions; trace, likewise: the suite of logs; dispatch: what calls of compiled functions cost");
    command->add_option("--rounds", options->rounds, "rounds of each case, in which all that is compared takes a turn (engine: 15, cliffs: 5)")->check(CLI::Range(1, 1000));
    command->add_option("--seconds", options->seconds, "time for the rounds of a case; three are made in any case")->check(between(0, 86400))->capture_default_str();
    command->add_option("--threads", options->threads, "threads of kernels (default: OMP_NUM_THREADS, else every processor); cliffs are measured with 1 as well")
        ->check(CLI::Range(1, 1024));
    command->add_option("--jobs", options->jobs, "candidates tried at once, in the suite minify")->check(CLI::Range(1, 256))->capture_default_str();
    command->add_option("--compiles", options->compiles, "compiles after the first one, for the median")->check(CLI::Range(0, 1000))->capture_default_str();
    command->add_option("--peer", options->peer, "a Python with PyTorch 2.6 or newer that takes turns with Whittle; in the suite minify its own minifier does");
    command->add_option("--peer-mode", options->modes, "how the peer runs a graph: eager, inductor, freezing, max-autotune")
        ->delimiter(',')
        ->allow_extra_args(false)  // the next words are cases
        ->check(CLI::IsMember(std::vector<std::string>(modes.begin(), modes.end())))
        ->capture_default_str();
    cli::addKernelOptions(*command, options->kernels, cli::Tuning::Offered);
    command->add_option("--seed", options->seed, "seed of weights and inputs")->capture_default_str();
    command->add_flag("--list", options->list, "name the cases and end");
    command->add_flag("--json", options->json, "one JSON object on standard output");
    command->callback([&selection, options] {
        selection.run = [options] {
            const Result<int> status = bench::runBench(*options);
            return status ? *status : reportError(status.error(), options->json);
        };
    });
}

}  // namespace whittle::cli

// `whittle fuzz`: random graphs through our own compiler; what fails is minified.
#include <cstdio>

#include <unistd.h>

#include "app/cli/command.h"
#include "app/cli/print_text.h"
#include "minifier/fuzz/fuzz.h"
#include "minifier/fuzz/fuzz_ops.h"
#include "minifier/fuzz/fuzz_report.h"

namespace whittle::cli {
namespace {

struct Options {
    std::string output, inject;
    std::vector<std::string> ops;
    double seconds = 0, timeout = 10, minifySeconds = 60;
    std::uint64_t seed = 0, graph = 0, count = 0, memoryMb = 4096;
    int nodes = 16;
    bool json = false, quiet = false;
};

// One line, drawn over on a terminal; a log gets one every ten seconds and one for each failure that is minified.
class FuzzView {
public:
    explicit FuzzView(bool quiet) : m_quiet(quiet), m_terminal(isatty(STDERR_FILENO) == 1) {}
    ~FuzzView() {
        if (m_drawn) printText(stderr, "\n");
    }
    FuzzView(const FuzzView&) = delete;
    FuzzView& operator=(const FuzzView&) = delete;

    void show(const FuzzProgress& progress) {
        if (m_quiet) return;
        const bool begins = !progress.minifying.empty() && progress.minifying != m_minifying;
        m_minifying = progress.minifying;
        if (!begins && progress.seconds - m_last < (m_terminal ? 0.1 : 10)) return;
        m_last = progress.seconds;
        const std::string line = fmt::format("fuzz: {} graphs, {} runs, {} failed, {} refused, {:.1f} s{}{}", progress.graphs, progress.runs,
                                             progress.failures, progress.refused, progress.seconds,
                                             m_minifying.empty() ? "" : ", minifying: ", m_minifying);
        if (!m_terminal) return printText(stderr, "{}\n", line);
        fmt::print(stderr, "\r\033[K{}", line);
        std::fflush(stderr);
        m_drawn = true;
    }

private:
    bool m_quiet;
    bool m_terminal;
    bool m_drawn = false;
    double m_last = -100;  // the first is always shown
    std::string m_minifying;
};

void printSummary(const FuzzResult& result, const FuzzOptions& options) {
    const FuzzProgress& totals = result.totals;
    for (const FuzzFailure& one : result.failures) {
        printText("{}: {} (graph {}, met {} {}, {} of {} operators left)\n", failureKindName(one.failure.kind), one.failure.message, one.graph,
                   one.count, one.count == 1 ? "time" : "times", one.nodesAfter, one.nodesBefore);
        if (!one.failure.detail.empty()) printText("{}\n", one.failure.detail);
        printText("\n{}\nreproducer  {}\n\n", one.text, (options.outputFolder / one.folder).string());
    }
    int covered = 0;
    for (const DrawnOp& drawn : drawnOps()) covered += result.operators.contains(std::string(drawn.op->name)) ? 1 : 0;
    printText("graphs      {} of seed {}, {:.1f} a second\n", totals.graphs, options.seed, totals.seconds > 0 ? static_cast<double>(totals.graphs) / totals.seconds : 0);
    printText("runs        {} agree, {} fail, {} refused by eager mode itself\n", totals.runs - totals.failures - totals.refused, totals.failures, totals.refused);
    printText("operators   {} of the {} that are drawn\n", covered, drawnOps().size());
    printText("failures    {} different\n", result.failures.size());
    printText("time        {:.1f} s{}\n", totals.seconds, result.interrupted ? ", interrupted" : "");
    printText("report      {}\n", (options.outputFolder / kFuzzReport).string());
    if (result.interrupted) printText("the same command with --graph {} and a new folder goes on from here\n", result.next);
}

Result<int> runFuzz(const Options& options) {
    const auto milliseconds = [](double seconds) { return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000)); };
    FuzzOptions job{.outputFolder = options.output,
                    .seed = options.seed,
                    .first = options.graph,
                    .count = options.count,
                    .time = milliseconds(options.seconds),
                    .minifyTime = milliseconds(options.minifySeconds),
                    .maxNodes = options.nodes,
                    .ops = options.ops};
    if (options.seconds == 0 && options.count == 0) job.time = std::chrono::seconds(60);
    WHITTLE_TRY(job.oracle.compile.inject, parseInjections(options.inject));
    job.oracle.program = ownProgram();
    // The libraries are tried too: what they compute is compared with what they did not. And random arithmetic is often
    // ill-conditioned, which is nobody's fault.
    job.oracle.eagerLibraries = false;
    job.oracle.disturbedRuns = 16;
    job.oracle.eager = EagerRun::MustPass;  // what is drawn at random need not be a valid program
    job.oracle.eagerDeathFails = true;  // but one that is refused is refused with a reason
    job.oracle.limits = {.time = milliseconds(options.timeout), .memoryBytes = options.memoryMb << 20};
    job.commandLine = fmt::format("whittle fuzz --seed {} --nodes {}", options.seed, options.nodes);
    if (!options.ops.empty()) job.commandLine += fmt::format(" --ops {}", fmt::join(options.ops, ","));
    if (!options.inject.empty()) job.commandLine += " --inject " + options.inject;
    job.commandLine += fmt::format(" --timeout {} --memory {} -o again", options.timeout, options.memoryMb);

    const Result<FuzzResult> result = [&] {
        FuzzView view(options.quiet);
        return fuzz(job, [&](const FuzzProgress& progress) { view.show(progress); }, interruptToken());
    }();
    if (!result) return std::unexpected(result.error());
    if (options.json) printJson(fuzzJson(*result, job));
    else printSummary(*result, job);
    return !result->failures.empty() ? kCheckFailed : result->interrupted ? kStopped : kOk;
}

}  // namespace

void addFuzz(CLI::App& app, Selection& selection) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("fuzz", "Run random graphs through the compiler and minify those that fail");
    command->add_option("-o,--output", options->output, "new folder for the report and the reproducers")->required();
    command->add_option("--seconds", options->seconds, "how long to go on; 60 unless this or --count is given")->check(between(0, 1e9));
    command->add_option("--seed", options->seed, "graph number k of a seed is always the same graph")->capture_default_str();
    command->add_option("--graph", options->graph, "number of the first graph")->capture_default_str();
    command->add_option("--count", options->count, "graphs to try, 0 for no limit")->capture_default_str();
    command->add_option("--nodes", options->nodes, "operators in a graph, at most")->check(between(1, 1000))->capture_default_str();
    command->add_option("--ops", options->ops, "draw these operators alone: OP[,OP]")->delimiter(',');
    command->add_option("--minify-seconds", options->minifySeconds, "for one failure, 0 for no limit; it does not count as --seconds")
        ->check(between(0, 1e9))
        ->capture_default_str();
    command->add_option("--timeout", options->timeout, "seconds a graph may take")->check(between(0.001, 1e6))->capture_default_str();
    command->add_option("--memory", options->memoryMb, "megabytes a graph may use")->check(between(16, 1e9))->capture_default_str();
    command->add_option("--inject", options->inject, "developer: plant compiler faults, OP=KIND[@RATE][,OP=KIND]");
    command->add_flag("--quiet", options->quiet, "no progress on standard error");
    command->add_flag("--json", options->json, "one JSON object on standard output");
    command->callback([&selection, options] {
        selection.run = [options] {
            const Result<int> status = runFuzz(*options);
            return status ? *status : reportError(status.error(), options->json);
        };
    });
}

}  // namespace whittle::cli

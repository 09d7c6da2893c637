// `whittle minify`: cuts a failing graph down to the smallest that fails the same way.
#include <filesystem>

#include "app/cli/given_call.h"
#include "app/cli/oracle_choice.h"
#include "app/cli/progress.h"
#include "engine/formats/wtl.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "engine/ops/op_def.h"
#include "minifier/search/minify.h"
#include "minifier/session/result_json.h"

namespace whittle::cli {
namespace {

struct Options {
    std::string file, model, inputs, output, signature = "exact";
    double budget = 0;
    std::uint64_t seed = 0;
    int maxCandidates = 0, repeat = 0;
    bool resume = false, json = false, quiet = false;
    OracleChoice oracle;
};

void printSummary(const MinifyResult& result) {
    fmt::print("failure     {}: {}\n", failureKindName(result.failure.kind), result.failure.message);
    if (result.passesNeeded > 1 || result.original.fails < result.original.runs)
        fmt::print("flaky       the original failed in {} of {} runs; {} passes made a candidate one that does not fail\n", result.original.fails,
                   result.original.runs, result.passesNeeded);
    fmt::print("            {:>12}  {:>12}\n", "before", "after");
    fmt::print("nodes       {:>12}  {:>12}\n", result.nodesBefore, result.nodesAfter);
    fmt::print("inputs      {:>12}  {:>12}\n", result.inputsBefore, result.inputsAfter);
    fmt::print("bytes       {:>12}  {:>12}\n", humanBytes(result.bytesBefore), humanBytes(result.bytesAfter));
    fmt::print("candidates  {} run, {} answered by the cache\n", result.candidates, result.cacheHits);
    fmt::print("time        {:.1f} s\n", result.seconds);
    if (result.status == MinifyResult::Status::Minimal && !result.note.empty()) fmt::print("note        {}\n", result.note);
    fmt::print("minimal     {}\n\n", result.oneMinimal ? "yes: no single edit can be made any more" : "no: stopped early");
    fmt::print("{}\n", printGraph(result.graph, findSchema, {.origins = TextOrigins::Show}));
    for (const OtherFailure& other : result.others)
        fmt::print("another failure met {} times: {}: {}\n  kept in {}\n", other.count, failureKindName(other.failure.kind),
                   other.failure.message, other.example.string());
    fmt::print("reproducer  {}\n", result.reproducer.string());
}

// What the report says was run: every option that shapes the result.
std::string commandLine(const Options& options) {
    const Options standard;
    std::string line = fmt::format("whittle minify '{}' -o '{}'", options.file, options.output);
    line += oracleWords(options.oracle);
    if (options.signature != standard.signature) line += fmt::format(" --signature '{}'", options.signature);
    if (options.repeat != standard.repeat) line += fmt::format(" --repeat {}", options.repeat);
    if (!options.inputs.empty()) line += fmt::format(" --inputs '{}'", options.inputs);
    if (!options.model.empty()) line += fmt::format(" --model '{}'", options.model);
    if (options.seed != standard.seed) line += fmt::format(" --seed {}", options.seed);
    return line;
}

Result<int> runMinify(const Options& options, const std::string& commandLine) {
    WHITTLE_TRY(const SignatureRule signature, SignatureRule::parse(options.signature).context("reading --signature"));
    const OpenOptions openOptions{.model = options.model, .seed = options.seed, .inputs = options.inputs};
    WHITTLE_TRY(const OpenedGraph opened, openForCommand(options.file, openOptions));
    WHITTLE_TRY_VOID(checkGivenCall(opened.graph, openOptions));
    WHITTLE_TRY_VOID(checkGraph(opened.graph).context("checking {}", options.file));

    WHITTLE_TRY(const std::unique_ptr<Oracle> oracle, makeOracle(options.oracle, opened.graph, options.seed));

    const MinifyOptions minifyOptions{
        .outputFolder = options.output,
        .resume = options.resume,
        .match = signature,
        .repeat = options.repeat,
        .budget = std::chrono::milliseconds(static_cast<std::int64_t>(options.budget * 1000)),
        .maxCandidates = options.maxCandidates,
        .seed = options.seed,
        .commandLine = commandLine};
    Result<MinifyResult> result = [&] {
        Progress progress(options.quiet ? Progress::Style::Quiet : Progress::Style::Auto);
        return minify(opened.graph, *oracle, minifyOptions, [&](const MinifyProgress& p) { progress.show(p); },
                      interruptToken());
    }();
    for (const std::string& note : oracle->notes()) fmt::print(stderr, "note: {}\n", note);
    if (!result) return std::unexpected(std::move(result).error());

    if (options.json) {
        Json json(resultJson(*result));
        json["reproducer"] = result->reproducer.string();
        printJson(json);
    }
    switch (result->status) {
        case MinifyResult::Status::DoesNotFail:
            if (!options.json)
                fmt::print("{} does not fail with this oracle: nothing to minify. {}\n", options.file, result->note);
            return kCheckFailed;
        case MinifyResult::Status::Flaky:
            if (!options.json) fmt::print("{} fails only now and then, too rarely to judge: {}\n", options.file, result->note);
            return kFlaky;
        case MinifyResult::Status::Stopped:
            if (!options.json) {
                if (!result->failure.signature.empty()) printSummary(*result);
                else fmt::print("the graph as it was given is in {}\n", result->reproducer.string());
                fmt::print("stopped early: {}; the same command with --resume goes on from here\n", result->note);
            }
            return kStopped;
        case MinifyResult::Status::Minimal: break;
    }
    if (!options.json) printSummary(*result);
    return kOk;
}

}  // namespace

void addMinify(CLI::App& app, Selection& selection) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("minify", "Cut a failing graph down to the smallest that fails the same way");
    command->add_option("FILE", options->file, "the failing graph")->required();
    command->add_option("-o,--output", options->output, "folder for the journal and the reproducer")->required();
    command->add_option("--signature", options->signature, "which failures of candidates count. exact: same kind and signature; kind: same kind; "
                                                           "else a regular expression, searched in \"kind: signature\" and in the message")
        ->capture_default_str();
    command->add_option("--repeat", options->repeat, "how many passes make a candidate one that does not fail; without it one, or as many as the "
                                                     "original's failure rate tells where its failure comes and goes")
        ->check(between(1, 10000));
    command->add_flag("--resume", options->resume, "go on from the journal in the output folder");
    command->add_option("--budget", options->budget, "seconds for the whole job, 0 for no limit")
        ->check(between(0, 1e9))
        ->capture_default_str();
    command->add_option("--max-candidates", options->maxCandidates, "candidates to try, 0 for no limit")
        ->check(between(0, 1e9))
        ->capture_default_str();
    command->add_option("--seed", options->seed, "seed of random operators (as torch.manual_seed), and of weights and inputs that the file lacks")->capture_default_str();
    addInputsOption(*command, options->inputs, "the call that fails");
    command->add_option("--model", options->model, "which program of an archive that holds several");
    addOracleOptions(*command, options->oracle);
    command->add_flag("--quiet", options->quiet, "no progress on standard error");
    command->add_flag("--json", options->json, "one JSON object on standard output");
    command->callback([&selection, options] {
        selection.run = [options] {
            const std::string line = commandLine(*options);
            const Result<int> status = runMinify(*options, line);
            return status ? *status : reportError(status.error(), options->json);
        };
    });
}

}  // namespace whittle::cli

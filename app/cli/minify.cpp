// `whittle minify`: cuts a failing graph down to the smallest that fails the same way.
#include <algorithm>
#include <filesystem>

#include "app/choices/minify_choice.h"
#include "app/cli/given_call.h"
#include "app/cli/job_control.h"
#include "app/cli/oracle_options.h"
#include "app/cli/print_text.h"
#include "app/cli/progress.h"
#include "engine/formats/wtl.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "engine/ops/op_def.h"
#include "minifier/edits/slice_to.h"
#include "minifier/oracle/command_words.h"
#include "minifier/search/minify.h"
#include "minifier/search/verify.h"
#include "minifier/session/error_sizes.h"
#include "minifier/session/holder.h"
#include "minifier/session/result_json.h"

namespace whittle::cli {
namespace {

struct Options : MinifyChoice {
    std::string verify;
    std::string progress = "auto";
    bool json = false, quiet = false;
};

void printSummary(const MinifyResult& result) {
    printText("failure     {}: {}\n", failureKindName(result.failure.kind), result.failure.message);
    if (const auto sizes = errorSizes(result)) printText("  before    {}\n  after     {}\n", sizes->original, sizes->reduced);
    if (result.passesNeeded > 1 || result.original.fails < result.original.runs)
        printText("flaky       the original failed in {} of {} runs; {} passes made a candidate one that does not fail\n", result.original.fails,
                   result.original.runs, result.passesNeeded);
    if (result.reduced.runs > 0) printText("            what is left failed in {} of {} runs\n", result.reduced.fails, result.reduced.runs);
    printText("            {:>12}  {:>12}\n", "before", "after");
    printText("nodes       {:>12}  {:>12}\n", result.nodesBefore, result.nodesAfter);
    printText("inputs      {:>12}  {:>12}\n", result.inputsBefore, result.inputsAfter);
    printText("bytes       {:>12}  {:>12}\n", humanBytes(result.bytesBefore), humanBytes(result.bytesAfter));
    printText("candidates  {} run, {} answered by the cache{}\n", result.candidates, result.cacheHits,
               result.stored > 0 ? fmt::format("; earlier jobs had run {} of them", result.stored) : "");
    if (result.speculated > 0) printText("guesses     {} run and not needed\n", result.speculated);
    printText("time        {:.1f} s\n", result.seconds);
    printText("minimal     {}\n", result.oneMinimal ? "yes: no single edit can be made any more" : "no: stopped early");
    if (result.culprit) printText("compiler    {}\n", result.culprit->text());
    constexpr int kReadable = 60;  // operators
    if (result.nodesAfter <= kReadable) printText("\n{}\n", printGraph(result.graph, findSchema, {.origins = TextOrigins::Show}));
    for (const OtherFailure& other : result.others)
        printText("another failure met {} times: {}: {}\n  kept in {}\n", other.count, failureKindName(other.failure.kind),
                   other.failure.message, other.example.string());
    printText("reproducer  {}\n", result.reproducer.string());
}

// The oracle as the certificate says it was, unless options were given for one.
Result<OracleChoice> oracleOf(const Certificate& certificate, const OracleChoice& given) {
    if (!oracleWords(given).empty()) return given;
    if (certificate.oracleOptions.empty() && !certificate.oracle.starts_with(given.name))
        return fail(Code::Argument, "the certificate is of the oracle '{}', whose options name places on a machine and are not recorded: give them again, as they were",
                    certificate.oracle);
    if (certificate.oracleOptions.empty()) return given;
    OracleChoice choice;
    choice.compiler = given.compiler;  // where its caches are
    CLI::App parser;
    addOracleOptions(parser, choice);
    WHITTLE_TRY(std::vector<std::string> words, splitWords(certificate.oracleOptions));
    std::ranges::reverse(words);  // as CLI11 takes them
    try {
        parser.parse(std::move(words));
    } catch (const CLI::ParseError& error) {
        return fail(Code::Format, "the certificate's oracle options '{}' cannot be read: {}", certificate.oracleOptions, error.what());
    }
    return choice;
}

Result<int> runVerify(const Options& options) {
    WHITTLE_TRY(const Certificate certificate, readCertificate(options.verify));
    WHITTLE_TRY(const OracleChoice choice, oracleOf(certificate, options.oracle));
    WHITTLE_TRY(const Graph graph, readWtl(std::filesystem::path(options.verify) / "repro.wtl"));
    WHITTLE_TRY(const std::unique_ptr<Oracle> oracle, makeOracle(choice, graph, certificate.seed));
    WHITTLE_TRY(const Verification result, verifyCertificate(options.verify, certificate, *oracle, interruptToken(), ownProgram()));
    if (options.json) printJson({{"ok", result.holds()}, {"edits", result.edits}, {"asked", result.asked}, {"untried", result.untried}, {"troubles", result.troubles}});
    else if (result.holds()) printText("the certificate holds: {} single edits, {} different candidates, none of which fails in the same way\n", result.edits, result.asked);
    else printText("the certificate does not hold:\n    {}\n", fmt::join(result.troubles, "\n    "));
    if (result.untried > 0) printText(stderr, "note: {} single edits could not be tried here: what had to run for them ran into a limit of time or memory\n", result.untried);
    return result.holds() ? kOk : kCheckFailed;
}

Result<int> runMinify(const Options& options) {
    const JobControl jobControl;
    WHITTLE_TRY(const MinifyOptions minifyOptions, whittle::minifyOptions(options, ownProgram()));
    const OpenOptions openOptions{.model = options.model, .seed = options.seed, .inputs = options.inputs};
    WHITTLE_TRY(OpenedGraph opened, openForCommand(options.file, openOptions));
    WHITTLE_TRY_VOID(checkGivenCall(opened.graph, openOptions));
    WHITTLE_TRY_VOID(checkGraph(opened.graph).context("checking {}", options.file));
    if (!options.node.empty()) {
        WHITTLE_TRY(opened.graph, sliceTo(opened.graph, options.node).context("reading --node"));
    }

    WHITTLE_TRY(const std::unique_ptr<Oracle> oracle, makeOracle(options.oracle, opened.graph, options.seed));

    if (const auto holder = options.takeOver ? holderOf(options.output) : std::nullopt) printText(stderr, "note: asking {} to hand over\n", holder->text());
    Result<MinifyResult> result = [&] {
        Progress progress(options.quiet ? Progress::Style::Quiet : options.progress == "json" ? Progress::Style::Objects : Progress::Style::Auto);
        return minify(opened.graph, *oracle, minifyOptions, [&](const MinifyProgress& p) { progress.show(p); },
                      interruptToken());
    }();
    for (const std::string& note : oracle->notes()) printText(stderr, "note: {}\n", note);
    if (!result) return std::unexpected(std::move(result).error());
    for (const std::string& note : result->notes) printText(stderr, "note: {}\n", note);

    if (options.json) {
        Json json(resultJson(*result));
        json["reproducer"] = result->reproducer.string();
        printJson(json);
    }
    switch (result->status) {
        case MinifyResult::Status::DoesNotFail:
            if (!options.json)
                printText("{} does not fail with this oracle: nothing to minify. {}{}\n", options.file, result->note,
                           result->failure.signature.empty() && options.repeat == 0 ? "; --repeat N looks more often, for a failure that comes and goes" : "");
            return kCheckFailed;
        case MinifyResult::Status::Flaky:
            if (!options.json) printText("{} fails only now and then, too rarely to judge: {}\n", options.file, result->note);
            return kFlaky;
        case MinifyResult::Status::Stopped:
            if (!options.json) {
                if (!result->failure.signature.empty()) printSummary(*result);
                else printText("the graph as it was given is in {}\n", result->reproducer.string());
                printText("stopped early: {}; the same command with --resume goes on from here\n", result->note);
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
    CLI::Option* file = command->add_option("FILE", options->file, "the failing graph");
    CLI::Option* output = command->add_option("-o,--output", options->output, "folder for the journal and the reproducer");
    command->add_option("--verify", options->verify, "in place of FILE and --output: check the certificate of a result, a folder; with the oracle that it names, "
                                                     "or the one of the options")
        ->excludes(file)->excludes(output);
    command->add_option("-j,--jobs", options->jobs, "candidates tried at once; the result is the same for any number")->check(between(1, 256))->capture_default_str();
    command->add_flag("--no-answers", options->noAnswers, "neither use what earlier jobs were answered nor keep anything for later ones");
    command->add_option("--signature", options->signature, "which failures of candidates count. exact: same kind and signature; kind: same kind; "
                                                           "else a regular expression, searched in \"kind: signature\" and in the message")
        ->capture_default_str();
    command->add_option("--repeat", options->repeat, "how many passes make a candidate one that does not fail; without it one, or as many as the "
                                                     "original's failure rate tells where its failure comes and goes")
        ->check(between(1, 10000));
    command->add_flag("--resume", options->resume, "go on from the journal in the output folder");
    command->add_flag("--take-over", options->takeOver, "as --resume, after asking another process that works in the output folder, the window too, to end and hand over");
    command->add_option("--budget", options->budget, "seconds for the whole job, 0 for no limit")
        ->check(between(0, 1e9))
        ->capture_default_str();
    command->add_option("--max-candidates", options->maxCandidates, "candidates to try, 0 for no limit")
        ->check(between(0, 1e9))
        ->capture_default_str();
    command->add_option("--node", options->node, "reduce only what this node needs, with its results as the outputs: where `whittle run --numerics` says that it goes wrong");
    command->add_option("--seed", options->seed, "seed of random operators (as torch.manual_seed), and of weights and inputs that the file lacks")->capture_default_str();
    addInputsOption(*command, options->inputs, "the call that fails");
    command->add_option("--model", options->model, "which program of an archive that holds several");
    addOracleOptions(*command, options->oracle);
    command->add_option("--progress", options->progress, "how progress is told on standard error. auto: a bar on a terminal, else lines; json: an object for each "
                                                         "candidate, one a line")
        ->check(CLI::IsMember({"auto", "json"}))
        ->capture_default_str();
    command->add_flag("--quiet", options->quiet, "no progress on standard error");
    command->add_flag("--json", options->json, "one JSON object on standard output");
    command->callback([&selection, options] {
        selection.run = [options] {
            const bool isWhole = !options->file.empty() && !options->output.empty();
            const Result<int> status = !options->verify.empty() ? runVerify(*options)
                                       : isWhole ? runMinify(*options)
                                                 : fail(Code::Argument, "minify takes FILE and --output, or --verify with a folder");
            return status ? *status : reportError(status.error(), options->json);
        };
    });
}

}  // namespace whittle::cli

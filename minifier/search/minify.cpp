#include "minifier/search/minify.h"

#include "engine/ir/structural_hash.h"
#include "minifier/search/compiler_search.h"
#include "minifier/search/confirm.h"
#include "minifier/search/job_clock.h"
#include "minifier/search/single_edits.h"
#include "minifier/search/sweep.h"
#include "minifier/search/triage.h"
#include "minifier/session/best.h"
#include "minifier/session/holder.h"
#include "minifier/session/report_facts.h"
#include "minifier/session/reproducer.h"
#include "minifier/session/result_files.h"

namespace whittle {
namespace {

Result<void> reduce(Trials& trials) {
    WHITTLE_TRY(const NodeSearch nodes, searchNodes(trials));
    return sweep(trials, nodes);
}

// Other names ask for nothing new, but the places of inputs do: what is drawn is drawn by place, and of two equal inputs the
// first stays. So the canonical form has its own edits tried, and what they lead to its own form.
Result<bool> bringIntoForm(Trials& trials) {
    for (;;) {
        WHITTLE_TRY(const bool taken, trials.takeCanonicalForm());
        if (!taken) return false;
        const GraphSize before = trials.bestSize();
        WHITTLE_TRY_VOID(sweep(trials, NodeSearch::Settled));
        if (!(trials.bestSize() < before)) return true;
    }
}

// The graph is minimal already: a stop here costs the rate and nothing else.
Result<void> findRate(Trials& trials, const JobClock& clock, MinifyResult& result) {
    const Result<void> run = confirmRate(trials, result.reduced);
    if (!run && run.error().code != Code::Cancelled) return run;
    if (!run) result.notes.push_back(fmt::format("stopped after {} runs of what is left, before its rate was known: {}", result.reduced.runs, clock.why(run.error())));
    return {};
}

// Likewise.
Result<void> nameCulprit(Trials& trials, const Oracle& oracle, const JobClock& clock, MinifyResult& result) {
    Result<std::optional<CompilerCulprit>> found = searchCompiler(trials, oracle.parts());
    if (found) result.culprit = *std::move(found);
    else if (found.error().code == Code::Cancelled) result.notes.push_back("stopped before the part of the compiler was found that makes it fail: " + clock.why(found.error()));
    else return std::unexpected(std::move(found).error());
    return {};
}

}  // namespace

Result<MinifyResult> minify(const Graph& original, Oracle& oracle, const MinifyOptions& options,
                            const MinifyObserver& observer, const Steering& steering) {
    const Hash128 hash = structuralHash(original);
    const JournalHeader header{.original = hash.hex(),
                               .oracle = oracle.identity(),
                               .build = oracle.lastingIdentity(),
                               .match = options.match.text()};
    if (options.takeOver) {
        WHITTLE_TRY_VOID(checkJournal(options.outputFolder, header));  // before anybody is asked for it
        WHITTLE_TRY_VOID(askForHandOver(options.outputFolder, steering));
    }
    WHITTLE_TRY(Journal journal, options.resume ? Journal::resume(options.outputFolder, header)
                                                : Journal::create(options.outputFolder, header));
    WHITTLE_TRY_VOID(removeTornResults(options.outputFolder));
    WHITTLE_TRY_VOID(writeJobRecord(options.outputFolder, ownRecord(options.commandLine, options.jobs)));
    JobClock clock(options.budget, steering, [&options] { return takeRequest(options.outputFolder); });
    const auto recorder = Recorder::make({.program = options.program, .seed = options.seed, .cancel = clock.token()});
    Trials trials({original, hash, oracle, journal, options, observer, *recorder, clock, steering.pause, clock.token()});

    MinifyResult result;
    const auto finish = [&](MinifyResult::Status status) -> Result<MinifyResult> {
        result.status = status;
        result.graph = trials.best();
        result.reducedFailure = trials.bestFailure().signature.empty() ? result.failure : trials.bestFailure();
        result.nodesBefore = static_cast<int>(nodesIn(original));
        result.nodesAfter = static_cast<int>(nodesIn(result.graph));
        result.inputsBefore = static_cast<int>(original.inputs().size());
        result.inputsAfter = static_cast<int>(result.graph.inputs().size());
        result.bytesBefore = inputBytes(original);
        result.bytesAfter = inputBytes(result.graph);
        std::vector<std::string> notes = std::move(result.notes);
        trials.fillCounts(result);
        result.history = trials.history();
        result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
        if (status == MinifyResult::Status::Minimal || status == MinifyResult::Status::Stopped) {
            result.reproducer = options.outputFolder;
            WHITTLE_TRY_VOID(writeReproducer({original, result, options, oracle, steering}));
        }
        WHITTLE_TRY_VOID(removeBestGraphs(options.outputFolder));
        if (status != MinifyResult::Status::Stopped) removeJobRecord(options.outputFolder);  // what is left to resume says how it was begun
        trials.report("done", {}, false);
        return std::move(result);
    };
    // A stop on request or by budget is an end like any other: what was reached by then is the result. Any other
    // trouble is the caller's error, and still what was reached is exported once the original has failed.
    const auto endedBy = [&](Error error) -> Result<MinifyResult> {
        const bool stopped = error.code == Code::Cancelled;
        if (!stopped && result.failure.signature.empty()) return std::unexpected(std::move(error));
        result.note = stopped ? clock.why(error) : error.message;
        Result<MinifyResult> exported = finish(MinifyResult::Status::Stopped);
        if (stopped) return exported;
        error.context.push_back(exported ? fmt::format("minifying; the best graph so far is in {}", options.outputFolder.string())
                                         : fmt::format("minifying; the best graph so far could not be exported: {}", exported.error().message));
        return std::unexpected(std::move(error));
    };

    OriginalCapture eager(original, *recorder, clock.token());
    Triage triage;
    const Result<void> checked = checkOriginal(trials, options, eager, triage).context("checking that the original fails");
    result.failure = triage.failure;
    result.original = triage.repeats;
    result.passesNeeded = triage.passesNeeded;
    result.note = triage.note;
    if (!checked) return endedBy(checked.error());
    if (triage.status != MinifyResult::Status::Minimal) return finish(triage.status);

    Result<Capture> capture = eager.take();
    if (!capture && saysNothing(capture.error())) return endedBy(std::move(capture).error());
    // A bug may be just that: eager refuses what the compiled graph does.
    if (!capture)
        result.notes.push_back("no value could become an input, since the original does not run eagerly: " + capture.error().message);
    else if (const auto& why = capture->endedBy())
        result.notes.push_back("the original's eager run ended early, so no value behind that can become an input: " + why->message);
    const bool isSteady = triage.passesNeeded == 1 && triage.repeats.fails == triage.repeats.runs;
    trials.aimAt({.rule = options.match, .target = triage.failure, .passesNeeded = triage.passesNeeded}, capture ? *std::move(capture) : Capture(), isSteady);

    const Result<void> reduced = reduce(trials);
    if (!reduced) return endedBy(reduced.error());
    const Result<bool> formed = bringIntoForm(trials);
    if (!formed) return endedBy(formed.error());
    result.canonical = *formed;
    if (!result.canonical) result.notes.push_back("the result keeps the original's names and order: renamed it does not fail in this way");
    trials.expect(0);  // what comes now asks about no more candidates
    Result<Trials::Proof> proof = trials.certify();
    if (!proof) return endedBy(proof.error());
    if (const Result<void> written = writeCertificate(options.outputFolder, proof->certificate); !written) return endedBy(written.error());
    result.oneMinimal = true;
    result.essentials = std::move(proof->essentials);
    result.nearMiss = std::move(proof->nearMiss);
    if (proof->untried > 0)
        result.notes.push_back(fmt::format("{} single edit{} could not be tried: what had to run for {} ran into a limit of time or memory (certificate.json names {}; --verify tries again)",
                                           proof->untried, proof->untried == 1 ? "" : "s", proof->untried == 1 ? "it" : "them", proof->untried == 1 ? "it" : "them"));
    const bool comesAndGoes = triage.repeats.fails < triage.repeats.runs;
    if (const Result<void> found = comesAndGoes ? findRate(trials, clock, result) : Result<void>(); !found) return endedBy(found.error());
    if (const Result<void> named = nameCulprit(trials, oracle, clock, result); !named) return endedBy(named.error());
    return finish(MinifyResult::Status::Minimal);
}

}  // namespace whittle

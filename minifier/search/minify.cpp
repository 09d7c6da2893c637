#include "minifier/search/minify.h"

#include "engine/ir/structural_hash.h"
#include "minifier/search/sweep.h"
#include "minifier/search/trials.h"
#include "minifier/session/best.h"
#include "minifier/session/reproducer.h"

namespace whittle {
namespace {

std::string_view matchName(SignatureMatch match) { return match == SignatureMatch::Exact ? "exact" : "kind"; }

std::string inWords(const Verdict& verdict) {
    if (verdict.kind == Verdict::Kind::Passes) return "passed";
    if (verdict.kind == Verdict::Kind::Invalid) return fmt::format("could not be judged ({})", verdict.note);
    return fmt::format("failed with {} ({})", failureKindName(verdict.failure->kind), verdict.failure->signature);
}

bool sameAnswer(const Verdict& a, const Verdict& b, SignatureMatch match) {
    if (a.kind != b.kind) return false;
    if (a.kind != Verdict::Kind::Fails) return true;
    return a.failure->kind == b.failure->kind &&
           (match == SignatureMatch::Kind || a.failure->signature == b.failure->signature);
}

// Two runs of the original: no search begins from a failure that does not repeat, and no single lucky
// run makes a failing graph "not fail".
struct Triage {
    MinifyResult::Status status = MinifyResult::Status::Minimal;
    Failure failure;
    std::string note;
};

Result<Triage> triageOf(const Verdict& first, const Verdict& second, SignatureMatch match) {
    if (!sameAnswer(first, second, match))
        return Triage{.status = MinifyResult::Status::Flaky,
                      .failure = first.failure ? *first.failure : second.failure.value_or(Failure{}),
                      .note = fmt::format("the failure does not repeat: the original first {}, then it {}",
                                          inWords(first), inWords(second))};
    if (first.kind == Verdict::Kind::Invalid)
        return fail(Code::Run, "the original cannot be judged: {}", first.note);
    if (first.kind == Verdict::Kind::Passes)
        return Triage{.status = MinifyResult::Status::DoesNotFail, .failure = {}, .note = "the original passed twice"};
    return Triage{.status = MinifyResult::Status::Minimal, .failure = *first.failure, .note = {}};
}

Result<void> reduce(Trials& trials) {
    WHITTLE_TRY(const NodeSearch nodes, searchNodes(trials));
    return sweep(trials, nodes);
}

}  // namespace

Result<MinifyResult> minify(const Graph& original, Oracle& oracle, const MinifyOptions& options,
                            const MinifyObserver& observer, const CancelToken& cancel) {
    const JournalHeader header{.original = structuralHash(original).hex(),
                               .oracle = oracle.identity(),
                               .match = std::string(matchName(options.match))};
    WHITTLE_TRY(Journal journal, options.resume ? Journal::resume(options.outputFolder, header)
                                                : Journal::create(options.outputFolder, header));
    Trials trials({original, oracle, journal, options, observer, cancel});

    MinifyResult result;
    const auto finish = [&](MinifyResult::Status status) -> Result<MinifyResult> {
        result.status = status;
        result.graph = trials.best();
        result.nodesBefore = static_cast<int>(nodesIn(original));
        result.nodesAfter = static_cast<int>(nodesIn(result.graph));
        result.inputsBefore = static_cast<int>(original.inputs().size());
        result.inputsAfter = static_cast<int>(result.graph.inputs().size());
        result.bytesBefore = inputBytes(original);
        result.bytesAfter = inputBytes(result.graph);
        result.candidates = trials.candidates();
        result.cacheHits = trials.cacheHits();
        result.seconds = trials.seconds();
        result.others = trials.others();
        if (status == MinifyResult::Status::Minimal || status == MinifyResult::Status::Stopped) {
            result.reproducer = options.outputFolder;
            WHITTLE_TRY_VOID(writeReproducer(result, options));
        }
        WHITTLE_TRY_VOID(removeBestGraphs(options.outputFolder));
        trials.report("done", {}, false);
        return std::move(result);
    };
    // A stop on request or by budget is an end like any other: what was reached by then is the result. Any other
    // trouble is the caller's error, and still what was reached is exported once the original has failed.
    const auto endedBy = [&](Error error) -> Result<MinifyResult> {
        const bool stopped = error.code == Code::Cancelled;
        if (!stopped && result.failure.signature.empty()) return std::unexpected(std::move(error));
        result.note = error.message;
        Result<MinifyResult> exported = finish(MinifyResult::Status::Stopped);
        if (stopped) return exported;
        error.context.push_back(exported ? fmt::format("minifying; the best graph so far is in {}", options.outputFolder.string())
                                         : fmt::format("minifying; the best graph so far could not be exported: {}", exported.error().message));
        return std::unexpected(std::move(error));
    };

    constexpr std::string_view kTriage = "checking that the original fails";
    const Result<Verdict> first = trials.runOriginal().context("{}", kTriage);
    if (first && first->failure) result.failure = *first->failure;
    const Result<Verdict> second = first ? trials.runOriginal().context("{}", kTriage) : first;
    if (!second) return endedBy(second.error());
    WHITTLE_TRY(const Triage triage, triageOf(*first, *second, options.match).context("{}", kTriage));
    result.note = triage.note;
    result.failure = triage.failure;
    if (triage.status != MinifyResult::Status::Minimal) return finish(triage.status);

    Result<Capture> capture = Capture::record(original, cancel, options.seed).context("running the original eagerly");
    if (!capture) return endedBy(std::move(capture).error());
    if (const auto& why = capture->endedBy())
        result.note = fmt::format("the original's eager run ended early, so no value behind that can become an input: {}", why->message);
    trials.aimAt(triage.failure, *std::move(capture));

    const Result<void> reduced = reduce(trials);
    if (!reduced) return endedBy(reduced.error());
    result.oneMinimal = true;
    return finish(MinifyResult::Status::Minimal);
}

}  // namespace whittle

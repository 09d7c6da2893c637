#include "minifier/search/triage.h"

#include <algorithm>
#include <cmath>

namespace whittle {
namespace {

// A failure that comes and goes: its rate is read from ten runs, or from as many as show it three times. What fails less than
// three times in thirty runs would need more than forty passes for each "does not fail".
constexpr int kFlakyRuns = 10, kFlakyFails = 3, kMostRuns = 30;
// How seldom a candidate that does fail may be taken for one that does not.
constexpr double kWrongRefusals = 0.01;

std::string inWords(const Verdict& verdict) {
    if (verdict.kind == Verdict::Kind::Passes) return verdict.note.empty() ? "passed" : fmt::format("passed ({})", verdict.note);
    if (verdict.kind == Verdict::Kind::Invalid) return fmt::format("could not be judged ({})", verdict.note);
    return fmt::format("failed with {} ({})", failureKindName(verdict.failure->kind), verdict.failure->signature);
}

int failsAs(const std::vector<Verdict>& runs, const Failure& target, const SignatureRule& rule) {
    return static_cast<int>(std::ranges::count_if(
        runs, [&](const Verdict& run) { return run.kind == Verdict::Kind::Fails && rule.accepts(*run.failure, target); }));
}

// The failure met most often; of several the first. Null when the rule describes none.
const Failure* commonest(const std::vector<Verdict>& runs, const SignatureRule& rule) {
    const Failure* best = nullptr;
    int most = 0;
    for (const Verdict& run : runs) {
        if (run.kind != Verdict::Kind::Fails || !rule.describes(*run.failure)) continue;
        const int count = failsAs(runs, *run.failure, rule);
        if (count > most) {
            most = count;
            best = &*run.failure;
        }
    }
    return best;
}

Result<void> settleWithoutFailure(const std::vector<Verdict>& runs, Triage& seen) {
    const auto failed = std::ranges::find(runs, Verdict::Kind::Fails, &Verdict::kind);
    const bool passed = std::ranges::find(runs, Verdict::Kind::Passes, &Verdict::kind) != runs.end();
    if (failed == runs.end() && !passed) return fail(Code::Run, "the original cannot be judged: {}", runs.front().note);
    seen.status = MinifyResult::Status::DoesNotFail;
    const int count = seen.repeats.runs;
    if (failed != runs.end())
        seen.note = fmt::format("the original {}, which is not what the signature asks for", inWords(*failed));
    else
        seen.note = (count == 2 ? "the original passed twice" : fmt::format("the original passed {} times", count)) +
                    (runs.front().note.empty() ? "" : "; " + runs.front().note);
    return {};
}

}  // namespace

Result<void> checkOriginal(Trials& trials, const MinifyOptions& options, OriginalCapture& capture, Triage& seen) {
    const int wanted = std::max(2, options.repeat);
    std::vector<Verdict> runs;
    for (;;) {
        WHITTLE_TRY(Verdict verdict, trials.runOriginal());
        runs.push_back(std::move(verdict));
        seen.repeats.runs = static_cast<int>(runs.size());
        if (const Failure* failure = commonest(runs, options.match)) {
            seen.failure = *failure;
            seen.repeats.fails = failsAs(runs, *failure, options.match);
            if (runs.back().limits.empty()) capture.begin();  // what ran into its time limit is to have the machine for itself
        }
        if (seen.repeats.runs < wanted) continue;
        const bool steady = seen.repeats.fails == 0 || seen.repeats.fails == seen.repeats.runs;
        if (steady || options.repeat > 0) break;
        if (seen.repeats.runs >= kFlakyRuns && seen.repeats.fails >= kFlakyFails) break;
        if (seen.repeats.runs >= kMostRuns) break;
    }
    if (seen.repeats.fails == 0) return settleWithoutFailure(runs, seen);
    if (options.repeat > 0) {
        seen.passesNeeded = options.repeat;
    } else if (seen.repeats.fails < seen.repeats.runs) {
        const double rate = seen.repeats.rate();
        seen.passesNeeded = static_cast<int>(std::ceil(std::log(kWrongRefusals) / std::log(1 - rate)));
        if (seen.repeats.fails < kFlakyFails) {
            const auto other = std::ranges::find_if(runs, [&](const Verdict& run) {
                return run.kind != Verdict::Kind::Fails || !options.match.accepts(*run.failure, seen.failure);
            });
            seen.status = MinifyResult::Status::Flaky;
            seen.note = fmt::format("the failure does not repeat: the original failed with {} ({}) in {} of {} runs, another time it {}; "
                                    "--repeat N says how many passes make a candidate one that does not fail",
                                    failureKindName(seen.failure.kind), seen.failure.signature, seen.repeats.fails, seen.repeats.runs, inWords(*other));
        }
    }
    return {};
}

}  // namespace whittle

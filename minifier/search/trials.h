// Trying candidates: applies edits, asks the cache, the journal of an earlier process, the store of earlier jobs and last the
// oracles, and keeps the best graph. The strategies above it (node_search, sweep) only say what to try, and what may come next.
#pragma once

#include <chrono>
#include <unordered_map>

#include "minifier/edits/graph_size.h"
#include "minifier/edits/recorder.h"
#include "minifier/search/answer_pool.h"
#include "minifier/search/job_clock.h"
#include "minifier/search/minify.h"
#include "minifier/session/certificate.h"
#include "minifier/session/history.h"
#include "minifier/session/journal.h"

namespace whittle {

/// What a reduction works with; all borrowed for the life of the Trials.
struct TrialSetup {
    const Graph& original;
    Hash128 hash;  ///< structuralHash(original)
    Oracle& oracle;
    Journal& journal;
    const MinifyOptions& options;
    const MinifyObserver& observer;
    Recorder& recorder;
    JobClock& clock;
    PauseToken pause;
    const CancelToken& cancel;
};

/// What is likely to be tried after the present attempt, the i-th likeliest: edits of the graph that is the best now. Empty: no more.
using Lookahead = std::function<std::vector<Edit>(std::size_t i)>;

class Trials {
public:
    explicit Trials(const TrialSetup& setup);

    /// One more run of the original itself. Errors: the oracle's, Io, Cancelled.
    Result<Verdict> runOriginal();
    /// What candidates must do from here on, and where cut values get their data. `keepAnswers`: whether other jobs may use them.
    void aimAt(Aim aim, Capture capture, bool keepAnswers);
    /// From here on cut values hold what the best graph itself computes. What edits made or changed is known then, and the best
    /// graph alone tells every candidate, so that a certificate can be checked without the original. Of a graph that
    /// eager cannot run to its end no value can become an input. Errors: Cancelled, Io.
    Result<void> recapture();

    const Graph& best() const { return *m_best; }
    const GraphSize& bestSize() const { return m_bestSize; }
    const Failure& target() const { return m_aim.target; }

    /// Applies the edits to the best graph one after the other (those that do not apply are left out) and
    /// asks whether the result still fails. A candidate that is not strictly smaller is never asked about.
    /// @return whether it became the best. Errors: Cancelled on request or when the budget is spent; Io; the oracle's.
    Result<bool> attempt(std::string_view phase, std::span<const Edit> edits, const Lookahead& ahead = {});
    Result<bool> attempt(std::string_view phase, const Edit& edit, const Lookahead& ahead = {}) { return attempt(phase, {&edit, 1}, ahead); }

    /// How many proposals the strategy thinks are still to come; for the estimate that goes with the progress.
    void expect(double candidates) { m_estimate.expect(candidates); }
    void expectProposals(double proposals) { m_estimate.expectProposals(proposals); }
    /// Which nodes the failure of the best graph probably takes, each guess a few, the likeliest first: those that the target names, else what the
    /// oracle finds. Errors: as attempt().
    Result<std::vector<std::vector<NodeId>>> guessNodes();
    /// Whether the best graph fails with a compiler that lacks these parts. Errors: as attempt().
    Result<bool> failsWithout(const LeftOut& out);
    /// One more run of the best graph, the `run`-th: whether it fails as the target does. Errors: as attempt().
    Result<bool> runBest(int run);
    /// Asks whether the best graph fails in its canonical form too, as it is written down: without origins. Then that is the best
    /// graph from now on. @return whether the best graph is in that form now. Errors: as attempt().
    Result<bool> takeCanonicalForm();
    struct Proof {
        Certificate certificate;
        std::vector<std::string> essentials;  ///< as MinifyResult's
        std::optional<NearMiss> nearMiss;
        int untried = 0;  ///< edits that a limit of time or memory kept from making a candidate
    };
    /// Every single edit of the best graph with the answer it got. Errors: Internal when one was never tried: then it is not 1-minimal.
    Result<Proof> certify() const;

    const Failure& bestFailure() const { return m_bestFailure; }  ///< how the best graph fails
    int candidates() const { return m_candidates; }
    int cacheHits() const { return m_cacheHits; }
    double seconds() const;
    void fillCounts(MinifyResult& result);  ///< what it counted, and others and notes
    const History& history() const { return m_history; }
    void report(std::string_view phase, std::string_view edit, bool accepted);

private:
    struct Candidate {
        std::shared_ptr<const Graph> graph;
        Hash128 hash;
    };
    struct Answer {
        Verdict verdict;
        bool fromOracle = false;  ///< this process ran an oracle for it
        bool known = false;       ///< asked before, in this search
        double atSeconds = 0;
    };
    struct Earlier {
        Verdict verdict;
        bool isCounted = false;    ///< an earlier process asked for it; else it is a guess's
        bool isThisProcess = false;
        double atSeconds = 0;
    };
    Result<std::optional<Candidate>> build(std::span<const Edit> edits) const;
    Result<Answer> judge(std::string_view phase, const std::string& edit, const Candidate& candidate, const Lookahead& ahead);
    AnswerPool::Next likelyQuestions(const Lookahead& ahead);
    const Verdict* earlierAnswer(const Hash128& hash) const;
    Result<void> note(std::string_view phase, const std::string& edit, const Hash128& hash, const Verdict& verdict, AnswerSource source,
                      const Graph* candidate = nullptr);
    void keepForOthers(const Hash128& hash, const Verdict& verdict);
    Result<NodeGuesses> foundNodes();
    Result<void> keepGuess(const Question& question, const Verdict& verdict);
    Result<void> checkLimits();
    /// Returns when the job is not paused; nothing runs until then.
    Result<void> park();
    Result<void> saveBest();

    TrialSetup m_setup;
    AnswerPool m_pool;
    std::string m_lastingIdentity;  // empty: answers are this job's own
    double m_earlierSeconds = 0;
    double m_elsewhere = 0;  // seconds spent waiting for oracles and files
    GraphRef m_best;
    GraphSize m_bestSize;
    Failure m_bestFailure;
    Verdict::Eager m_eager = Verdict::Eager::Unknown;  // what the original does
    bool m_bestSaved = false;
    Aim m_aim;
    Capture m_capture;
    Hash128 m_captured;  // the graph that m_capture is of
    std::vector<JournalEntry> m_earlierOriginals;  // runs of the original still to be replayed, first one first
    std::unordered_map<Hash128, Earlier> m_earlier;  // answers that were found and not asked for so far
    std::unordered_map<Hash128, Verdict> m_answers;  // what this search has asked already
    int m_seq = 0;
    int m_accepted = 0;
    int m_ran = 0;       // candidates that this process's oracles answered
    int m_guessed = 0;   // answers found on a guess by this process and not asked for so far
    int m_candidates = 0;
    int m_candidatesToFewest = 0;
    int m_stored = 0;
    int m_cacheHits = 0;
    OtherFailures m_others;
    History m_history;
    Estimate m_estimate;
    double m_answeredAt = 0;  // seconds, of the last answer
    std::string m_phase{kOriginalPhase};  // that was reported last
    bool m_isPaused = false;  // for who is reported to
};

}  // namespace whittle

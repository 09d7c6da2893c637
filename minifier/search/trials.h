// Trying candidates: applies edits, asks the cache, the journal of an earlier process and last the
// oracle, and keeps the best graph. The strategies above it (node_search, sweep) only say what to try.
#pragma once

#include <chrono>
#include <unordered_map>

#include "minifier/edits/graph_size.h"
#include "minifier/search/asking.h"
#include "minifier/search/minify.h"
#include "minifier/session/journal.h"

namespace whittle {

/// What a reduction works with; all borrowed for the life of the Trials.
struct TrialSetup {
    const Graph& original;
    Oracle& oracle;
    Journal& journal;
    const MinifyOptions& options;
    const MinifyObserver& observer;
    const CancelToken& cancel;
};

class Trials {
public:
    explicit Trials(const TrialSetup& setup);

    /// One more run of the original itself. Errors: the oracle's, Io, Cancelled.
    Result<Verdict> runOriginal();
    /// What candidates must do from here on, and where cut values get their data.
    void aimAt(Aim aim, Capture capture);

    const Graph& best() const { return *m_best; }
    const Failure& target() const { return m_aim.target; }

    /// Applies the edits to the best graph one after the other (those that do not apply are left out) and
    /// asks whether the result still fails. A candidate that is not strictly smaller is never asked about.
    /// @return whether it became the best. Errors: Cancelled on request or when the budget is spent; Io; the oracle's.
    Result<bool> attempt(std::string_view phase, std::span<const Edit> edits);
    Result<bool> attempt(std::string_view phase, const Edit& edit) { return attempt(phase, {&edit, 1}); }

    int candidates() const { return m_candidates; }
    int cacheHits() const { return m_cacheHits; }
    double seconds() const;
    const std::vector<OtherFailure>& others() const { return m_others; }
    void report(std::string_view phase, std::string_view edit, bool accepted) const;

private:
    struct Answer {
        Verdict verdict;
        bool fromOracle = false;  ///< this process ran the oracle for it, just now
    };
    Result<Answer> judge(std::string_view phase, const std::string& edit, const Graph& candidate);
    Result<void> note(std::string_view phase, const std::string& edit, const Hash128& hash, const Verdict& verdict);
    Result<void> checkLimits() const;
    Result<void> saveBest();
    Result<void> keepOther(const Failure& failure, const Graph& candidate);

    TrialSetup m_setup;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    double m_earlierSeconds = 0;
    GraphRef m_best;
    GraphSize m_bestSize;
    bool m_bestSaved = false;
    Aim m_aim;
    Capture m_capture;
    std::vector<JournalEntry> m_earlierOriginals;  // runs of the original still to be replayed, first one first
    std::unordered_map<Hash128, Verdict> m_earlier;  // journalled answers still to be replayed
    std::unordered_map<Hash128, Verdict> m_answers;  // what this search has asked already
    int m_seq = 0;
    int m_accepted = 0;
    int m_ran = 0;  // oracle runs of this process
    int m_candidates = 0;
    int m_cacheHits = 0;
    std::vector<OtherFailure> m_others;
};

}  // namespace whittle

#include "minifier/search/trials.h"

#include <algorithm>

#include "engine/formats/wtl.h"
#include "engine/ir/structural_hash.h"
#include "minifier/session/best.h"

namespace whittle {
namespace {

constexpr std::string_view kOriginalPhase = "original";

std::string editsText(std::span<const Edit> edits, const Graph& graph) {
    std::string first = editText(edits.front(), graph);
    return edits.size() == 1 ? first : fmt::format("{} and {} edits like it", first, edits.size() - 1);
}

}  // namespace

Trials::Trials(const TrialSetup& setup)
    : m_setup(setup), m_best(std::make_shared<const Graph>(setup.original)), m_bestSize(graphSize(setup.original)) {
    for (const JournalEntry& entry : setup.journal.earlier()) {
        m_earlierSeconds = entry.atSeconds;
        m_seq = entry.seq + 1;
        if (!entry.verdict.limits.empty() && entry.verdict.limits != setup.oracle.limits()) continue;  // to be asked again
        if (entry.phase == kOriginalPhase)
            m_earlierOriginals.push_back(entry);
        else
            m_earlier.insert_or_assign(entry.hash, entry.verdict);
    }
}

double Trials::seconds() const {
    return m_earlierSeconds + std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
}

void Trials::report(std::string_view phase, std::string_view edit, bool accepted) const {
    if (!m_setup.observer) return;
    m_setup.observer({.phase = std::string(phase),
                      .nodesBefore = static_cast<int>(nodesIn(m_setup.original)),
                      .nodesNow = static_cast<int>(nodesIn(*m_best)),
                      .candidates = m_candidates,
                      .cacheHits = m_cacheHits,
                      .seconds = seconds(),
                      .lastEdit = std::string(edit),
                      .accepted = accepted,
                      .best = m_best});
}

Result<Verdict> Trials::runOriginal() {
    Verdict verdict;
    if (!m_earlierOriginals.empty()) {
        verdict = m_earlierOriginals.front().verdict;
        m_earlierOriginals.erase(m_earlierOriginals.begin());
    } else {
        WHITTLE_TRY_VOID(m_setup.cancel.check());
        WHITTLE_TRY_VOID(saveBest());
        WHITTLE_TRY(verdict, askOnce(m_setup.oracle, m_setup.original, m_setup.cancel));
        WHITTLE_TRY_VOID(note(kOriginalPhase, {}, structuralHash(m_setup.original), verdict));
    }
    report(kOriginalPhase, {}, false);
    return verdict;
}

void Trials::aimAt(Aim aim, Capture capture) {
    m_aim = std::move(aim);
    m_capture = std::move(capture);
    Verdict fails{.kind = Verdict::Kind::Fails, .failure = m_aim.target, .note = {}};
    m_answers.insert_or_assign(structuralHash(m_setup.original), std::move(fails));
}

Result<bool> Trials::attempt(std::string_view phase, std::span<const Edit> edits) {
    Graph candidate = *m_best;
    bool applied = false;
    for (const Edit& edit : edits)
        if (Result<Graph> edited = applyEdit(candidate, edit, m_capture)) {
            candidate = *std::move(edited);
            applied = true;
        }
    const GraphSize size = graphSize(candidate);
    if (!applied || !(size < m_bestSize)) return false;

    const std::string text = editsText(edits, *m_best);
    WHITTLE_TRY(const Answer answer, judge(phase, text, candidate));
    const bool accepted = m_aim.matches(answer.verdict);
    if (accepted) {
        m_best = std::make_shared<const Graph>(std::move(candidate));
        m_bestSize = size;
        m_bestSaved = false;
        ++m_accepted;
        // While an earlier process's answers are replayed, its last best graph is on disk already.
        if (answer.fromOracle) WHITTLE_TRY_VOID(saveBest());
    }
    report(phase, text, accepted);
    return accepted;
}

Result<Trials::Answer> Trials::judge(std::string_view phase, const std::string& edit, const Graph& candidate) {
    const Hash128 hash = structuralHash(candidate);
    if (const auto known = m_answers.find(hash); known != m_answers.end()) {
        ++m_cacheHits;
        return Answer{known->second, false};
    }
    Answer answer;
    if (const auto replayed = m_earlier.find(hash); replayed != m_earlier.end() && m_aim.isSettledBy(replayed->second)) {
        answer.verdict = replayed->second;
        m_earlier.erase(replayed);
    } else {
        WHITTLE_TRY_VOID(checkLimits());
        WHITTLE_TRY_VOID(saveBest());
        WHITTLE_TRY(answer.verdict, ask(m_setup.oracle, candidate, m_aim, m_setup.cancel));
        WHITTLE_TRY_VOID(note(phase, edit, hash, answer.verdict));
        answer.fromOracle = true;
        ++m_ran;
    }
    ++m_candidates;
    m_answers.insert_or_assign(hash, answer.verdict);
    if (answer.verdict.kind == Verdict::Kind::Fails && !m_aim.matches(answer.verdict))
        WHITTLE_TRY_VOID(keepOther(*answer.verdict.failure, candidate));
    return answer;
}

Result<void> Trials::note(std::string_view phase, const std::string& edit, const Hash128& hash, const Verdict& verdict) {
    return m_setup.journal.append({.seq = m_seq++,
                                   .phase = std::string(phase),
                                   .edit = edit,
                                   .hash = hash,
                                   .verdict = verdict,
                                   .atSeconds = seconds()});
}

Result<void> Trials::checkLimits() const {
    WHITTLE_TRY_VOID(m_setup.cancel.check());
    const MinifyOptions& options = m_setup.options;
    if (options.maxCandidates > 0 && m_ran >= options.maxCandidates)
        return fail(Code::Cancelled, "the limit of {} candidates is reached", options.maxCandidates);
    if (options.budget.count() > 0 && std::chrono::steady_clock::now() - m_start >= options.budget)
        return fail(Code::Cancelled, "the budget of {} s is spent", std::chrono::duration<double>(options.budget).count());
    return {};
}

Result<void> Trials::keepOther(const Failure& failure, const Graph& candidate) {
    for (OtherFailure& other : m_others)
        if (other.failure.kind == failure.kind && other.failure.signature == failure.signature) {
            ++other.count;
            return {};
        }
    // The first example of each is enough to start another reduction from.
    const std::filesystem::path example =
        std::filesystem::path("other") / fmt::format("{}-{}.wtl", m_others.size() + 1, failureKindName(failure.kind));
    WHITTLE_TRY_VOID(writeWtl(candidate, m_setup.options.outputFolder / example));
    m_others.push_back({.failure = failure, .count = 1, .example = example});
    return {};
}

Result<void> Trials::saveBest() {
    if (m_bestSaved) return {};
    WHITTLE_TRY_VOID(saveBestGraph(m_setup.options.outputFolder, m_accepted, *m_best));
    m_bestSaved = true;
    return {};
}

}  // namespace whittle

#include "minifier/search/trials.h"

#include <algorithm>

#include <fmt/ranges.h>

#include "engine/formats/wtl.h"
#include "engine/ir/structural_hash.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "minifier/edits/canonical_form.h"
#include "minifier/search/single_edits.h"
#include "minifier/session/answer_store.h"
#include "minifier/session/best.h"

namespace whittle {
namespace {

constexpr std::string_view kGuessPhase = "guess", kCanonicalPhase = "canonical-form";
constexpr std::chrono::milliseconds kPausePoll{20};

std::string editsText(std::span<const Edit> edits, const Graph& graph) {
    std::string first = editText(edits.front(), graph);
    return edits.size() == 1 ? first : fmt::format("{} and {} edits like it", first, edits.size() - 1);
}

// "relu_3; add_2, relu_3": names hold no such signs.
std::string guessesText(const NodeGuesses& guesses) {
    std::string text;
    for (const std::vector<std::string>& guess : guesses) text += (text.empty() ? "" : "; ") + fmt::format("{}", fmt::join(guess, ", "));
    return text;
}

std::vector<std::string> parted(std::string_view text, std::string_view sign) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(sign), text.size());
        if (end > 0) out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + sign.size()));
    }
    return out;
}

NodeGuesses guessesFrom(std::string_view text) {
    NodeGuesses out;
    for (const std::string& guess : parted(text, "; ")) out.push_back(parted(guess, ", "));
    return out;
}

// Adds the time until it goes.
class Elsewhere {
public:
    Elsewhere(double& seconds, const JobClock& clock) : m_seconds(seconds), m_clock(clock) {}
    ~Elsewhere() { m_seconds += m_clock.seconds() - m_start; }

private:
    double& m_seconds;
    const JobClock& m_clock;
    double m_start = m_clock.seconds();
};

}  // namespace

Trials::Trials(const TrialSetup& setup)
    : m_setup(setup), m_pool(setup.oracle, setup.options.jobs, setup.clock, setup.cancel, setup.pause, [this] { return park(); }), m_best(std::make_shared<const Graph>(setup.original)),
      m_bestSize(graphSize(setup.original)), m_captured(setup.hash) {
    m_history.begin(setup.original);
    for (const JournalEntry& entry : setup.journal.earlier()) {
        m_earlierSeconds = entry.atSeconds;
        const bool isGuess = entry.source == AnswerSource::Guess;
        m_seq = entry.seq + (isGuess ? 0 : 1);
        if (!entry.verdict.limits.empty() && entry.verdict.limits != setup.oracle.limits()) continue;  // to be asked again
        if (entry.phase == kOriginalPhase)
            m_earlierOriginals.push_back(entry);
        else
            m_earlier.insert_or_assign(entry.hash, Earlier{.verdict = entry.verdict, .isCounted = !isGuess, .atSeconds = entry.atSeconds});
    }
}

double Trials::seconds() const { return m_earlierSeconds + m_setup.clock.seconds(); }

void Trials::fillCounts(MinifyResult& result) {
    m_pool.rest();
    result.candidates = m_candidates;
    result.candidatesToFewest = m_candidatesToFewest;
    result.speculated = m_guessed + m_pool.dropped();
    result.stored = m_stored;
    result.cacheHits = m_cacheHits;
    result.seconds = seconds();
    result.searchSeconds = result.seconds - m_earlierSeconds - m_elsewhere;
    result.others = *m_others.list();
    result.othersBeyond = m_others.beyond();
    result.notes = m_pool.notes();
    if (m_pool.lanes() < m_setup.options.jobs)
        result.notes.push_back(m_pool.lanes() == 1 ? fmt::format("the {} oracle answers one question at a time, so there was one job", m_setup.oracle.name())
                                                   : fmt::format("there were {} jobs: no more {} oracles could be made", m_pool.lanes(), m_setup.oracle.name()));
    if (result.othersBeyond > 0)
        result.notes.push_back(fmt::format("{} candidates failed in yet other ways than the {} that are listed; they were counted and not kept", result.othersBeyond, result.others.size()));
    if (m_setup.options.answers)
        for (std::string& text : m_setup.options.answers->notes()) result.notes.push_back(std::move(text));
}

void Trials::report(std::string_view phase, std::string_view edit, bool accepted) {
    m_phase = phase;
    if (!m_setup.observer) return;
    m_setup.observer({.phase = std::string(phase),
                      .nodesBefore = static_cast<int>(nodesIn(m_setup.original)),
                      .nodesNow = static_cast<int>(nodesIn(*m_best)),
                      .inputsNow = static_cast<int>(m_best->inputs().size()),
                      .elementsNow = m_bestSize.elements,
                      .candidates = m_candidates,
                      .cacheHits = m_cacheHits,
                      .stored = m_stored,
                      .others = m_others.list(),
                      .passes = m_history.passes(),
                      .seconds = seconds(),
                      .lastEdit = std::string(edit),
                      .accepted = accepted,
                      .paused = m_isPaused,
                      .remaining = m_estimate.remaining(m_bestSize.nodes),
                      .best = m_best});
}

Result<Verdict> Trials::runOriginal() {
    Verdict verdict;
    if (!m_earlierOriginals.empty()) {
        verdict = m_earlierOriginals.front().verdict;
        m_earlierOriginals.erase(m_earlierOriginals.begin());
    } else {
        WHITTLE_TRY_VOID(park());
        WHITTLE_TRY_VOID(m_setup.clock.check());
        WHITTLE_TRY_VOID(saveBest());
        {
            const Elsewhere waiting(m_elsewhere, m_setup.clock);
            WHITTLE_TRY(verdict, withoutStops(m_setup.clock, [&] { return askOnce(m_setup.oracle, m_setup.original, m_setup.cancel); }));
        }
        WHITTLE_TRY_VOID(note(kOriginalPhase, {}, m_captured, verdict, AnswerSource::Oracle));
    }
    if (verdict.eager != Verdict::Eager::Unknown) m_eager = verdict.eager;
    report(kOriginalPhase, {}, false);
    return verdict;
}

void Trials::aimAt(Aim aim, Capture capture, bool keepAnswers) {
    m_answeredAt = seconds();
    m_aim = std::move(aim);
    m_aim.eager = m_eager;
    m_bestFailure = m_aim.target;
    m_pool.aimAt(m_aim);
    m_capture = std::move(capture);
    if (keepAnswers && m_setup.options.answers) m_lastingIdentity = m_setup.oracle.lastingIdentity();
    // A candidate may be no answer for an original that runs eagerly, and one for an original that does not.
    if (!m_lastingIdentity.empty() && m_eager == Verdict::Eager::Raises) m_lastingIdentity += " eager=raises";
    Verdict fails{.kind = Verdict::Kind::Fails, .failure = m_aim.target, .note = {}};
    m_answers.insert_or_assign(m_captured, std::move(fails));
}

Result<void> Trials::recapture() {
    const Hash128 now = structuralHash(*m_best);
    if (now == m_captured) return {};
    m_captured = now;
    Result<Capture> capture = m_setup.recorder.record(*m_best);
    if (!capture && saysNothing(capture.error())) return std::unexpected(std::move(capture).error());
    m_capture = capture ? *std::move(capture) : Capture();
    return {};
}

// Every edit makes the graph smaller, so the last one's is smaller than the best.
Result<std::optional<Trials::Candidate>> Trials::build(std::span<const Edit> edits) const {
    std::shared_ptr<Graph> graph;
    for (const Edit& edit : edits) {
        Result<Graph> edited = applyEdit(graph ? *graph : *m_best, edit, m_capture);
        if (edited) graph = std::make_shared<Graph>(*std::move(edited));
        else if (saysNothing(edited.error())) return std::unexpected(std::move(edited).error());
    }
    if (!graph) return std::nullopt;
    const Hash128 hash = structuralHash(*graph);
    return Candidate{.graph = std::move(graph), .hash = hash};
}

Result<bool> Trials::attempt(std::string_view phase, std::span<const Edit> edits, const Lookahead& ahead) {
    WHITTLE_TRY_VOID(park());  // also where all that is asked has been answered before
    WHITTLE_TRY(std::optional<Candidate> candidate, build(edits));
    if (!candidate) {
        m_estimate.skipped();
        return false;
    }
    const std::string text = editsText(edits, *m_best);
    WHITTLE_TRY(const Answer answer, judge(phase, text, *candidate, ahead));
    const double now = seconds(), sinceLast = now - std::exchange(m_answeredAt, now);
    if (answer.known) m_estimate.skipped();
    else m_estimate.answered(static_cast<std::int64_t>(candidate->graph->nodes().size()), answer.fromOracle ? sinceLast : answer.verdict.milliseconds / 1000);
    const bool accepted = m_aim.matches(answer.verdict);
    const TriedCandidate tried{.pass = phase, .edit = text, .candidate = m_candidates, .seconds = answer.atSeconds,
                               .milliseconds = answer.known ? 0 : answer.verdict.milliseconds, .known = answer.known};
    if (!accepted) m_history.rejected(tried);
    if (accepted) {
        m_history.accepted(tried, *candidate->graph);
        m_best = std::move(candidate->graph);
        const GraphSize size = graphSize(*m_best);
        if (size.nodes < m_bestSize.nodes) m_candidatesToFewest = m_candidates;
        m_bestSize = size;
        m_bestFailure = *answer.verdict.failure;
        m_bestSaved = false;
        ++m_accepted;
        // While an earlier process's answers are replayed, its last best graph is on disk already.
        if (answer.fromOracle) WHITTLE_TRY_VOID(saveBest());
    }
    report(phase, text, accepted);
    return accepted;
}

// What is known without an oracle, if it settles the question.
const Verdict* Trials::earlierAnswer(const Hash128& hash) const {
    const auto found = m_earlier.find(hash);
    return found != m_earlier.end() && m_aim.isSettledBy(found->second.verdict) ? &found->second.verdict : nullptr;
}

AnswerPool::Next Trials::likelyQuestions(const Lookahead& ahead) {
    if (!ahead) return {};
    return [this, &ahead, i = std::size_t{0}]() mutable -> std::optional<Question> {
        for (;;) {
            const std::vector<Edit> edits = ahead(i++);
            if (edits.empty()) return std::nullopt;
            Result<std::optional<Candidate>> built = build(edits);
            if (!built) return std::nullopt;  // a stop, or what comes up again when it is asked for in earnest
            std::optional<Candidate>& candidate = *built;
            if (!candidate || m_answers.contains(candidate->hash) || earlierAnswer(candidate->hash)) continue;
            if (!m_lastingIdentity.empty() && m_setup.options.answers->find(m_lastingIdentity, candidate->hash)) continue;
            return Question{candidate->hash, std::move(candidate->graph)};
        }
    };
}

Result<Trials::Answer> Trials::judge(std::string_view phase, const std::string& edit, const Candidate& candidate, const Lookahead& ahead) {
    const Hash128& hash = candidate.hash;
    if (const auto known = m_answers.find(hash); known != m_answers.end()) {
        ++m_cacheHits;
        return Answer{.verdict = known->second, .known = true, .atSeconds = seconds()};
    }
    Answer answer;
    if (earlierAnswer(hash)) {
        const Earlier earlier = m_earlier.extract(hash).mapped();
        answer.verdict = earlier.verdict;
        answer.atSeconds = earlier.isCounted ? earlier.atSeconds : seconds();
        answer.fromOracle = earlier.isThisProcess;
        if (earlier.isThisProcess) {
            if (const Result<void> within = checkLimits(); !within) return std::unexpected(within.error());
            --m_guessed;
            ++m_ran;
        }
        if (!earlier.isCounted) WHITTLE_TRY_VOID(note(phase, edit, hash, answer.verdict, AnswerSource::Oracle, candidate.graph.get()));
    } else if (auto stored = m_lastingIdentity.empty() ? std::nullopt : m_setup.options.answers->find(m_lastingIdentity, hash)) {
        answer.verdict = *std::move(stored);
        answer.atSeconds = seconds();
        answer.fromOracle = true;
        ++m_stored;
        WHITTLE_TRY_VOID(note(phase, edit, hash, answer.verdict, AnswerSource::Store, candidate.graph.get()));
    } else {
        WHITTLE_TRY_VOID(checkLimits());
        WHITTLE_TRY_VOID(saveBest());
        const auto spare = [this](const Question& question, const Verdict& verdict) { return keepGuess(question, verdict); };
        {
            const Elsewhere waiting(m_elsewhere, m_setup.clock);
            WHITTLE_TRY(answer.verdict, m_pool.answer({hash, candidate.graph}, likelyQuestions(ahead), spare));
        }
        WHITTLE_TRY_VOID(note(phase, edit, hash, answer.verdict, AnswerSource::Oracle, candidate.graph.get()));
        keepForOthers(hash, answer.verdict);
        answer.fromOracle = true;
        answer.atSeconds = seconds();
        ++m_ran;
    }
    ++m_candidates;
    m_answers.insert_or_assign(hash, answer.verdict);
    if (answer.verdict.kind == Verdict::Kind::Fails && !m_aim.matches(answer.verdict))
        WHITTLE_TRY_VOID(m_others.add(*answer.verdict.failure, [&](const std::filesystem::path& example) { return writeWtl(*candidate.graph, m_setup.options.outputFolder / example); }));
    return answer;
}

// The oracle's guesses, or those that it told an earlier process.
Result<NodeGuesses> Trials::foundNodes() {
    const Hash128 hash = Hasher().add(structuralHash(*m_best)).add(kLookPhase).finish();
    if (const auto earlier = m_earlier.find(hash); earlier != m_earlier.end()) return guessesFrom(earlier->second.verdict.note);
    WHITTLE_TRY_VOID(checkLimits());
    report(kLookPhase, {}, false);
    std::optional<NodeGuesses> found;
    {
        const Elsewhere waiting(m_elsewhere, m_setup.clock);
        WHITTLE_TRY(found, m_setup.oracle.findNodes(*m_best, m_aim.target, m_setup.cancel));
    }
    if (!found) return NodeGuesses();
    const Verdict told{.kind = Verdict::Kind::Passes, .failure = {}, .note = guessesText(*found)};
    WHITTLE_TRY_VOID(note(kLookPhase, "where the failure begins", hash, told, AnswerSource::Oracle));
    return *std::move(found);
}

Result<std::vector<std::vector<NodeId>>> Trials::guessNodes() {
    NodeGuesses names = guessesFrom(m_aim.target.node);
    if (names.empty()) {
        WHITTLE_TRY(names, foundNodes());
    }
    std::unordered_map<std::string_view, NodeId> known;
    for (const Node& node : m_best->nodes()) known.emplace(node.name, node.id);
    std::vector<std::vector<NodeId>> out;
    for (const std::vector<std::string>& guess : names) {
        std::vector<NodeId> ids;
        for (const std::string& name : guess)
            if (const auto found = known.find(name); found != known.end()) ids.push_back(found->second);
        if (!ids.empty()) out.push_back(std::move(ids));
    }
    return out;
}

Result<bool> Trials::failsWithout(const LeftOut& out) {
    const Hash128 hash = Hasher().add(structuralHash(*m_best)).add(std::string_view(out.text())).finish();
    if (const Verdict* found = earlierAnswer(hash)) return m_aim.matches(*found);
    WHITTLE_TRY_VOID(checkLimits());
    m_pool.rest();
    Verdict verdict;
    {
        const Elsewhere waiting(m_elsewhere, m_setup.clock);
        WHITTLE_TRY(verdict, withoutStops(m_setup.clock, [&] { return askWithout(m_setup.oracle, *m_best, out, m_aim, m_setup.cancel); }));
    }
    m_earlier.insert_or_assign(hash, Earlier{.verdict = verdict, .isCounted = true});
    WHITTLE_TRY_VOID(note(kCompilerPhase, out.text(), hash, verdict, AnswerSource::Oracle));
    const bool fails = m_aim.matches(verdict);
    report(kCompilerPhase, out.text(), false);
    return fails;
}

Result<bool> Trials::runBest(int run) {
    const Hash128 hash = Hasher().add(structuralHash(*m_best)).add(kConfirmPhase).add(std::string_view(std::to_string(run))).finish();
    if (const auto earlier = m_earlier.find(hash); earlier != m_earlier.end()) return m_aim.matches(earlier->second.verdict);
    WHITTLE_TRY_VOID(checkLimits());
    m_pool.rest();
    Verdict verdict;
    {
        const Elsewhere waiting(m_elsewhere, m_setup.clock);
        WHITTLE_TRY(verdict, withoutStops(m_setup.clock, [&] { return askOnce(m_setup.oracle, *m_best, m_setup.cancel); }));
    }
    WHITTLE_TRY_VOID(note(kConfirmPhase, fmt::format("run {}", run + 1), hash, verdict, AnswerSource::Oracle));
    report(kConfirmPhase, {}, false);
    return m_aim.matches(verdict);
}

Result<bool> Trials::takeCanonicalForm() {
    auto form = std::make_shared<const Graph>(canonicalForm(*m_best));
    auto written = std::make_shared<const Graph>(withoutOrigins(*form));
    const std::string text = printGraph(*written, findSchema);
    bool fails = text == printGraph(withoutOrigins(*m_best), findSchema);
    if (!fails) {
        // Names count here, and nowhere else.
        const Hash128 hash = Hasher().add(structuralHash(*written)).add(std::string_view(text)).finish();
        const std::string edit = "names and order as in any other reduction that leads here";
        WHITTLE_TRY(const Answer answer, judge(kCanonicalPhase, edit, {.graph = std::move(written), .hash = hash}, {}));
        fails = m_aim.matches(answer.verdict);
        const TriedCandidate tried{.pass = kCanonicalPhase, .edit = edit, .candidate = m_candidates, .seconds = answer.atSeconds,
                                   .milliseconds = answer.known ? 0 : answer.verdict.milliseconds, .known = answer.known};
        if (fails) m_history.acceptedAsNoSmaller(tried);
        else m_history.rejected(tried);
        if (fails) m_bestFailure = *answer.verdict.failure;
        report(kCanonicalPhase, edit, fails);
    }
    if (!fails) return false;
    m_best = std::move(form);
    m_bestSize = graphSize(*m_best);
    m_bestSaved = false;
    ++m_accepted;
    m_captured = {};  // by values, whose ids are others now
    return true;
}

Result<Trials::Proof> Trials::certify() const {
    Proof proof{.certificate = {}, .essentials = {}, .nearMiss = {}};
    GraphSize nearest;
    proof.certificate = {.graph = structuralHash(*m_best),
                            .oracle = m_setup.oracle.identity(),
                            .oracleOptions = m_setup.options.oracleOptions,
                            .signature = m_aim.rule.text(),
                            .failure = m_aim.target,
                            .passesNeeded = m_aim.passesNeeded,
                            .seed = m_setup.options.seed,
                            .edits = {}};
    WHITTLE_TRY(std::vector<SingleEdit> edits, singleEdits(*m_best, m_capture));
    for (SingleEdit& edit : edits) {
        CertifiedEdit entry{.pass = std::move(edit.pass), .edit = std::move(edit.text), .why = std::move(edit.why), .isUntried = edit.ranIntoLimit, .hash = {}, .verdict = {}};
        proof.untried += edit.ranIntoLimit;
        if (edit.graph) {
            const auto answer = m_answers.find(edit.hash);
            if (answer == m_answers.end() || m_aim.matches(answer->second))
                return fail(Code::Internal, "the sweep ended before it had tried '{}' of pass {}", entry.edit, entry.pass);
            entry.hash = edit.hash;
            entry.verdict = answer->second;
            if (answer->second.kind == Verdict::Kind::Passes) {
                proof.essentials.push_back(entry.edit);
                if (const GraphSize size = graphSize(*edit.graph); !proof.nearMiss || nearest < size) {
                    nearest = size;
                    proof.nearMiss = {.edit = entry.edit, .graph = *edit.graph};
                }
            }
        }
        proof.certificate.edits.push_back(std::move(entry));
    }
    return proof;
}

Result<void> Trials::note(std::string_view phase, const std::string& edit, const Hash128& hash, const Verdict& verdict, AnswerSource source, const Graph* candidate) {
    std::optional<SizeLeft> left;
    if (candidate && m_aim.matches(verdict))
        left = SizeLeft{.nodes = static_cast<int>(nodesIn(*candidate)), .inputs = static_cast<int>(candidate->inputs().size()), .elements = graphSize(*candidate).elements};
    return m_setup.journal.append({.seq = source == AnswerSource::Guess ? m_seq : m_seq++,
                                   .phase = std::string(phase),
                                   .edit = edit,
                                   .hash = hash,
                                   .verdict = verdict,
                                   .atSeconds = seconds(),
                                   .source = source,
                                   .left = left});
}

// Not what met the limits of this job: the next one may have others.
void Trials::keepForOthers(const Hash128& hash, const Verdict& verdict) {
    if (!m_lastingIdentity.empty() && verdict.limits.empty() && verdict.runs == 1) m_setup.options.answers->store(m_lastingIdentity, hash, verdict);
}

Result<void> Trials::keepGuess(const Question& question, const Verdict& verdict) {
    ++m_guessed;
    keepForOthers(question.hash, verdict);
    m_earlier.insert_or_assign(question.hash, Earlier{.verdict = verdict, .isCounted = false, .isThisProcess = true});
    return note(kGuessPhase, {}, question.hash, verdict, AnswerSource::Guess);
}

Result<void> Trials::park() {
    if (!m_setup.pause.paused()) return {};
    WHITTLE_TRY_VOID(m_pool.settle([this](const Question& question, const Verdict& verdict) { return keepGuess(question, verdict); }));
    const auto isWanted = [this] { return m_setup.pause.paused() && m_setup.clock.check(); };
    if (isWanted()) {
        const std::string phase = m_phase;
        const Held held(m_setup.clock);
        m_isPaused = true;
        report(phase, {}, false);
        while (isWanted()) std::this_thread::sleep_for(kPausePoll);
        m_isPaused = false;
        report(phase, {}, false);
    }
    return m_setup.clock.check();
}

Result<void> Trials::checkLimits() {
    WHITTLE_TRY_VOID(park());
    WHITTLE_TRY_VOID(m_setup.clock.check());
    const MinifyOptions& options = m_setup.options;
    if (options.maxCandidates > 0 && m_ran >= options.maxCandidates)
        return fail(Code::Cancelled, "the limit of {} candidates is reached", options.maxCandidates);
    return {};
}

Result<void> Trials::saveBest() {
    if (m_bestSaved) return {};
    const Elsewhere writing(m_elsewhere, m_setup.clock);
    WHITTLE_TRY_VOID(saveBestGraph(m_setup.options.outputFolder, m_accepted, *m_best));
    m_bestSaved = true;
    return {};
}

}  // namespace whittle

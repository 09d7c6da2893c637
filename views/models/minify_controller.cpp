#include "views/models/minify_controller.h"

#include <algorithm>
#include <mutex>

#include "engine/base/files.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "minifier/session/error_sizes.h"
#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kMinify = QStringLiteral("minify");
constexpr std::uint64_t kMostIssueBytes = 8u << 20;  // a clipboard is not for more

// News on its way to the window: however fast the candidates come, at most one delivery is queued.
class NewsBox {
public:
    /// True when a delivery must be queued.
    bool put(const MinifyProgress& progress) {
        const std::lock_guard lock(m_mutex);
        m_news.push_back(progress);
        return m_news.size() == 1;
    }
    std::vector<MinifyProgress> take() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_news, {});
    }

private:
    std::mutex m_mutex;
    std::vector<MinifyProgress> m_news;
};

// What each phase does, to those who do not know the search; what is not here is a pass of single edits.
struct PhaseText {
    std::string_view phase;
    const char* text;
};
constexpr PhaseText kPhases[] = {
    {"original", QT_TRANSLATE_NOOP("whittle::MinifyController", "Checking that the graph fails, and fails again…")},
    {"look", QT_TRANSLATE_NOOP("whittle::MinifyController", "Looking where results go wrong…")},
    {"hint", QT_TRANSLATE_NOOP("whittle::MinifyController", "Trying the operator that the failure names…")},
    {"halves", QT_TRANSLATE_NOOP("whittle::MinifyController", "Halving the graph…")},
    {"essentials", QT_TRANSLATE_NOOP("whittle::MinifyController", "Looking for the operators that are needed…")},
    {"canonical-form", QT_TRANSLATE_NOOP("whittle::MinifyController", "Naming and ordering what is left…")},
    {"confirm", QT_TRANSLATE_NOOP("whittle::MinifyController", "Finding out how often what is left fails…")},
    {"compiler", QT_TRANSLATE_NOOP("whittle::MinifyController", "Looking for the part of the compiler that fails…")},
    {"done", QT_TRANSLATE_NOOP("whittle::MinifyController", "Finishing…")},
};

QString phaseText(std::string_view phase) {
    const auto found = std::ranges::find(kPhases, phase, &PhaseText::phase);
    return found == std::end(kPhases) ? MinifyController::tr("Making what is left simpler: %1").arg(toQString(phase)) : MinifyController::tr(found->text);
}

}  // namespace

MinifyController::MinifyController(JobRunner& jobs, MinifyWork work, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_work(std::move(work)) {}

void MinifyController::setGraph(GraphRef graph) {
    m_jobs.cancel(this, kMinify);
    m_original = std::move(graph);
    forget();
    m_curve.clear();
    emit bestChanged();
    emit progressChanged();
    setState(m_original ? State::Ready : State::NoGraph);
}

// `this` is only used inside the posted news, on its own thread and while it lives.
MinifyObserver MinifyController::observer(const JobChannel& channel) {
    return [this, channel, box = std::make_shared<NewsBox>()](const MinifyProgress& progress) {
        if (box->put(progress)) channel.post([this, box] { takeNews(box->take()); });
    };
}

void MinifyController::begin(State state, const MinifySettings& settings) {
    m_settings = settings;
    forget();
    m_curve.assign(1, {0, static_cast<int>(m_original->nodes().size())});
    m_sinceNews.start();
    emit bestChanged();
    emit progressChanged();
    setState(state);
}

void MinifyController::start(const MinifySettings& settings) {
    if (!canStart()) return;
    m_pause = PauseSource();
    begin(State::Running, settings);
    m_jobs.submit(
        this, kMinify,
        [this, work = m_work, graph = m_original, settings, pause = m_pause.token()](const CancelToken& cancel, const JobChannel& channel) {
            return outcomeOf(work(*graph, settings, observer(channel), Steering(cancel, pause)));
        },
        [this](Result<Outcome> outcome) { finish(std::move(outcome)); });
}

void MinifyController::setPaused(bool paused) {
    if (m_state != (paused ? State::Running : State::Paused)) return;
    m_pause.set(paused);
    m_sinceNews.restart();
    setState(paused ? State::Paused : State::Running);
}

void MinifyController::watch(const MinifySettings& settings, const QString& holder) {
    if (!canStart()) return;
    m_holder = holder;
    begin(State::Watching, settings);
    m_jobs.submit(
        this, kMinify,
        [this, graph = m_original, folder = toPath(settings.outputFolder)](const CancelToken& cancel, const JobChannel& channel) {
            return followReduction(folder, graph, observer(channel), cancel);
        },
        [this](const Result<FollowEnd>& end) { watched(end); });
}

void MinifyController::watched(Result<FollowEnd> end) {
    if (!end) return finish(std::unexpected(std::move(end).error()));
    if (*end == FollowEnd::Left) {
        setState(State::Ready);
        return emit left(m_holder);
    }
    goOn(TakeOver::No);  // all the answers are there
}

// As one of ours; what is between the states is for nobody to see.
void MinifyController::goOn(TakeOver takesOver) {
    MinifySettings settings = m_settings;
    settings.resume = true;
    settings.takeOver = takesOver == TakeOver::Yes;
    m_state = State::Ready;
    start(settings);
}

void MinifyController::takeOver() {
    if (m_state != State::Watching) return;
    m_jobs.cancel(this, kMinify);
    goOn(TakeOver::Yes);
}

void MinifyController::forget() {
    m_before.reset();
    m_progress.reset();
    m_result.reset();
    m_files = {};
    m_error.clear();
    m_errorSetting.clear();
}

// On the worker: the issue text is read from disk.
Result<MinifyController::Outcome> MinifyController::outcomeOf(Result<MinifyResult> result) {
    if (!result) return std::unexpected(std::move(result).error());
    MinifyFiles files;
    if (const std::filesystem::path& folder = result->reproducer; !folder.empty()) {
        files.folder = fromPath(folder);
        std::error_code trouble;
        if (std::filesystem::exists(folder / "report.html", trouble)) files.report = fromPath(folder / "report.html");
        if (const auto text = readFile(folder / "issue.md", kMostIssueBytes)) files.issueText = toQString(*text);
    }
    return Outcome{*std::move(result), std::move(files)};
}

void MinifyController::stop() {
    if (m_state == State::Watching) {
        m_jobs.cancel(this, kMinify);
        return setState(State::Ready);
    }
    if (!canPause()) return;
    setState(State::Stopping);
    m_jobs.askToStop(this, kMinify);
}

void MinifyController::takeNews(const std::vector<MinifyProgress>& news) {
    if (news.empty()) return;
    const GraphRef earlier = best();
    if (!m_before) m_before = news.front();
    for (const MinifyProgress& progress : news)
        if (const CurvePoint point{progress.candidates, progress.nodesNow}; point != m_curve.back()) m_curve.push_back(point);
    m_progress = news.back();
    m_sinceNews.restart();
    if (best() != earlier) emit bestChanged();
    emit progressChanged();
}

void MinifyController::finish(Result<Outcome> outcome) {
    if (!outcome) {
        m_error = ::whittle::errorText(outcome.error());
        m_errorSetting = settingOf(outcome.error());
        return setState(State::Failed);
    }
    m_result = std::move(outcome->result);
    m_files = std::move(outcome->files);
    if (!m_progress) m_progress.emplace();
    m_progress->best = std::make_shared<const Graph>(m_result->graph);
    m_progress->nodesBefore = m_result->nodesBefore;
    m_progress->nodesNow = m_result->nodesAfter;
    m_progress->inputsNow = m_result->inputsAfter;
    m_progress->stored = m_result->stored;
    m_progress->others = std::make_shared<const std::vector<OtherFailure>>(m_result->others);
    m_progress->passes = m_result->history.passes();
    m_progress->candidates = m_result->candidates;
    m_progress->cacheHits = m_result->cacheHits;
    m_progress->seconds = m_result->seconds;
    if (m_result->status == MinifyResult::Status::Minimal || m_result->status == MinifyResult::Status::Stopped)
        m_curve.push_back({m_result->candidates, m_result->nodesAfter});
    emit bestChanged();
    emit progressChanged();
    setState(State::Done);
}

void MinifyController::setState(State state) {
    m_state = state;
    emit stateChanged();
}

double MinifyController::seconds() const {
    const double known = m_progress ? m_progress->seconds : 0;
    const bool stands = m_state == State::Paused && m_progress && m_progress->paused;
    return isRunning() && !stands ? known + static_cast<double>(m_sinceNews.elapsed()) / 1000 : known;
}

int MinifyController::operators() const { return m_original ? static_cast<int>(m_original->nodes().size()) : 0; }

QString MinifyController::withRemaining(const QString& text) const {
    const auto& left = m_progress->remaining;
    return left ? text + QStringLiteral(" – ") + toQString(remainingText(*left)) : text;
}

QString MinifyController::statusText() const {
    switch (m_state) {
        case State::NoGraph: return tr("Open a graph that fails, then reduce it here.");
        case State::Ready: return tr("Ready to reduce %Ln operators.", nullptr, operators());
        case State::Watching: return tr("%1 reduces this graph now: %2").arg(m_holder, m_progress ? phaseText(m_progress->phase) : tr("Starting…"));
        case State::Running:
            if (m_settings.takeOver && !m_progress) return tr("Waiting for %1 to end and hand over…").arg(m_holder);
            return m_progress ? withRemaining(phaseText(m_progress->phase)) : tr("Starting…");
        case State::Paused: return m_progress && m_progress->paused ? withRemaining(tr("Paused")) : tr("Pausing: what runs comes to its end first…");
        case State::Stopping: return tr("Stopping: the best graph so far is being exported…");
        case State::Failed: return tr("The reduction could not run.");
        case State::Done: break;
    }
    const bool known = !m_result->failure.signature.empty();
    const QString failure = toQString(failureKindName(m_result->failure.kind));
    const auto with = [note = toQString(m_result->note)](const QString& text) { return note.isEmpty() ? text + u'.' : text + QStringLiteral(": ") + note; };
    switch (m_result->status) {
        case MinifyResult::Status::DoesNotFail: return with(tr("The graph does not fail, so there is nothing to reduce"));
        case MinifyResult::Status::Stopped:
            return with(known ? tr("Stopped early, and the best graph so far still fails with %1").arg(failure)
                              : tr("Stopped before the graph was seen to fail"));
        case MinifyResult::Status::Flaky: return with(tr("Too flaky to judge"));
        case MinifyResult::Status::Minimal: break;
    }
    return m_result->oneMinimal ? tr("1-minimal: whatever else is taken away, the %1 goes too.").arg(failure)
                                : tr("Reduced; still fails with %1.").arg(failure);
}

QStringList MinifyController::resultLines() const {
    if (!m_result) return {};
    QStringList lines;
    const MinifyResult& result = *m_result;
    if (result.original.fails < result.original.runs && result.original.fails > 0)
        lines << tr("The original failed in %1 of %2 runs; %Ln runs without the failure made a candidate one that does not fail.", nullptr, result.passesNeeded)
                     .arg(formatCount(result.original.fails), formatCount(result.original.runs));
    if (result.reduced.runs > 0) lines << tr("What is left failed in %1 of %Ln runs.", nullptr, result.reduced.runs).arg(formatCount(result.reduced.fails));
    if (const auto sizes = errorSizes(result)) lines << tr("Original: %1").arg(toQString(sizes->original)) << tr("What is left: %1").arg(toQString(sizes->reduced));
    if (result.culprit) lines << tr("In the compiler: %1").arg(toQString(result.culprit->text()));
    for (const std::string& note : result.notes) lines << tr("Note: %1").arg(toQString(note));
    return lines;
}

std::vector<OtherFailureRow> MinifyController::others() const {
    std::vector<OtherFailureRow> rows;
    if (!m_progress || !m_progress->others) return rows;
    for (const OtherFailure& other : *m_progress->others)
        rows.push_back({.kind = toQString(failureKindName(other.failure.kind)), .message = toQString(other.failure.message), .count = other.count,
                        .example = other.example.empty() ? QString() : fromPath(toPath(m_settings.outputFolder) / other.example)});
    return rows;
}

bool MinifyController::isReduced() const {
    return best() && !(m_result && (m_result->status == MinifyResult::Status::DoesNotFail || m_result->status == MinifyResult::Status::Flaky));
}

QString MinifyController::reducedText() const {
    const GraphRef graph = best();
    return isReduced() ? toQString(printGraph(*graph, findSchema)) : QString();
}

}  // namespace whittle

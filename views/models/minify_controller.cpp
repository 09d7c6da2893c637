#include "views/models/minify_controller.h"

#include <mutex>

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kMinify = QStringLiteral("minify");

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

}  // namespace

MinifyController::MinifyController(JobRunner& jobs, MinifyWork work, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_work(std::move(work)) {}

void MinifyController::setGraph(GraphRef graph) {
    m_jobs.cancel(this, kMinify);
    m_original = std::move(graph);
    m_progress.reset();
    m_curve.clear();
    m_result.reset();
    m_error.clear();
    emit bestChanged();
    emit progressChanged();
    setState(m_original ? State::Ready : State::NoGraph);
}

void MinifyController::start(const MinifySettings& settings) {
    if (!canStart()) return;
    m_settings = settings;
    m_progress.reset();
    m_result.reset();
    m_error.clear();
    m_curve.assign(1, {0, static_cast<int>(m_original->nodes().size())});
    m_sinceNews.start();
    emit bestChanged();
    emit progressChanged();
    setState(State::Running);
    m_jobs.submit(
        this, kMinify,
        [this, work = m_work, graph = m_original, settings](const CancelToken& cancel, const JobChannel& channel) {
            const auto box = std::make_shared<NewsBox>();
            const MinifyObserver observer = [&, box](const MinifyProgress& progress) {
                // `this` is only used inside the posted news, on its own thread and while it lives.
                if (box->put(progress)) channel.post([this, box] { takeNews(box->take()); });
            };
            return work(*graph, settings, observer, cancel);
        },
        [this](Result<MinifyResult> result) { finish(std::move(result)); });
}

void MinifyController::stop() {
    if (m_state != State::Running) return;
    setState(State::Stopping);
    m_jobs.askToStop(this, kMinify);
}

void MinifyController::takeNews(const std::vector<MinifyProgress>& news) {
    if (news.empty()) return;
    const GraphRef before = best();
    for (const MinifyProgress& progress : news) m_curve.push_back({progress.candidates, progress.nodesNow});
    m_progress = news.back();
    m_sinceNews.restart();
    if (best() != before) emit bestChanged();
    emit progressChanged();
}

void MinifyController::finish(Result<MinifyResult> result) {
    if (!result) {
        m_error = ::whittle::errorText(result.error());
        return setState(State::Failed);
    }
    m_result = *std::move(result);
    if (!m_progress) m_progress.emplace();
    m_progress->best = std::make_shared<const Graph>(m_result->graph);
    m_progress->nodesBefore = m_result->nodesBefore;
    m_progress->nodesNow = m_result->nodesAfter;
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
    return isRunning() ? known + static_cast<double>(m_sinceNews.elapsed()) / 1000 : known;
}

QString MinifyController::statusText() const {
    switch (m_state) {
        case State::NoGraph: return tr("Open a graph that fails, then reduce it here.");
        case State::Ready: return tr("Ready to reduce %1 nodes.").arg(formatCount(static_cast<qint64>(m_original->nodes().size())));
        case State::Running:
            return m_progress ? tr("Phase: %1").arg(toQString(m_progress->phase)) : tr("Checking that the graph fails…");
        case State::Stopping: return tr("Stopping after the candidate in flight…");
        case State::Failed: return tr("The reduction could not run.");
        case State::Done: break;
    }
    const bool known = !m_result->failure.signature.empty();
    const QString failure = toQString(failureKindName(m_result->failure.kind));
    const QString note = m_result->note.empty() ? QString() : QStringLiteral(" ") + toQString(m_result->note);
    switch (m_result->status) {
        case MinifyResult::Status::DoesNotFail: return tr("The graph does not fail: there is nothing to reduce.") + note;
        case MinifyResult::Status::Stopped:
            return (known ? tr("Stopped early: the best graph so far still fails with %1.").arg(failure)
                          : tr("Stopped before the graph was seen to fail.")) + note;
        case MinifyResult::Status::Flaky: return tr("Too flaky to judge: the original does not fail every time.") + note;
        case MinifyResult::Status::Minimal: break;
    }
    return m_result->oneMinimal ? tr("Minimal: removing anything more makes %1 go away.").arg(failure)
                                : tr("Reduced; still fails with %1.").arg(failure);
}

QString MinifyController::reducedText() const {
    const GraphRef graph = best();
    return graph ? toQString(printGraph(*graph, findSchema)) : QString();
}

}  // namespace whittle

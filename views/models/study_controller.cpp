#include "views/models/study_controller.h"

#include <utility>

#include "views/models/failure_words.h"
#include "views/models/format.h"
#include "views/models/free_memory.h"
#include "views/models/kernel_stage.h"
#include "views/models/release.h"
#include "views/models/session_result.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kStudy = QStringLiteral("study");

}  // namespace

StudyController::StudyController(JobRunner& jobs, StudyWork work, QObject* parent) : QObject(parent), m_jobs(jobs), m_work(std::move(work)) {}

void StudyController::setGraph(GraphRef graph) {
    m_jobs.cancel(this, kStudy);
    m_graph = std::move(graph);
    m_settings = {};
    forget();
    setState(m_graph ? State::Ready : State::NoGraph);
}

void StudyController::start(const StudySettings& settings) {
    if (!canStart()) return;
    m_settings = settings;
    forget();
    m_jobs.submit(
        this, kStudy,
        [this, work = m_work, graph = m_graph, settings](const CancelToken& cancel, const JobChannel& channel) {
            // Posted news run on our own thread, and only while the job is wanted.
            return outcomeOf(graph, work(*graph, settings, [&](const PassRecord& pass) {
                channel.post([this, shared = std::make_shared<const PassRecord>(pass)] {
                    m_passes.push_back(shared);
                    emit passed();
                });
                if (!pass.rewrites.empty()) returnFreeMemory();  // a whole graph was read, and the next ones are to come
            }, cancel));
        },
        [this](Result<Outcome> outcome) { show(std::move(outcome)); });
    setState(State::Running);
}

void StudyController::force(const QString& site, const QString& candidate) {
    StudySettings settings = m_settings;
    if (candidate.isEmpty()) settings.forced.erase(site);
    else settings.forced.insert_or_assign(site, candidate);
    start(settings);
}

void StudyController::restore(const StudySettings& settings, Outcome outcome, const QDateTime& made) {
    if (!canStart()) return;
    m_settings = settings;
    forget();
    m_restored = made;
    show(std::move(outcome));
}

void StudyController::stop() {
    if (m_state != State::Running) return;
    m_jobs.cancel(this, kStudy);
    forget();
    setState(State::Ready);
}

void StudyController::forget() {
    releaseElsewhere(std::exchange(m_study, nullptr));
    releaseElsewhere(std::exchange(m_byKernel, nullptr));
    releaseElsewhere(std::exchange(m_passes, {}));
    m_error.clear();
    m_restored = {};
}

// On the worker: the graph by kernel is made where nobody waits for it.
Result<StudyController::Outcome> StudyController::outcomeOf(const GraphRef& opened, Result<Study> study) {
    if (!study) return std::unexpected(std::move(study).error());
    if (study->invalid) return std::unexpected(*std::move(study->invalid));
    // What no pass has changed yet is the opened graph: there need not be two of it.
    for (PassRecord& pass : study->report.passes) {
        if (!pass.rewrites.empty()) break;
        if (pass.after) pass.after = opened;
    }
    Outcome out{.study = std::make_shared<const Study>(*std::move(study)), .byKernel = {}};
    const CompileReport& report = out.study->report;
    if (report.kernels.empty()) return out;
    GraphRef last = opened;
    for (const PassRecord& pass : report.passes)
        if (pass.after) last = pass.after;
    out.byKernel = std::make_shared<const Graph>(kernelStage(*last, report));
    return out;
}

void StudyController::show(Result<Outcome> outcome) {
    if (!outcome) {
        m_error = ::whittle::errorText(outcome.error());
        return setState(State::Failed);
    }
    m_study = std::move(outcome->study);
    m_byKernel = std::move(outcome->byKernel);
    releaseElsewhere(std::exchange(m_passes, {}));
    for (const PassRecord& pass : m_study->report.passes)
        if (!pass.skipped) m_passes.push_back(std::shared_ptr<const PassRecord>(m_study, &pass));
    setState(State::Done);
}

QString StudyController::statusText() const {
    switch (m_state) {
        case State::NoGraph: return tr("Open a graph to compile it");
        case State::Ready: return tr("Not compiled yet");
        case State::Running: return m_passes.empty() ? tr("Compiling…") : tr("Compiling… after pass %1").arg(toQString(m_passes.back()->name));
        case State::Failed: return tr("Not compiled");
        case State::Done: break;
    }
    const std::optional<Failure>& failure = m_study->failure;
    if (failure) {
        const QString phase = phaseToSay(*failure), message = toQString(failure->message);
        return fromSessionText(phase.isEmpty() ? tr("Fails: %1").arg(message) : tr("Fails in %1: %2").arg(phase, message), m_restored);
    }
    const QString compiled = tr("Compiled in %1").arg(formatMilliseconds(m_study->report.milliseconds));
    return fromSessionText(m_study->profile.kernelMs.empty() ? compiled : tr("%1, runs in %2").arg(compiled, formatMilliseconds(m_study->profile.milliseconds)), m_restored);
}

QStringList StudyController::notes() const {
    QStringList out;
    if (!m_study) return out;
    const CompileReport& report = m_study->report;
    for (const std::vector<std::string>* some : {&report.notes, &m_study->profile.notes})
        for (const std::string& note : *some) out << toQString(note);
    for (const RunRefusal& refusal : m_study->profile.refusals)
        out << tr("%1 ran on a reference kernel: %2").arg(toQString(refusal.node), toQString(refusal.reason));
    if (!report.eagerFallbacks.empty()) {
        QStringList nodes;
        for (const std::string& node : report.eagerFallbacks) nodes << toQString(node);
        out << tr("%n nodes run on reference kernels: %1", nullptr, static_cast<int>(nodes.size())).arg(nodes.join(QStringLiteral(", ")));
    }
    return out;
}

void StudyController::setState(State state) {
    m_state = state;
    emit stateChanged();
}

}  // namespace whittle

#include "views/models/stance_probe.h"

#include <utility>

#include "views/models/release.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kTry = QStringLiteral("try");

}  // namespace

StanceProbe::StanceProbe(JobRunner& jobs, StanceController& controller, QObject* parent) : QObject(parent), m_jobs(jobs), m_controller(controller) {
    connect(&controller, &StanceController::stateChanged, this, &StanceProbe::reset);
    connect(&controller, &StanceController::inputChanged, this, &StanceProbe::changed);
    connect(&m_call, &CallsModel::edited, this, &StanceProbe::changed);
}

// Another graph has other inputs.
void StanceProbe::reset() {
    if (m_controller.graph() == m_graph) return;
    m_graph = m_controller.graph();
    m_jobs.cancel(this, kTry);
    releaseElsewhere(std::exchange(m_report, nullptr));
    m_call.setGraph(m_graph);
    m_call.add(-1);
    setState(State::Empty);
}

void StanceProbe::take(int row) {
    if (row < 0 || row >= m_controller.calls().rowCount()) return;
    m_call.setCalls({CallRow{.id = 0, .arguments = m_controller.calls().calls()[row].arguments}});
}

QString StanceProbe::trouble() const {
    if (const QString trouble = m_controller.startTrouble(); !trouble.isEmpty()) return trouble;
    for (int column = 0; column < m_call.columnCount(); ++column)
        if (const QString error = m_call.errorOf(column, m_call.calls().first().arguments[column]); !error.isEmpty())
            return QStringLiteral("%1: %2").arg(m_call.parameters()[column].name, error);
    return {};
}

void StanceProbe::start() {
    if (m_state == State::Running || m_call.rowCount() == 0 || !trouble().isEmpty()) return;
    StanceRequest request = m_controller.request();
    request.tried = m_call.callJson(0).dump();
    request.advise = false;
    m_jobs.submit(
        this, kTry, [work = m_controller.service().work, request](const CancelToken& cancel) { return work(request, [](const StanceReport&) {}, cancel); },
        [this](StanceEnding ending) {
            m_error = ending.error ? ::whittle::errorText(*ending.error) : QString();
            releaseElsewhere(std::exchange(m_report, std::make_shared<const StanceReport>(std::move(ending.report))));
            setState(ending.error ? State::Failed : State::Done);
        });
    setState(State::Running);
}

void StanceProbe::stop() {
    if (m_state != State::Running) return;
    m_jobs.cancel(this, kTry);
    setState(!m_report ? State::Empty : m_error.isEmpty() ? State::Done : State::Failed);  // as it was
}

void StanceProbe::setState(State state) {
    m_state = state;
    emit changed();
}

}  // namespace whittle

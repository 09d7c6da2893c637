// What the window's jobs are called while they run, how far they are and how they are stopped: for the list of tasks and the status line.
#include "app/workbench/main_window.h"

#include <QFileInfo>

#include "views/models/format.h"
#include "views/stages/comparison_panel.h"
#include "views/models/minify_colors.h"
#include "views/trace/trace_panel.h"

namespace whittle {

TaskNews MainWindow::minifyNews() {
    const auto state = m_minify.state();
    const auto& progress = m_minify.progress();
    TaskNews news{.text = tr("Minifying"), .stop = m_minify.canPause() || state == MinifyController::State::Watching ? std::function<void()>([this] { m_minify.stop(); }) : nullptr};
    if (!progress || progress->nodesBefore <= 0) return news;
    news.text = (state == MinifyController::State::Paused ? tr("Paused: %1 left") : tr("Minifying: %1 left")).arg(formatNodes(progress->nodesNow));
    news.done = progress->nodesBefore - progress->nodesNow;
    news.of = progress->nodesBefore;
    if (progress->remaining && state != MinifyController::State::Paused) news.secondsLeft = progress->remaining->seconds;
    return news;
}

void MainWindow::describeTasks() {
    const QString any;  // an owner with one job
    m_tasks.describe(&m_document, any, [this](const QString&) {
        return TaskNews{.text = tr("Opening %1").arg(QFileInfo(m_document.requestedPath()).fileName()), .stop = [this] { m_document.cancel(); }};
    });
    m_tasks.describe(&m_others, any, [this](const QString& path) {
        return TaskNews{.text = tr("Opening %1").arg(QFileInfo(path).fileName()), .stop = [this, path] { m_others.stop(path); }};
    });
    m_tasks.describe(&m_comparison, any, [this](const QString&) {
        return TaskNews{.text = tr("Comparing graphs"), .done = m_comparison.done(), .of = m_comparison.of(), .isSteady = true, .stop = [this] { m_comparison.stop(); }};
    });
    for (GraphController* graph : {&m_graph, &m_reducedGraph})
        m_tasks.describe(graph, QStringLiteral("arrange"), [graph](const QString&) {
            const bool isNew = graph->state() == GraphController::State::Arranging;  // else of the same graph, folded otherwise
            return TaskNews{.text = tr("Arranging the graph"), .stop = isNew ? std::function<void()>([graph] { graph->stopArranging(); }) : nullptr};
        });
    m_tasks.describe(&m_study, any, [this](const QString&) {
        const QString status = m_study.statusText();
        return TaskNews{.text = status.isEmpty() ? tr("Compiling") : status, .stop = [this] { m_study.stop(); }};
    });
    m_tasks.describe(&m_numerics, QStringLiteral("compare"), [this](const QString&) {
        const ComparisonProgress& progress = m_numerics.progress();
        return TaskNews{.text = m_numerics.statusText(), .done = progress.done, .of = progress.of, .isSteady = true, .stop = [this] { m_numerics.stop(); }};
    });
    m_tasks.describe(&m_minify, any, [this](const QString&) { return minifyNews(); });
    m_tasks.describe(&m_nodeMinify, any, [this](const QString&) { return TaskNews{.text = tr("Cutting out what the node needs"), .stop = [this] { m_nodeMinify.cancel(); }}; });
    m_tasks.describe(&m_numericsView->fetch(), any, [this](const QString&) { return TaskNews{.text = tr("Computing a tensor again"), .stop = [this] { m_numericsView->fetch().stop(); }}; });
    m_tasks.describe(&m_dims, any, [this](const QString&) { return TaskNews{.text = m_dims.statusText(), .stop = [this] { m_dims.stop(); }}; });
    m_tasks.describe(&m_stances, any, [this](const QString&) {
        return TaskNews{.text = m_stances.statusText(), .done = m_stances.done(), .of = m_stances.all(), .stop = [this] { m_stances.stop(); }};
    });
    m_tasks.describe(&m_stanceProbe, any, [this](const QString&) { return TaskNews{.text = tr("Trying a call"), .stop = [this] { m_stanceProbe.stop(); }}; });
    m_tasks.describe(&m_trace, QStringLiteral("read"), [this](const QString&) {
        return TaskNews{.text = tr("Reading the trace"), .done = static_cast<int>(m_trace.bytesDone() >> 10), .of = static_cast<int>(m_trace.bytesOfAll() >> 10), .isSteady = true, .stop = [this] { m_trace.stop(); }};
    });
    for (GraphView* view : {m_before, m_after}) view->describeExports(m_tasks);
    connect(&m_tasks, &QAbstractItemModel::rowsInserted, this, [this] { m_status->setTaskCount(m_tasks.rowCount()); });
    connect(&m_tasks, &QAbstractItemModel::rowsRemoved, this, [this] { m_status->setTaskCount(m_tasks.rowCount()); });
    connect(&m_status->tasksButton(), &QToolButton::clicked, this, &MainWindow::showTasks);
}

void MainWindow::showTasks() { m_taskPopup->openAt(m_status->mapToGlobal(QPoint(m_status->width(), 0))); }

// What a person waits for, the most important first: the one that the status line tells of is the one that its button stops.
std::vector<MainWindow::Running> MainWindow::running() {
    const TaskNews minifying = minifyNews();
    return {{m_document.state() == Document::State::Opening, {.text = tr("Opening…")}, [this] { m_document.cancel(); }},
            {m_others.isReading(), {.text = tr("Opening…")}, [this] { m_others.stopAll(); }},
            {m_comparison.isBusy(), {.text = tr("Comparing graphs…"), .done = m_comparison.done(), .of = m_comparison.of()}, [this] { m_comparison.stop(); }},
            {m_minify.isRunning(), {.text = minifying.of > 0 ? minifying.text : tr("Minifying…"), .done = minifying.done, .of = minifying.of}, minifying.stop},
            {m_study.state() == StudyController::State::Running, {.text = m_study.statusText()}, [this] { m_study.stop(); }},
            {m_numerics.state() == NumericsController::State::Running,
             {.text = m_numerics.statusText(), .done = m_numerics.progress().done, .of = m_numerics.progress().of},
             [this] { m_numerics.stop(); }},
            {m_stances.state() == StanceController::State::Running, {.text = m_stances.statusText(), .done = m_stances.done(), .of = m_stances.all()}, [this] { m_stances.stop(); }},
            {m_stanceProbe.state() == StanceProbe::State::Running, {.text = tr("Trying a call…")}, [this] { m_stanceProbe.stop(); }},
            {m_dims.state() == DimsController::State::Running, {.text = m_dims.statusText()}, [this] { m_dims.stop(); }},
            {m_nodeMinify.isPreparing(), {.text = tr("Minifying…")}, nullptr},
            {m_trace.state() == TraceController::State::Reading, {.text = tr("Reading the trace…"), .done = static_cast<int>(m_trace.bytesDone() >> 10), .of = static_cast<int>(m_trace.bytesOfAll() >> 10)}, [this] { m_trace.stop(); }},
            {m_reductions.isOpening(), {.text = tr("Opening…")}, nullptr},
            {m_graph.state() == GraphController::State::Arranging, {.text = tr("Arranging…")}, nullptr}};
}

void MainWindow::updateBusy() {
    StatusLine::Busy busy;
    for (const Running& one : running())
        if (one.isOn) {
            busy = one.busy;
            busy.canStop = one.stop != nullptr;
            break;
        }
    m_status->setBusy(busy);
}

bool MainWindow::isOpening() const {
    return m_document.state() == Document::State::Opening || m_others.isReading() || m_session->isBusy() || m_reductions.isOpening() || m_trace.isBusy();
}

bool MainWindow::isIdle() const {
    return !isOpening() && !m_graph.isBusy() && !m_reducedGraph.isBusy() && !m_before->isBusy() && !m_after->isBusy() && !m_comparison.isBusy() && !m_comparisonPanel->isBusy() && !m_minify.isRunning() &&
           m_study.state() != StudyController::State::Running && !m_kernels.isWorking() && !m_kernelsPanel->isBusy() && !m_profile.isWorking() && !m_reducedTimer.isActive() && !m_form.isChecking() &&
           m_numerics.state() != NumericsController::State::Running && m_numericsView->fetch().state() != TensorFetch::State::Fetching && !m_nodeMinify.isPreparing() &&
           m_stances.state() != StanceController::State::Running && !m_stances.isFiling() && !m_stances.isApplying() && m_stanceProbe.state() != StanceProbe::State::Running && !m_stanceDetails.isComparing() &&
           m_dims.state() != DimsController::State::Running && !m_tracePanel->isBusy() && !m_reports->isBusy() && !m_tables->isBusy() && !m_minifyColors->isBusy();
}

void MainWindow::cancelCurrent() {
    for (const Running& one : running())
        if (one.isOn && one.stop) return one.stop();
}

}  // namespace whittle

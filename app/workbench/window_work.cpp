// What is worked out of the open graph: a compilation, its values, calls under stances, sizes, a reduction. What starts each, and what the window does with its news.
#include "app/workbench/main_window.h"

#include <algorithm>

#include <QFileInfo>
#include <QMenu>
#include <QStandardPaths>

#include "app/workbench/dims_command.h"
#include "app/workbench/numerics_service.h"
#include "app/workbench/study_service.h"
#include "views/graph/scene_painter.h"

namespace whittle {
namespace {

constexpr int kTableHeight = 380;

// Of what is dimmed but for some of it, brings that into sight, as near as it was looked at; where all of it is there already nothing moves.
void lookAtKept(GraphCanvas& canvas, const GraphController& graph) {
    const SceneRef& scene = graph.scene();
    if (!scene || !graph.dimmedRef()) return;
    QRectF kept;
    for (int box = 0; box < scene->count(); ++box)
        if (scene->box(box).kind == SceneBox::Kind::Node && !graph.isDimmed(box)) kept |= toQRectF(scene->rect(scene->visibleItem(box)));
    if (kept.isEmpty() || canvas.visibleScene().contains(kept)) return;
    const QSizeF room = QSizeF(canvas.viewport()->size()) * 0.9;
    canvas.showPlace(std::min({canvas.zoom(), room.width() / kept.width(), room.height() / kept.height()}), kept.center());
}

}  // namespace

QString MainWindow::outputBase(const QString& file) {
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + QStringLiteral("/whittle/") +
           QFileInfo(file).completeBaseName() + QStringLiteral("-reduced");
}

void MainWindow::onStudy() {
    m_actions.action(QStringLiteral("compile.start"))->setEnabled(m_study.canStart());
    const bool isRunning = m_study.state() == StudyController::State::Running;
    m_actions.action(QStringLiteral("compile.stop"))->setEnabled(isRunning);
    if (isRunning) m_log.add(tr("Compiled %1").arg(m_document.title()), studyCommand(m_document.source(), m_study.settings()));
    updateBusy();
}

// The profile follows the kernels, and nothing else decides what can be exported.
void MainWindow::onProfile() {
    m_actions.action(QStringLiteral("file.timeline"))->setEnabled(m_profile.isRecorded());
    updateBusy();
}

void MainWindow::showPass(const QString& pass) {
    const auto& stages = m_stages.stages();
    const auto found = std::ranges::find_if(stages, [&](const Stage& stage) { return stage.kind == Stage::Kind::Pass && stage.name == pass; });
    if (found == stages.end()) return;
    m_stages.setCurrent(static_cast<int>(found - stages.begin()));
    m_stages.comparePrevious();
    showDock(QStringLiteral("stages"));
}

// Who looks at the profile compiles to see it there.
void MainWindow::compileGraph() {
    const bool looksAtProfile = m_profilePanel->isVisible() && !m_profilePanel->visibleRegion().isEmpty();
    if (!looksAtProfile) showDock(QStringLiteral("kernels"));
    m_study.start({.compiler = m_form.settings().oracleSettings, .seed = m_document.source().seed, .forced = {}});
}

void MainWindow::onNumerics() {
    const bool isRunning = m_numerics.state() == NumericsController::State::Running;
    m_actions.action(QStringLiteral("compile.values"))->setEnabled(m_numerics.canStart());
    m_actions.action(QStringLiteral("compile.values-stop"))->setEnabled(isRunning);
    if (isRunning) m_log.add(tr("Compared the values of %1").arg(m_document.title()), numericsCommand(m_document.source(), m_numerics.settings()));
    const NumericsRunRef& run = m_numerics.run();
    if (run && run->errors) m_graph.offerOverlay(run->errors);
    else m_graph.withdrawOverlay(QStringLiteral("error"));
    updateBusy();
}

void MainWindow::compareValues() {
    if (!m_numerics.canStart()) return;
    showDock(QStringLiteral("numerics"), kTableHeight);
    m_numerics.start({.compiler = m_form.settings().oracleSettings, .seed = m_document.source().seed});
}

void MainWindow::onStances() {
    const bool isRunning = m_stances.state() == StanceController::State::Running;
    m_actions.action(QStringLiteral("compile.stances"))->setEnabled(m_stances.state() != StanceController::State::NoGraph && !isRunning);
    m_actions.action(QStringLiteral("compile.stances-stop"))->setEnabled(isRunning);
    if (isRunning && !std::exchange(m_wasReplaying, isRunning)) m_log.add(tr("Called %1 under stances").arg(m_document.title()), m_stances.command());
    m_wasReplaying = isRunning;
    updateBusy();
}

void MainWindow::runStances() {
    showDock(QStringLiteral("recompiles"), kTableHeight);
    m_stances.start();
}

void MainWindow::runCalls(const QString& path) {
    m_runsCalls = true;
    m_stances.openCalls(path);
}

void MainWindow::onDims() {
    const bool isRunning = m_dims.state() == DimsController::State::Running;
    m_actions.action(QStringLiteral("compile.sizes"))->setEnabled(m_dims.canStart());
    m_actions.action(QStringLiteral("compile.sizes-stop"))->setEnabled(isRunning);
    if (isRunning) m_log.add(tr("Inferred the sizes of %1").arg(m_document.title()), dimsCommand(m_document.source(), m_dims.spec()));
    updateBusy();
}

void MainWindow::inferSizes() {
    if (!m_dims.canStart()) return;
    showDock(QStringLiteral("dims"));
    m_dims.start();
}

void MainWindow::minifyNode(const QString& node) {
    m_nodeMinify.start({.graph = m_numerics.graph(),
                        .node = node,
                        .source = m_document.source(),
                        .folderBase = node.isEmpty() ? outputBase(m_document.path()) : outputBase(QFileInfo(m_document.path()).completeBaseName() + u'-' + node + QStringLiteral(".wtl")),
                        .compiler = m_numerics.settings().compiler});
}

// Only of the graph as it was opened: other stages hold no data to run with.
QString MainWindow::minifySelectionText() const {
    if (!m_document.graph() || m_graph.whole() != m_document.graph()) return {};
    if (!m_graph.pointedAt().empty()) {
        if (m_graph.highlighted() && !m_graph.highlighted()->boxes.empty()) return tr("Minify what is hi&ghlighted");
        return m_graph.isIsolated() ? tr("Minify what is shown a&lone") : tr("Minify the modu&le");
    }
    const int item = m_graph.selected();
    return item >= 0 && m_graph.scene()->box(item).kind == SceneBox::Kind::Node ? tr("Minify what it nee&ds") : QString();
}

void MainWindow::offerMinify(QMenu& menu) {
    const QString text = minifySelectionText();
    if (text.isEmpty()) return;
    menu.addAction(text, this, &MainWindow::minifySelection)->setEnabled(!m_minify.isRunning());
    menu.addSeparator();
}

void MainWindow::minifySelection() {
    if (minifySelectionText().isEmpty()) return statusBar()->showMessage(tr("Select a node or a module of the graph as it was opened, or highlight some."), kMessageMs);
    const std::vector<NodeId> nodes = m_graph.pointedAt();
    const QString name = QFileInfo(m_document.path()).completeBaseName(), node = nodes.empty() ? m_graph.scene()->box(m_graph.selected()).name : QString();
    QString base = outputBase(nodes.empty() ? name + u'-' + node + QStringLiteral(".wtl") : name + QStringLiteral("-part.wtl"));
    if (!nodes.empty()) base.chop(static_cast<int>(QStringLiteral("-reduced").size()));
    m_nodeMinify.start({.graph = m_document.graph(), .node = node, .nodes = nodes, .source = m_document.source(), .folderBase = base});
}

void MainWindow::startMinify() {
    m_nodeMinify.cancel();
    showDock(QStringLiteral("minify"));
    m_minifyPanel->start();
}

void MainWindow::showMinifySettings() {
    showDock(QStringLiteral("minify"));
    if (!m_minify.isRunning()) m_minifyPanel->showSettings();
}

void MainWindow::takeWholeGraph() {
    m_nodeMinify.cancel();
    m_minify.setGraph(m_document.graph());
    m_form.setGraph(m_document.graph(), m_document.source(), outputBase(m_document.path()));
    showMinifySettings();
}

void MainWindow::startMinify(const MinifySettings& settings) {
    m_nodeMinify.cancel();
    showDock(QStringLiteral("minify"));
    m_form.setSettings(settings);
    m_minify.start(settings);
}

void MainWindow::onMinify() {
    m_actions.action(QStringLiteral("minify.start"))->setEnabled(m_minify.canStart());
    m_actions.action(QStringLiteral("minify.stop"))->setEnabled(m_minify.canPause() || m_minify.state() == MinifyController::State::Watching);
    m_actions.action(QStringLiteral("minify.pause"))->setEnabled(m_minify.canPause());
    m_actions.action(QStringLiteral("minify.pause"))->setChecked(m_minify.state() == MinifyController::State::Paused);
    m_actions.action(QStringLiteral("minify.take-over"))->setEnabled(m_minify.state() == MinifyController::State::Watching);
    m_actions.action(QStringLiteral("minify.whole"))->setEnabled(!m_minify.isRunning() && m_document.graph() && m_minify.original() != m_document.graph());
    if (!m_minify.isRunning()) showReduced();
    if (m_minify.state() == MinifyController::State::Done && m_wasRunning && m_minify.isReduced()) lookAtKept(m_before->canvas(), m_graph);
    if (const bool running = m_minify.isRunning() && m_minify.state() != MinifyController::State::Watching; running != m_wasRunning) {
        m_wasRunning = running;
        if (running) m_log.add(tr("Minified %1").arg(m_document.title()), m_command ? m_command(m_minify.settings()) : QString());
    }
    if (m_minify.result()) m_form.look();  // there is a journal now
    updateBusy();
}

void MainWindow::showReduced() { m_stages.setReduced(m_minify.isReduced() ? m_minify.best() : nullptr); }

}  // namespace whittle

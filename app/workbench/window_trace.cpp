// The window's part in traces of PyTorch: where they come from, where their graphs go, and what the log says of it.
#include <utility>

#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>
#include <QStatusBar>

#include "app/choices/oracle_choice.h"
#include "app/workbench/main_window.h"
#include "views/models/text.h"
#include "views/trace/trace_panel.h"

namespace whittle {
namespace {

constexpr int kTraceHeight = 460;

QString word(const QString& text) { return toQString(shellWord(text.toStdString())); }

// `whittle trace LOG --show 0/1/aot_forward_graph > FILE`
QString showCommand(const TraceController& trace, const TraceTarget& target, const QString& file) {
    QString out = QStringLiteral("whittle trace %1 --show %2").arg(word(trace.path()), word(trace.content()->name(target)));
    if (const QString rank = trace.rank(target); !rank.isEmpty()) out += QStringLiteral(" --rank ") + word(rank);
    return out + QStringLiteral(" > ") + word(file);
}

}  // namespace

void MainWindow::connectTrace() {
    // They can be made again from the trace at any time.
    m_trace.setGraphFolder(QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + QStringLiteral("/trace-graphs"));
    connect(&m_trace, &TraceController::stateChanged, this, &MainWindow::onTrace);
    connect(&m_trace, &TraceController::followingChanged, this, &MainWindow::onTrace);
    connect(&m_trace, &TraceController::progressChanged, this, &MainWindow::updateBusy);
    connect(&m_trace, &TraceController::textChanged, this, &MainWindow::updateBusy);
    connect(&m_trace, &TraceController::compileChanged, this, &MainWindow::updateBusy);
    connect(&m_trace, &TraceController::noTrace, this, [this](const QString& path) { QFileInfo(path).isDir() ? m_reductions.open(path) : m_document.open(path); });
    connect(&m_trace, &TraceController::opened, this, [this](const QString& path) {
        m_recent.add(path);
        m_log.add(tr("Opened the trace %1").arg(QFileInfo(path).fileName()), QStringLiteral("whittle trace ") + word(path));
        showDock(QStringLiteral("trace"), kTraceHeight);
        m_tracePanel->stacks().tree().setFocus();
    });
    const auto compared = std::make_shared<TraceTarget>();  // is on its way, to be held against the graph that is open
    connect(m_tracePanel, &TracePanel::compareWanted, this, [this, compared](const TraceTarget& target) {
        *compared = m_document.graph() ? target : TraceTarget();
        m_trace.openGraph(target);
    });
    connect(&m_trace, &TraceController::graphReady, this, [this, compared](const QString& path, const TraceTarget& target) {
        if (target.log >= 0) m_log.add(tr("Took %1 out of the trace").arg(m_trace.content()->name(target)), showCommand(m_trace, target, path));
        std::exchange(*compared, {}) == target ? compareWith({path}) : m_document.open(path);
    });
    connect(&m_trace, &TraceController::graphFailed, this, [this, compared](const QString& name, const QString& error) {
        *compared = {};
        tellNotWritten(name, error);
    });
    connect(&m_trace, &TraceController::exportFailed, this, &MainWindow::tellNotWritten);
    connect(&m_trace, &TraceController::exported, this, [this](const QString& path, const QString& from) {
        statusBar()->showMessage(tr("Written: %1").arg(path), kMessageMs);
        m_log.add(tr("Exported %1").arg(path), QStringLiteral("whittle trace %1 --chrome %2").arg(word(from), word(path)));
    });
    connect(m_tracePanel, &TracePanel::openWanted, this, &MainWindow::chooseTrace);
    connect(m_tracePanel, &TracePanel::folderWanted, this, &MainWindow::chooseTraceFolder);
    connect(m_tracePanel, &TracePanel::exportWanted, this, &MainWindow::exportTrace);
}

void MainWindow::onTrace() {
    const bool isThere = m_trace.content() != nullptr;
    m_actions.action(QStringLiteral("trace.follow"))->setEnabled(isThere);
    m_actions.action(QStringLiteral("trace.follow"))->setChecked(m_trace.isFollowing());
    m_actions.action(QStringLiteral("trace.reload"))->setEnabled(isThere && m_trace.state() != TraceController::State::Reading);
    m_actions.action(QStringLiteral("trace.export"))->setEnabled(m_trace.canExport());
    m_actions.action(QStringLiteral("trace.close"))->setEnabled(isThere);
    if (m_trace.state() == TraceController::State::Failed) showDock(QStringLiteral("trace"));
    updateBusy();
}

void MainWindow::followTrace() { m_trace.setFollowing(m_actions.action(QStringLiteral("trace.follow"))->isChecked()); }

void MainWindow::chooseTrace() { chooseGraph(tr("Open a trace of PyTorch"), tr("Traces and texts of TORCH_LOGS (*.log *.txt)"), &MainWindow::openTrace); }

void MainWindow::chooseTraceFolder() {
    const QString open = m_trace.path();
    auto* dialog = new QFileDialog(this, tr("Open the folder of a trace"), open.isEmpty() ? QString() : QFileInfo(open).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openTrace);
    dialog->open();
}

void MainWindow::exportTrace() {
    if (!m_trace.canExport()) return;
    auto* dialog = new QFileDialog(this, tr("Export the times of the trace"), QFileInfo(m_trace.path()).completeBaseName() + QStringLiteral(".trace.json"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Trace events, for Perfetto and chrome://tracing (*.json)"));
    dialog->setDefaultSuffix(QStringLiteral("json"));
    connect(dialog, &QFileDialog::fileSelected, &m_trace, &TraceController::exportTo);
    dialog->open();
}

}  // namespace whittle

// Files and dialogs of the window. Its dialogs are not modal: the window stays usable behind them.
#include <algorithm>
#include <limits>

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QStatusBar>

#include "app/workbench/diagnostics.h"
#include "app/workbench/main_window.h"
#include "app/workbench/shortcuts_dialog.h"
#include "engine/base/version.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "views/graph/graph_export.h"
#include "views/models/item_key.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kDockActions = QStringLiteral("view.dock.");

// The file and how it was opened.
QString wayText(const GraphSource& source) { return (source.file + u' ' + source.how()).trimmed(); }

}  // namespace

void MainWindow::fillRecentMenu() {
    QMenu* menu = m_actions.menu(QStringLiteral("file.recent"));
    menu->clear();
    const QList<GraphSource> files = m_recent.files();
    if (files.isEmpty()) menu->addAction(tr("No file opened yet"))->setEnabled(false);
    for (const GraphSource& source : files)
        menu->addAction(wayText(source).replace(u'&', QLatin1String("&&")), this, [this, source] { openSource(source); });
    if (files.isEmpty()) return;
    menu->addSeparator();
    menu->addAction(tr("&Forget all"), &m_recent, &RecentFiles::clear);
}

void MainWindow::chooseGraph(const QString& title, const QString& filter, void (MainWindow::*use)(const QString& path)) {
    const QStringList recent = m_recent.paths();
    auto* dialog = new QFileDialog(this, title, recent.isEmpty() ? QString() : QFileInfo(recent.first()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({filter, tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, use);
    dialog->open();
}

void MainWindow::chooseFile() {
    chooseGraph(tr("Open a graph or a session"), tr("Graphs and sessions (*.pt2 *.json *.wtl *.py *.txt *.whittle)"), &MainWindow::openFile);
}

void MainWindow::chooseOthers() {
    const QStringList recent = m_recent.paths();
    auto* dialog = new QFileDialog(this, tr("Compare with other files"), recent.isEmpty() ? QString() : QFileInfo(recent.first()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Graphs (*.pt2 *.json *.wtl *.py *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this, &MainWindow::compareWith);
    dialog->open();
}

void MainWindow::chooseReduction() {
    auto* dialog = new QFileDialog(this, tr("Open the folder of a reduction"), m_form.settings().outputFolder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openFile);
    dialog->open();
}

void MainWindow::saveSession() { m_session->save(); }
void MainWindow::saveSessionAs() { m_session->saveAs(); }

void MainWindow::exportPicture() {
    QStringList filters;
    for (const ExportFormat& format : exportFormats()) filters << QStringLiteral("%1 (*.%2)").arg(exportTitle(format), QLatin1String(format.suffix));
    auto* dialog = new QFileDialog(this, tr("Export graph"), QFileInfo(m_document.path()).completeBaseName());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(filters);
    const auto follow = [dialog, filters](const QString& filter) { dialog->setDefaultSuffix(QLatin1String(exportFormats()[static_cast<std::size_t>(filters.indexOf(filter))].suffix)); };
    connect(dialog, &QFileDialog::filterSelected, dialog, follow);
    follow(filters.first());
    GraphView& view = activeView();
    connect(dialog, &QFileDialog::fileSelected, &view, [this, &view](const QString& path) {
        statusBar()->showMessage(tr("Writing %1…").arg(path));
        view.exportTo(path);
    });
    dialog->open();
}

void MainWindow::exportTimeline() {
    auto* dialog = new QFileDialog(this, tr("Export the timeline for trace viewers"), QFileInfo(m_document.path()).completeBaseName() + QStringLiteral(".trace.json"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Trace events, for Perfetto and chrome://tracing (*.json)"));
    dialog->setDefaultSuffix(QStringLiteral("json"));
    connect(dialog, &QFileDialog::fileSelected, &m_profile, &ProfileController::exportTo);
    dialog->open();
}

void MainWindow::exportReport() {
    auto* dialog = new QFileDialog(this, tr("Export a report"), QFileInfo(m_document.path()).completeBaseName() + QStringLiteral("-report.html"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Page for a browser (*.html)"));
    dialog->setDefaultSuffix(QStringLiteral("html"));
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::writeReport);
    dialog->open();
}

void MainWindow::writeReport(const QString& path) {
    std::vector<ReportInput::Shown> graphs;
    if (m_graph.scene()) graphs.push_back({m_display.leftTitle().isEmpty() ? m_document.title() : m_display.leftTitle(), snapshotOf(m_graph)});
    if (m_display.isTwoSided() && m_reducedGraph.scene()) graphs.push_back({m_display.rightTitle(), snapshotOf(m_reducedGraph)});
    statusBar()->showMessage(tr("Writing %1…").arg(path));
    m_reports->write(path, std::move(graphs), m_notes->toPlainText());
}

void MainWindow::exportTable() { m_tables->chooseFile(m_tables->current()); }
void MainWindow::copyTable() { m_tables->copy(m_tables->current(), tableFormats().front()); }
void MainWindow::openCalls() {
    showDock(QStringLiteral("recompiles"));
    m_recompiles->chooseCalls();
}

void MainWindow::saveCalls() {
    showDock(QStringLiteral("recompiles"));
    m_recompiles->chooseCallsFile();
}

void MainWindow::tellNotWritten(const QString& path, const QString& error) {
    statusBar()->clearMessage();
    auto* box = new QMessageBox(QMessageBox::Warning, tr("Export graph"), tr("%1 was not written.").arg(QFileInfo(path).fileName()), QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(error);
    box->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    box->open();
}

void MainWindow::copyGraphText() {
    if (const SceneRef& scene = activeGraph().scene()) QApplication::clipboard()->setText(toQString(printGraph(scene->graph(), findSchema)));
}

void MainWindow::showShortcuts() {
    auto* dialog = new ShortcutsDialog(m_actions, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showPalette(const QString& query) { m_palette->open(paletteEntries(), activeGraph().scene(), query); }

QList<PaletteEntry> MainWindow::paletteEntries() const {
    using Kind = PaletteEntry::Kind;
    QList<PaletteEntry> entries;
    for (const QAction* action : m_actions.all()) {
        const QString keys = action->shortcut().toString(QKeySequence::NativeText), id = action->objectName();
        if (id.startsWith(kDockActions)) entries.append({Kind::Dock, id.mid(kDockActions.size()), Actions::plainText(*action), tr("Dock"), keys});
        else if (action->isEnabled() && id != QLatin1String("go.command")) entries.append({Kind::Action, id, Actions::plainText(*action), m_actions.place(*action), keys});
    }
    for (const GraphSource& source : m_recent.files()) entries.append({Kind::File, wayText(source), QFileInfo(source.file).fileName(), (QFileInfo(source.file).path() + u' ' + source.how()).trimmed(), {}});
    for (const Stage& stage : m_stages.stages())
        if (stage.kind == Stage::Kind::Pass) entries.append({Kind::Pass, stage.name, stage.name, tr("Pass: what it rewrote"), {}});
    const auto age = [this](const PaletteEntry& entry) {
        const qsizetype at = entry.kind == Kind::Action ? m_lastActions.indexOf(entry.id) : -1;
        return at < 0 ? std::numeric_limits<qsizetype>::max() : at;
    };
    std::ranges::stable_sort(entries, {}, age);
    return entries;
}

void MainWindow::takeFromPalette(const PaletteEntry& entry) {
    switch (entry.kind) {
        case PaletteEntry::Kind::Action: return m_actions.action(entry.id)->trigger();
        case PaletteEntry::Kind::File: {
            const QList<GraphSource> files = m_recent.files();
            const auto found = std::ranges::find(files, entry.id, wayText);
            return found == files.end() ? void() : openSource(*found);
        }
        case PaletteEntry::Kind::Pass: return showPass(entry.id);
        case PaletteEntry::Kind::Item: {
            GraphView& view = activeView();
            // A version of the graph that came meanwhile may lack it.
            const SceneRef& scene = activeGraph().scene();
            if (const int item = scene ? findItem(*scene, entry.id) : -1; item >= 0) activeGraph().select(item);
            return view.canvas().setFocus();
        }
        case PaletteEntry::Kind::Dock: {
            showDock(entry.id);
            QDockWidget* wanted = dock(entry.id);
            QList<QWidget*> inside{wanted->widget()};
            inside << wanted->widget()->findChildren<QWidget*>();
            for (QWidget* widget : std::as_const(inside))
                if (widget->focusPolicy() & Qt::TabFocus && widget->isVisibleTo(wanted) && widget->isEnabled()) return widget->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
}

void MainWindow::copyDiagnostics() {
    m_jobs.submit(
        this, QStringLiteral("diagnostics"), [](const CancelToken&) { return machineFacts(); },
        [this](const DiagnosticFacts& machine) {
            QApplication::clipboard()->setText(diagnosticsText(windowFacts(*this) + machine, lastDone(*this), QDir::homePath()));
            statusBar()->showMessage(tr("Diagnostics copied: versions, machine, settings and what was done last."), kMessageMs);
        });
}

void MainWindow::showAbout() {
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Whittle"));
    box->setIconPixmap(applicationIcon().pixmap(64, 64));
    box->setText(tr("<h3>Whittle %1</h3><p>A graph debugging and minification workbench for tensor compilers.</p>"
                    "<p>Licensed under the Apache License 2.0.</p>").arg(QString::fromLatin1(kVersion)));
    box->open();
}

}  // namespace whittle

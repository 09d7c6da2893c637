// Files and dialogs of the window. Its dialogs are not modal: the window stays usable behind them.
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QStatusBar>

#include "app/workbench/main_window.h"
#include "app/workbench/shortcuts_dialog.h"
#include "engine/base/version.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "views/graph/graph_export.h"
#include "views/models/text.h"

namespace whittle {

void MainWindow::fillRecentMenu() {
    QMenu* menu = m_actions.menu(QStringLiteral("file.recent"));
    menu->clear();
    const QStringList paths = m_recent.paths();
    if (paths.isEmpty()) menu->addAction(tr("No file opened yet"))->setEnabled(false);
    for (const QString& path : paths)
        menu->addAction(QString(path).replace(u'&', QLatin1String("&&")), this, [this, path] { openFile(path); });
    if (paths.isEmpty()) return;
    menu->addSeparator();
    menu->addAction(tr("&Forget all"), &m_recent, &RecentFiles::clear);
}

void MainWindow::chooseGraph(const QString& title, void (MainWindow::*use)(const QString& path)) {
    const QStringList recent = m_recent.paths();
    auto* dialog = new QFileDialog(this, title, recent.isEmpty() ? QString() : QFileInfo(recent.first()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Graphs (*.pt2 *.json *.wtl *.py *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, use);
    dialog->open();
}

void MainWindow::chooseFile() { chooseGraph(tr("Open a graph"), &MainWindow::openFile); }
void MainWindow::chooseOther() { chooseGraph(tr("Compare with another file"), &MainWindow::compareWith); }

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
    auto* dialog = new ShortcutsDialog(m_actions.all(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
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

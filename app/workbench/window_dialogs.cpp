// Files and dialogs of the window. Its dialogs are not modal: the window stays usable behind them.
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QSaveFile>

#include "app/workbench/main_window.h"
#include "app/workbench/shortcuts_dialog.h"
#include "engine/base/version.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
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
    auto* dialog = new QFileDialog(this, tr("Export picture"), QFileInfo(m_document.path()).completeBaseName() + QStringLiteral(".png"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("PNG pictures (*.png)"));
    dialog->setDefaultSuffix(QStringLiteral("png"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        QSaveFile file(path);
        const QImage image = activeView().canvas().exportImage();
        const bool written = !image.isNull() && file.open(QIODevice::WriteOnly) && image.save(&file, "PNG") && file.commit();
        statusBar()->showMessage(written ? tr("Picture written to %1").arg(path) : tr("%1 could not be written: %2").arg(path, file.errorString()), 8000);
    });
    dialog->open();
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

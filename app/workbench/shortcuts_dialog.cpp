#include "app/workbench/shortcuts_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

namespace whittle {

ShortcutsDialog::ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(460, 560);
    QList<std::pair<QString, QString>> rows;
    for (const QAction* action : actions)
        if (!action->shortcut().isEmpty())
            rows.append({QString(action->text()).remove(u'&'), action->shortcut().toString(QKeySequence::NativeText)});
    const std::pair<const char*, const char*> canvas[] = {
        {QT_TR_NOOP("Graph: follow the edges"), "↑ ↓ ← →"},
        {QT_TR_NOOP("Graph: move the picture"), QT_TR_NOOP("Shift+arrows, wheel, drag")},
        {QT_TR_NOOP("Graph: page up and down"), "PgUp PgDown"},
        {QT_TR_NOOP("Graph: first and last box"), "Home End"},
        {QT_TR_NOOP("Graph: zoom to the pointer"), QT_TR_NOOP("Ctrl+wheel, pinch")},
        {QT_TR_NOOP("Graph: zoom"), "+ − 0"},
        {QT_TR_NOOP("Graph: show the selection"), "Enter"},
        {QT_TR_NOOP("Graph: clear the highlight, then the selection"), "Esc"},
        {QT_TR_NOOP("Graph: ways from the selection"), QT_TR_NOOP("Shift+click")},
        {QT_TR_NOOP("Graph: copy the selection as text"), "Ctrl+C"},
    };
    for (const auto& [what, keys] : canvas) rows.append({tr(what), tr(keys)});

    auto* table = new QTableWidget(static_cast<int>(rows.size()), 2);
    table->setHorizontalHeaderLabels({tr("What"), tr("Keys")});
    table->setAccessibleName(tr("Keyboard shortcuts"));
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setTabKeyNavigation(false);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    table->horizontalHeader()->resizeSection(1, 180);
    for (int row = 0; row < rows.size(); ++row) {
        table->setItem(row, 0, new QTableWidgetItem(rows[row].first));
        table->setItem(row, 1, new QTableWidgetItem(rows[row].second));
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(table);
    column->addWidget(buttons);
}

}  // namespace whittle

#include "views/log/log_view.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSaveFile>
#include <QShortcut>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/row_list.h"

namespace whittle {

LogView::LogView(ActionLog& log, QWidget* parent)
    : QWidget(parent), m_log(log), m_table(new QTableView), m_empty(new QLabel), m_said(new QLabel), m_copy(new QPushButton(icon(Icon::Copy), tr("&Copy"))),
      m_export(new QPushButton(icon(Icon::Export), tr("&Export script…"))), m_clear(new QPushButton(tr("C&lear"))) {
    m_table->setModel(&log);
    makeRowList(*m_table, tr("Log of what was done"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->resizeSection(ActionLog::Time, 80);
    m_table->horizontalHeader()->resizeSection(ActionLog::What, 240);
    m_empty->setText(tr("Nothing was done yet. What you open, reduce and export is listed here as command lines that do the same."));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_copy->setToolTip(tr("The command lines of the selected rows, or all of them (Ctrl+C)"));
    m_export->setToolTip(tr("All of them as a shell script that does the same again"));
    m_said->setForegroundRole(QPalette::PlaceholderText);
    m_said->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(8, 4, 8, 6);
    buttons->setSpacing(6);
    for (QPushButton* button : {m_copy, m_export, m_clear}) buttons->addWidget(button);
    buttons->addWidget(m_said, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addWidget(m_empty, 1);
    column->addLayout(buttons);
    connect(m_copy, &QPushButton::clicked, this, &LogView::copy);
    connect(m_export, &QPushButton::clicked, this, &LogView::exportScript);
    connect(m_clear, &QPushButton::clicked, &log, &ActionLog::clear);
    connect(new QShortcut(QKeySequence::Copy, m_table, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this, &LogView::copy);
    connect(&log, &QAbstractItemModel::modelReset, this, &LogView::showState);
    connect(&log, &QAbstractItemModel::rowsInserted, this, [this] {
        m_table->scrollToBottom();
        showState();
    });
    showState();
}

void LogView::showState() {
    const bool empty = m_log.rowCount() == 0;
    m_table->setVisible(!empty);
    m_empty->setVisible(empty);
    for (QPushButton* button : {m_copy, m_export, m_clear}) button->setEnabled(!empty);
    m_said->clear();
}

void LogView::copy() {
    QList<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) rows << index.row();
    std::ranges::sort(rows);
    if (rows.isEmpty())
        for (int row = 0; row < m_log.rowCount(); ++row) rows << row;
    QStringList lines;
    for (const int row : std::as_const(rows))
        if (!m_log.command(row).isEmpty()) lines << m_log.command(row);
    if (!lines.isEmpty()) QApplication::clipboard()->setText(lines.join(u'\n') + u'\n');
    m_said->setText(tr("%n command lines copied.", nullptr, static_cast<int>(lines.size())));
}

void LogView::exportScript() {
    auto* dialog = new QFileDialog(window(), tr("Export script"), QStringLiteral("whittle.sh"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Shell scripts (*.sh)"), tr("All files (*)")});
    dialog->setDefaultSuffix(QStringLiteral("sh"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        QSaveFile file(path);
        const bool written = file.open(QIODevice::WriteOnly) && file.write(m_log.script(QGuiApplication::applicationDisplayName()).toUtf8()) >= 0 && file.commit();
        if (written) QFile::setPermissions(path, QFile::permissions(path) | QFile::ExeOwner);
        m_said->setText(written ? tr("Script written to %1").arg(path) : tr("%1 could not be written: %2").arg(path, file.errorString()));
    });
    dialog->open();
}

}  // namespace whittle

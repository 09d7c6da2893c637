#include "views/minify/result_tabs.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QUrl>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/models/format.h"
#include "views/models/text.h"
#include "views/row_list.h"

namespace whittle {
namespace {

enum Tab { GraphTab, ReproducerTab, OthersTab };

QLabel* textLabel(const QString& name) {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setAccessibleName(name);
    return label;
}

void openOutside(const QString& path) { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); }

}  // namespace

MinifyResultTabs::MinifyResultTabs(MinifyController& minify, QWidget* parent) : QTabWidget(parent), m_minify(minify) {
    setDocumentMode(true);
    setAccessibleName(tr("Results of the reduction"));
    m_text = new QPlainTextEdit;
    m_text->setReadOnly(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setPlaceholderText(tr("The reduced graph appears here as text."));
    m_text->setAccessibleName(tr("Reduced graph as text"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setTabChangesFocus(true);
    addTab(m_text, tr("Reduced graph"));
    addTab(makeReproducer(), tr("Reproducer"));
    addTab(makeOthers(), tr("Other failures"));
    connect(&minify, &MinifyController::progressChanged, this, &MinifyResultTabs::showGraph);
    connect(&minify, &MinifyController::stateChanged, this, &MinifyResultTabs::showResult);
    showGraph();
    showResult();
}

QWidget* MinifyResultTabs::makeReproducer() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(8);
    m_summary = textLabel(tr("Summary"));
    m_lines = textLabel(tr("More about the result"));
    m_folder = textLabel(tr("Reproducer folder"));
    m_folder->setForegroundRole(QPalette::PlaceholderText);
    m_report = new QPushButton(icon(Icon::Export), tr("Open r&eport"));
    m_report->setToolTip(tr("report.html: the whole reduction on one page"));
    m_show = new QPushButton(icon(Icon::Folder), tr("Open f&older"));
    m_issue = new QPushButton(icon(Icon::Copy), tr("Copy &issue text"));
    m_issue->setToolTip(tr("issue.md, to paste where the compiler's bugs are told"));
    m_path = new QPushButton(icon(Icon::Copy), tr("Copy &path"));
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {m_report, m_show, m_issue, m_path}) buttons->addWidget(button);
    buttons->addStretch(1);
    column->addWidget(m_summary);
    column->addLayout(buttons);
    column->addWidget(m_folder);
    column->addWidget(m_lines);
    column->addStretch(1);
    connect(m_report, &QPushButton::clicked, this, [this] { openOutside(m_minify.files().report); });
    connect(m_show, &QPushButton::clicked, this, [this] { openOutside(m_minify.files().folder); });
    connect(m_issue, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_minify.files().issueText); });
    connect(m_path, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_minify.files().folder); });
    auto* scroll = new QScrollArea;  // notes may be many
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

QWidget* MinifyResultTabs::makeOthers() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    m_noOthers = new QLabel;
    m_noOthers->setWordWrap(true);
    m_noOthers->setMargin(12);
    m_noOthers->setForegroundRole(QPalette::PlaceholderText);
    m_others = new QTableWidget(0, 3);
    m_others->setHorizontalHeaderLabels({tr("Kind"), tr("Times"), tr("Message")});
    makeRowList(*m_others, tr("Other failures met on the way"));
    m_others->horizontalHeader()->setStretchLastSection(true);
    m_open = new QPushButton(icon(Icon::Graph), tr("Open &example"));
    m_open->setToolTip(tr("Opens the first graph that failed so, to look at it or to reduce it next"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 6);
    row->addWidget(m_open);
    row->addStretch(1);
    column->addWidget(m_noOthers);
    column->addWidget(m_others, 1);
    column->addLayout(row);
    column->addStretch(0);
    connect(m_open, &QPushButton::clicked, this, &MinifyResultTabs::openExample);
    connect(m_others, &QTableWidget::cellActivated, this, &MinifyResultTabs::openExample);
    connect(m_others, &QTableWidget::itemSelectionChanged, this, [this] { m_open->setEnabled(m_others->currentRow() >= 0); });
    return page;
}

void MinifyResultTabs::openExample() {
    const auto rows = m_minify.others();
    const auto row = static_cast<std::size_t>(m_others->currentRow());
    if (row < rows.size() && !rows[row].example.isEmpty()) emit graphWanted(rows[row].example);
}

void MinifyResultTabs::showGraph() {
    const QString text = m_minify.reducedText();
    if (text != m_text->toPlainText()) m_text->setPlainText(text);
}

void MinifyResultTabs::showResult() {
    const auto& result = m_minify.result();
    const MinifyFiles& files = m_minify.files();
    m_folder->setText(files.folder);
    m_folder->setVisible(!files.folder.isEmpty());
    m_show->setVisible(!files.folder.isEmpty());
    m_path->setVisible(!files.folder.isEmpty());
    m_report->setVisible(!files.report.isEmpty());
    m_issue->setVisible(!files.issueText.isEmpty());
    m_lines->setText(m_minify.resultLines().join(u'\n'));
    m_lines->setVisible(!m_lines->text().isEmpty());

    const std::vector<OtherFailureRow> others = m_minify.others();
    m_others->setRowCount(0);
    for (const OtherFailureRow& other : others) {
        const int row = m_others->rowCount();
        m_others->insertRow(row);
        m_others->setItem(row, 0, new QTableWidgetItem(other.kind));
        m_others->setItem(row, 1, new QTableWidgetItem(formatCount(other.count)));
        m_others->item(row, 1)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_others->setItem(row, 2, new QTableWidgetItem(other.message));
        for (int column = 0; column < m_others->columnCount(); ++column) m_others->item(row, column)->setToolTip(other.message);
    }
    m_others->resizeColumnToContents(0);
    m_others->resizeColumnToContents(1);
    m_others->setVisible(!others.empty());
    m_open->setVisible(!others.empty());
    m_open->setEnabled(m_others->currentRow() >= 0);
    m_noOthers->setVisible(others.empty());
    m_noOthers->setText(result ? tr("No candidate failed in another way.")
                               : tr("Candidates that fail in another way than the original are kept here when the reduction ends."));
    setTabText(OthersTab, others.empty() ? tr("Other failures") : tr("Other failures (%1)").arg(formatCount(static_cast<qint64>(others.size()))));

    if (!result)
        return m_summary->setText(tr("When the reduction ends, its reproducer is here: a script that a PyTorch user can run, the graph, "
                                     "its inputs, a report and an issue text."));
    const bool noFailure = result->failure.signature.empty();  // none, or none seen before the end
    if (noFailure || result->status == MinifyResult::Status::DoesNotFail || result->status == MinifyResult::Status::Flaky)
        m_summary->setText(m_minify.statusText());
    else
        m_summary->setText(tr("%1: %2\nInput data: %3 → %4")
                               .arg(toQString(failureKindName(result->failure.kind)), toQString(result->failure.message),
                                    formatBytes(result->bytesBefore), formatBytes(result->bytesAfter)));
    if (m_minify.state() == MinifyController::State::Done) setCurrentIndex(files.folder.isEmpty() ? GraphTab : ReproducerTab);
}

}  // namespace whittle

#include "views/minify/minify_panel.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFontDatabase>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QSplitter>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/minify/curve_plot.h"
#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {
namespace {

constexpr int kClockMs = 500;

}  // namespace

MinifyPanel::MinifyPanel(MinifyController& minify, QWidget* parent) : QWidget(parent), m_minify(minify) {
    auto* split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(makeOptions());
    split->addWidget(makeProgress());
    split->addWidget(makeResults());
    split->setStretchFactor(0, 0);
    split->setStretchFactor(1, 3);
    split->setStretchFactor(2, 3);
    split->setSizes({320, 440, 440});
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(split);

    m_clock.setInterval(kClockMs);
    connect(&m_clock, &QTimer::timeout, this, [this] { m_elapsed->setText(formatElapsed(m_minify.seconds())); });
    connect(&minify, &MinifyController::stateChanged, this, &MinifyPanel::showState);
    connect(&minify, &MinifyController::progressChanged, this, &MinifyPanel::showProgress);
    showState();
    showProgress();
}

QWidget* MinifyPanel::makeOptions() {
    auto* page = new QWidget;
    auto* form = new QFormLayout(page);
    form->setContentsMargins(12, 10, 12, 10);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setRowWrapPolicy(QFormLayout::DontWrapRows);

    m_folder = new QLineEdit;
    m_folder->setAccessibleName(tr("Output folder"));
    m_folder->setToolTip(tr("Holds the journal, the best graph so far and, at the end, the reproducer"));
    auto* choose = new QToolButton;
    choose->setIcon(icon(Icon::Folder));
    choose->setAccessibleName(tr("Choose the output folder"));
    choose->setToolTip(tr("Choose the output folder"));
    auto* folderRow = new QHBoxLayout;
    folderRow->setSpacing(4);
    folderRow->addWidget(m_folder);
    folderRow->addWidget(choose);
    form->addRow(tr("&Output folder"), folderRow);
    static_cast<QLabel*>(form->labelForField(folderRow))->setBuddy(m_folder);

    m_match = new QComboBox;
    m_match->addItem(tr("the same kind and signature"));
    m_match->addItem(tr("the same kind"));
    m_match->setAccessibleName(tr("A candidate counts when it fails with"));
    m_match->view()->setAccessibleName(m_match->accessibleName());
    m_match->setToolTip(tr("How alike a candidate's failure must be to the original's to count"));
    form->addRow(tr("&Fails with"), m_match);

    m_inject = new QLineEdit;
    m_inject->setPlaceholderText(tr("none, or gelu=wrong_result"));
    m_inject->setAccessibleName(tr("Planted fault"));
    m_inject->setToolTip(tr("For developers: plants a fault in Whittle's own compiler at an operator, as OP=KIND. Kinds: "
                            "compile_error, crash, hang, out_of_memory, run_error, wrong_result"));
    form->addRow(tr("&Planted fault"), m_inject);

    m_resume = new QCheckBox(tr("&Resume the journal in the folder"));
    form->addRow(QString(), m_resume);

    m_start = new QPushButton(icon(Icon::Start), tr("&Start"));
    m_start->setToolTip(tr("Cut the graph down to the smallest one that still fails (Ctrl+M)"));
    m_stop = new QPushButton(icon(Icon::Stop), tr("S&top"));
    m_stop->setToolTip(tr("End with the best graph so far (Ctrl+.)"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_start);
    buttons->addWidget(m_stop);
    form->addRow(QString(), buttons);

    m_options = {m_folder, choose, m_match, m_inject, m_resume};
    connect(choose, &QToolButton::clicked, this, &MinifyPanel::chooseFolder);
    connect(m_start, &QPushButton::clicked, this, &MinifyPanel::start);
    connect(m_stop, &QPushButton::clicked, &m_minify, &MinifyController::stop);

    auto* scroll = new QScrollArea;  // a low dock must not squeeze the form
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(300);
    scroll->setMaximumWidth(420);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

QLabel* MinifyPanel::addCounter(QLayout& row, const QString& title) {
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 18, 0);
    column->setSpacing(0);
    auto* value = new QLabel;
    QFont font = value->font();
    font.setPointSizeF(font.pointSizeF() * 1.25);
    font.setWeight(QFont::DemiBold);
    value->setFont(font);
    value->setAccessibleName(title);
    auto* label = new QLabel(title);
    label->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(value);
    column->addWidget(label);
    row.addWidget(box);
    return value;
}

QWidget* MinifyPanel::makeProgress() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(10, 10, 10, 6);
    column->setSpacing(6);
    m_status = new QLabel;
    m_status->setWordWrap(true);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_status);
    auto* counters = new QHBoxLayout;
    m_nodes = addCounter(*counters, tr("nodes"));
    m_candidates = addCounter(*counters, tr("candidates"));
    m_hits = addCounter(*counters, tr("from cache"));
    m_elapsed = addCounter(*counters, tr("elapsed"));
    counters->addStretch(1);
    column->addLayout(counters);
    column->addWidget(new CurvePlot(m_minify), 1);
    return page;
}

QWidget* MinifyPanel::makeResults() {
    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Results of the reduction"));

    m_text = new QPlainTextEdit;
    m_text->setReadOnly(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setPlaceholderText(tr("The reduced graph appears here as text."));
    m_text->setAccessibleName(tr("Reduced graph as text"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setTabChangesFocus(true);
    m_tabs->addTab(m_text, tr("Reduced graph"));

    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(12, 12, 12, 12);
    m_summary = new QLabel;
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_summary->setAccessibleName(tr("Summary"));
    m_folderText = new QLabel;
    m_folderText->setWordWrap(true);
    m_folderText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_folderText->setAccessibleName(tr("Reproducer folder"));
    m_copy = new QPushButton(icon(Icon::Copy), tr("&Copy path"));
    m_show = new QPushButton(icon(Icon::Folder), tr("Open f&older"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_copy);
    buttons->addWidget(m_show);
    buttons->addStretch(1);
    column->addWidget(m_summary);
    column->addWidget(m_folderText);
    column->addLayout(buttons);
    column->addStretch(1);
    m_tabs->addTab(page, tr("Reproducer"));

    m_others = new QTableWidget(0, 3);
    m_others->setHorizontalHeaderLabels({tr("Kind"), tr("Times"), tr("Message")});
    m_others->setAccessibleName(tr("Other failures met on the way"));
    m_others->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_others->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_others->setTabKeyNavigation(false);
    m_others->horizontalHeader()->setStretchLastSection(true);
    m_others->verticalHeader()->hide();
    m_others->setFrameShape(QFrame::NoFrame);
    m_tabs->addTab(m_others, tr("Other failures"));

    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_folderText->text()); });
    connect(m_show, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_folderText->text())); });
    return m_tabs;
}

void MinifyPanel::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("Output folder"), m_folder->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, m_folder, &QLineEdit::setText);
    dialog->open();
}

MinifySettings MinifyPanel::settings() const {
    return {.outputFolder = m_folder->text().trimmed(),
            .inject = m_inject->text().trimmed(),
            .match = m_match->currentIndex() == 0 ? SignatureMatch::Exact : SignatureMatch::Kind,
            .resume = m_resume->isChecked()};
}

void MinifyPanel::setSettings(const MinifySettings& settings) {
    m_folder->setText(settings.outputFolder);
    m_inject->setText(settings.inject);
    m_match->setCurrentIndex(settings.match == SignatureMatch::Exact ? 0 : 1);
    m_resume->setChecked(settings.resume);
}

void MinifyPanel::showState() {
    const bool running = m_minify.isRunning();
    for (QWidget* option : m_options) option->setEnabled(!running);
    m_start->setEnabled(m_minify.canStart());
    m_stop->setEnabled(m_minify.state() == MinifyController::State::Running);
    running ? m_clock.start() : m_clock.stop();
    const bool failed = m_minify.state() == MinifyController::State::Failed;
    m_status->setText(failed ? m_minify.statusText() + QLatin1Char('\n') + m_minify.errorText() : m_minify.statusText());
    m_status->setForegroundRole(failed ? QPalette::BrightText : QPalette::WindowText);
    showResult();
    if (m_minify.state() == MinifyController::State::Done) m_tabs->setCurrentIndex(0);
}

void MinifyPanel::showProgress() {
    const auto& progress = m_minify.progress();
    const QString none = QStringLiteral("–");
    const auto nodes = m_minify.original() ? static_cast<qint64>(m_minify.original()->nodes().size()) : -1;
    m_nodes->setText(progress ? formatChange(progress->nodesBefore, progress->nodesNow) : nodes < 0 ? none : formatCount(nodes));
    m_candidates->setText(progress ? formatCount(progress->candidates) : none);
    m_hits->setText(progress ? formatCount(progress->cacheHits) : none);
    m_elapsed->setText(progress || m_minify.isRunning() ? formatElapsed(m_minify.seconds()) : none);
    if (m_minify.isRunning()) m_status->setText(m_minify.statusText());
    const QString text = m_minify.reducedText();
    if (text != m_text->toPlainText()) m_text->setPlainText(text);
}

void MinifyPanel::showResult() {
    const auto& result = m_minify.result();
    const bool exported = result && !result->reproducer.empty();
    m_folderText->setText(exported ? fromPath(result->reproducer) : QString());
    m_folderText->setVisible(exported);
    m_copy->setVisible(exported);
    m_show->setVisible(exported);
    m_others->setRowCount(0);
    if (!result) {
        m_summary->setText(tr("When a reduction ends, its reproducer is here: a script that a PyTorch user can run, the graph, its "
                              "inputs and a report."));
        return m_tabs->setTabText(2, tr("Other failures"));
    }
    const bool noFailure = result->failure.signature.empty();  // none, or none seen before the end
    if (noFailure || result->status == MinifyResult::Status::DoesNotFail || result->status == MinifyResult::Status::Flaky)
        m_summary->setText(m_minify.statusText());
    else
        m_summary->setText(tr("%1: %2\nNodes %3 · inputs %4 · data %5 → %6")
                               .arg(toQString(failureKindName(result->failure.kind)), toQString(result->failure.message),
                                    formatChange(result->nodesBefore, result->nodesAfter),
                                    formatChange(result->inputsBefore, result->inputsAfter), formatBytes(result->bytesBefore),
                                    formatBytes(result->bytesAfter)));
    m_tabs->setTabText(2, tr("Other failures (%1)").arg(formatCount(static_cast<qint64>(result->others.size()))));
    for (const OtherFailure& other : result->others) {
        const int row = m_others->rowCount();
        m_others->insertRow(row);
        m_others->setItem(row, 0, new QTableWidgetItem(toQString(failureKindName(other.failure.kind))));
        m_others->setItem(row, 1, new QTableWidgetItem(formatCount(other.count)));
        m_others->setItem(row, 2, new QTableWidgetItem(toQString(other.failure.message)));
        m_others->item(row, 2)->setToolTip(fromPath(other.example));
    }
}

}  // namespace whittle

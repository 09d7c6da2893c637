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
#include "views/share_bar.h"

namespace whittle {
namespace {

enum Tab { GraphTab, PassesTab, ReproducerTab, OthersTab };
constexpr int kPassWidths[PassWorthModel::ColumnCount] = {150, 60, 80, 80, 140, 110, 120, 80};
constexpr int kBarRoom = 9;  // of a row: bars stand under the numbers

QLabel* textLabel(const QString& name) {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setAccessibleName(name);
    return label;
}

// The pass that is at work is bold.
class PassDelegate final : public ShareBar {
public:
    explicit PassDelegate(QObject* parent) : ShareBar(PassWorthModel::ShareRole, parent) {}

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        ShareBar::initStyleOption(option, index);
        if (index.data(PassWorthModel::CurrentRole).toBool()) option->font.setWeight(QFont::DemiBold);
    }
};

QLabel* emptyLabel() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setMargin(12);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

void openOutside(const QString& path) { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); }

}  // namespace

MinifyResultTabs::MinifyResultTabs(MinifyController& minify, QWidget* parent)
    : QTabWidget(parent), m_minify(minify), m_passWorth(minify), m_otherFailures(minify) {
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
    addTab(makePasses(), tr("Passes"));
    addTab(makeReproducer(), tr("Reproducer"));
    addTab(makeOthers(), tr("Other failures"));
    connect(&minify, &MinifyController::progressChanged, this, [this] {
        showGraph();
        showPasses();
        showOthers();
    });
    connect(&minify, &MinifyController::stateChanged, this, &MinifyResultTabs::showResult);
    showGraph();
    showPasses();
    showResult();
}

QWidget* MinifyResultTabs::makePasses() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    m_noPasses = emptyLabel();
    m_noPasses->setText(tr("What each pass tries, and how much smaller it makes the graph, appears here with the first candidate."));
    m_passes = new QTableView;
    m_passes->setModel(&m_passWorth);
    makeRowList(*m_passes, tr("Passes of the reduction and what they brought"));
    m_passes->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kBarRoom);
    m_passes->setItemDelegate(new PassDelegate(m_passes));
    for (int i = 0; i < PassWorthModel::ColumnCount; ++i) m_passes->setColumnWidth(i, kPassWidths[i]);
    column->addWidget(m_noPasses);
    column->addWidget(m_passes, 1);
    column->addStretch(0);
    return page;
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
    m_noOthers = emptyLabel();
    m_others = new QTableView;
    m_others->setModel(&m_otherFailures);
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
    connect(m_others, &QTableView::activated, this, &MinifyResultTabs::openExample);
    connect(m_others->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) { m_open->setEnabled(current.isValid()); });
    return page;
}

void MinifyResultTabs::openExample() {
    if (const QString example = m_others->currentIndex().data(OtherFailuresModel::ExampleRole).toString(); !example.isEmpty()) emit graphWanted(example);
}

void MinifyResultTabs::showGraph() {
    const QString text = m_minify.reducedText();
    if (text != m_text->toPlainText()) m_text->setPlainText(text);
}

void MinifyResultTabs::showPasses() {
    const bool isEmpty = m_passWorth.rowCount() == 0;
    m_passes->setHidden(isEmpty);
    m_noPasses->setVisible(isEmpty);
}

void MinifyResultTabs::showOthers() {
    const int count = m_otherFailures.rowCount();
    const bool isNew = m_others->isHidden() && count > 0;
    m_others->setVisible(count > 0);
    m_open->setVisible(count > 0);
    m_open->setEnabled(m_others->currentIndex().isValid());
    m_noOthers->setVisible(count == 0);
    m_noOthers->setText(m_minify.result() ? tr("No candidate failed in another way.")
                                          : tr("Candidates that fail in another way than the original appear here as they are met."));
    if (const QString title = count == 0 ? tr("Other failures") : tr("Other failures (%1)").arg(formatCount(count)); title != tabText(OthersTab)) setTabText(OthersTab, title);
    if (!isNew) return;
    m_others->resizeColumnToContents(OtherFailuresModel::KindColumn);
    m_others->resizeColumnToContents(OtherFailuresModel::TimesColumn);
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

    showOthers();
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

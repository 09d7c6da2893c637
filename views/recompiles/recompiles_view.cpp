#include "views/recompiles/recompiles_view.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/models/stance_matrix_model.h"
#include "views/models/text.h"
#include "views/recompiles/stance_options.h"

namespace whittle {
namespace {

constexpr int kStatusWidth = 300;
constexpr int kEmptyWidth = 680;
constexpr qsizetype kCommandShown = 1000;  // characters

QToolButton* toolButton(Icon mark, const QString& name) {
    auto* made = new QToolButton;
    made->setIcon(icon(mark));
    made->setAutoRaise(true);
    made->setToolTip(name);
    made->setAccessibleName(name);
    return made;
}

}  // namespace

RecompilesView::RecompilesView(StanceController& stances, StanceDetails& details, StanceProbe& probe, GraphController& graph, QWidget* parent)
    : QWidget(parent), m_stances(stances), m_details(details), m_probe(probe), m_graph(graph), m_pages(new QStackedWidget), m_matrix(new MatrixTable(stances, details)), m_tabs(new QTabWidget),
      m_story(new StoryBrowser(tr("What happened in the call"))), m_cache(new CachePage(details)), m_guards(new GuardsPage(details)), m_advice(new AdvicePage(stances)), m_try(new TryPage(probe)) {
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("What is known of the cell"));
    m_tabs->addTab(m_story, tr("What happened"));
    m_tabs->addTab(m_cache, tr("Cache"));
    m_tabs->addTab(m_guards, tr("Guards"));
    m_tabs->addTab(m_advice, tr("Advice"));
    m_tabs->addTab(m_try, tr("Try"));
    auto* content = new QSplitter(Qt::Horizontal);
    content->setChildrenCollapsible(false);
    content->addWidget(makeCalls());
    content->addWidget(m_tabs);
    content->setSizes({840, 560});
    m_pages->addWidget(makeEmpty());
    m_pages->addWidget(content);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHeader());
    column->addWidget(m_pages, 1);
    column->addWidget(makeCommand());

    connect(&stances, &StanceController::stateChanged, this, &RecompilesView::showState);
    connect(&stances, &StanceController::inputChanged, this, [this] {
        m_refusal.clear();
        showState();
    });
    connect(&stances, &StanceController::refused, this, [this](const QString& text) {
        m_refusal = text;
        showState();
    });
    connect(&details, &StanceDetails::cellChanged, this, &RecompilesView::showStory);
    connect(&details, &StanceDetails::differenceChanged, this, &RecompilesView::showStory);
    connect(m_matrix, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (!m_matrix->matrix().isStance(index.column())) return;
        m_tabs->setCurrentIndex(StoryTab);
        m_story->setFocus(Qt::OtherFocusReason);
    });
    connect(m_matrix, &MatrixTable::currentCallChanged, this, &RecompilesView::showState);
    connect(m_story, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) { openLink(url.toString()); });
    connect(&m_try->answer(), &QTextBrowser::anchorClicked, this, [this](const QUrl& url) { openLink(url.toString()); });
    connect(m_guards, &GuardsPage::nodeWanted, this, &RecompilesView::goTo);
    connect(m_cache, &CachePage::guardsWanted, this, [this] { m_tabs->setCurrentIndex(GuardsTab); });
    connect(m_try, &TryPage::selectedWanted, this, [this] { m_probe.take(m_matrix->currentCall()); });
    showState();
    showStory();
}

QWidget* RecompilesView::makeHeader() {
    m_run = new QPushButton(icon(Icon::Start), tr("&Run"));
    m_run->setToolTip(tr("Makes the calls under every stance that is chosen (F7)"));
    m_stop = new QPushButton(icon(Icon::Stop), tr("&Stop"));
    m_live = new QCheckBox(tr("Run on &edit"));
    m_live->setToolTip(tr("Runs again a moment after each change"));
    m_bar = new QProgressBar;
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(90, 8);
    m_bar->setAccessibleName(tr("Calls made"));
    m_status = new QLabel;
    m_status->setAccessibleName(tr("State of the replay"));
    m_status->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // a long one must not make the window wider
    m_message = new QLabel;
    m_message->setWordWrap(true);
    m_message->setMargin(6);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_message->setAccessibleName(tr("What went wrong"));
    m_copyMessage = toolButton(Icon::Copy, tr("Copy the message"));
    connect(m_run, &QPushButton::clicked, this, &RecompilesView::runWanted);
    connect(m_stop, &QPushButton::clicked, &m_stances, &StanceController::stop);
    connect(m_live, &QCheckBox::toggled, &m_stances, &StanceController::setLive);
    connect(m_copyMessage, &QToolButton::clicked, this, [this] { QApplication::clipboard()->setText(m_message->text()); });
    auto* header = new QWidget;
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->addWidget(m_run);
    row->addWidget(m_stop);
    row->addSpacing(4);
    row->addWidget(m_live);
    row->addSpacing(12);
    row->addWidget(new StanceOptionsBar(m_stances));
    row->addWidget(m_status, 1);
    row->addWidget(m_bar);
    auto* said = new QHBoxLayout;
    said->setContentsMargins(8, 0, 8, 2);
    said->addWidget(m_message, 1);
    said->addWidget(m_copyMessage, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(header);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addLayout(said);
    return header;
}

QWidget* RecompilesView::makeEmpty() {
    m_emptyText = new QLabel;
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_emptyText->setWordWrap(true);
    m_emptyAdd = new QPushButton(icon(Icon::Add), tr("&Add a call of the graph's inputs"));
    m_emptyOpen = new QPushButton(icon(Icon::Open), tr("&Open calls…"));
    m_emptyGraph = new QPushButton(icon(Icon::Open), tr("Open a &graph…"));
    connect(m_emptyAdd, &QPushButton::clicked, m_matrix, &MatrixTable::addCall);
    connect(m_emptyOpen, &QPushButton::clicked, this, &RecompilesView::chooseCalls);
    connect(m_emptyGraph, &QPushButton::clicked, this, &RecompilesView::graphWanted);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    for (QPushButton* button : {m_emptyAdd, m_emptyOpen, m_emptyGraph}) buttons->addWidget(button);
    buttons->addStretch(1);
    auto* holder = new QWidget;
    holder->setMaximumWidth(kEmptyWidth);
    auto* column = new QVBoxLayout(holder);
    column->setSpacing(12);
    column->addWidget(m_emptyText);
    column->addLayout(buttons);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(holder, 8);
    row->addStretch(1);
    auto* page = new QWidget;
    auto* rows = new QVBoxLayout(page);
    rows->addStretch(2);
    rows->addLayout(row);
    rows->addStretch(3);
    return page;
}

QWidget* RecompilesView::makeCalls() {
    auto* add = toolButton(Icon::Add, tr("Add a call (Insert)"));
    m_duplicate = toolButton(Icon::Copy, tr("Duplicate the call (Alt+Insert)"));
    m_remove = toolButton(Icon::Remove, tr("Remove the call (Delete)"));
    m_up = toolButton(Icon::Previous, tr("Move the call up (Ctrl+Up)"));
    m_down = toolButton(Icon::Next, tr("Move the call down (Ctrl+Down)"));
    auto* open = toolButton(Icon::Open, tr("Open calls…"));
    m_save = toolButton(Icon::Export, tr("Save the calls…"));
    connect(add, &QToolButton::clicked, m_matrix, &MatrixTable::addCall);
    connect(m_duplicate, &QToolButton::clicked, m_matrix, &MatrixTable::duplicateCall);
    connect(m_remove, &QToolButton::clicked, m_matrix, &MatrixTable::removeCall);
    connect(m_up, &QToolButton::clicked, this, [this] { m_matrix->moveCall(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { m_matrix->moveCall(1); });
    connect(open, &QToolButton::clicked, this, &RecompilesView::chooseCalls);
    connect(m_save, &QToolButton::clicked, this, &RecompilesView::chooseCallsFile);
    auto* strip = new QVBoxLayout;
    strip->setContentsMargins(2, 2, 2, 2);
    strip->setSpacing(2);
    for (QToolButton* button : {add, m_duplicate, m_remove, m_up, m_down, open, m_save}) strip->addWidget(button);
    strip->addStretch(1);
    auto* page = new QWidget;
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addLayout(strip);
    row->addWidget(m_matrix, 1);
    return page;
}

QWidget* RecompilesView::makeCommand() {
    m_command = new QLabel;
    m_command->setTextFormat(Qt::PlainText);
    m_command->setForegroundRole(QPalette::PlaceholderText);
    m_command->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_command->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_command->setAccessibleName(tr("The command that does the same"));
    m_copyCommand = toolButton(Icon::Copy, tr("Copy the command that does the same"));
    connect(m_copyCommand, &QToolButton::clicked, this, [this] { QApplication::clipboard()->setText(m_stances.command()); });
    auto* strip = new QWidget;
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(10, 1, 8, 3);
    row->addWidget(m_command, 1);
    row->addWidget(m_copyCommand);
    return strip;
}

void RecompilesView::showState() {
    using State = StanceController::State;
    const State state = m_stances.state();
    const bool isRunning = state == State::Running, hasGraph = state != State::NoGraph, hasCalls = m_stances.calls().rowCount() > 0;
    const QString trouble = m_stances.startTrouble();
    if (isRunning) m_refusal.clear();
    m_pages->setCurrentIndex(hasCalls ? 1 : 0);
    if (!hasGraph) m_emptyText->setText(tr("Open a graph; then see what is compiled, reused, recompiled or refused when it is called with one shape today and another tomorrow, under every stance, and why."));
    else if (m_stances.calls().parameters().isEmpty()) m_emptyText->setText(tr("This graph has no input that a call could give, so that there is nothing to recompile for."));
    else m_emptyText->setText(tr("Add calls: what the graph is called with, one call after the other. Each stance gets the same sequence from a fresh start; shapes, dtypes and numbers are edited in place, such as f32[4,8] or 3."));
    const bool canCall = hasGraph && !m_stances.calls().parameters().isEmpty();
    m_emptyAdd->setVisible(canCall);
    m_emptyOpen->setVisible(canCall);
    m_emptyGraph->setVisible(!hasGraph);
    m_run->setVisible(!isRunning);
    m_run->setEnabled(m_stances.canStart());
    m_run->setText(m_stances.isStale() ? tr("&Run again") : tr("&Run"));
    m_stop->setVisible(isRunning);
    m_live->setChecked(m_stances.isLive());
    m_bar->setVisible(isRunning);
    m_bar->setRange(0, isRunning && m_stances.done() < m_stances.all() ? m_stances.all() : 0);
    m_bar->setValue(m_stances.done());
    const QString status = hasCalls ? m_stances.statusText() : QString();
    m_status->setText(m_status->fontMetrics().elidedText(status, Qt::ElideRight, kStatusWidth));
    m_status->setToolTip(status);
    QString said = m_refusal;
    if (said.isEmpty() && state == State::Failed) said = tr("The replay did not come to its end; what it told before is shown. %1").arg(m_stances.errorText());
    if (said.isEmpty() && hasCalls && !isRunning) said = trouble;
    m_message->setText(said);
    m_message->setVisible(!said.isEmpty());
    m_copyMessage->setVisible(!said.isEmpty());
    const QString command = m_stances.command();
    // The text of a thousand calls would take a frame to lay out; the button beside it copies all of it.
    const QString shown = command.size() > kCommandShown ? command.left(kCommandShown) + u'…' : command;
    m_command->setText(shown);
    m_command->setToolTip(shown);
    m_command->parentWidget()->setVisible(!command.isEmpty());
    const int row = m_matrix->currentCall();
    for (QToolButton* button : {m_duplicate, m_remove}) button->setEnabled(row >= 0);
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < m_stances.calls().rowCount());
    m_save->setEnabled(hasCalls);
    const int advice = m_advice->model().rowCount();
    m_tabs->setTabText(AdviceTab, advice > 0 ? tr("Advice (%1)").arg(advice) : tr("Advice"));
    if (m_story->story().isEmpty() || !m_details.call()) showStory();
}

void RecompilesView::showStory() {
    QString story = m_details.storyText();
    if (story.isEmpty()) {
        const bool isRunning = m_stances.state() == StanceController::State::Running;
        const QString text = isRunning ? tr("Cells fill as the calls are made. Choose one to see what happened there.")
                             : m_stances.report() ? tr("Choose a cell of the matrix to see what happened there.")
                                                  : tr("Run the calls (F7), then choose a cell of the matrix to see what happened there: which entries were asked, which guard failed, and what was compiled.");
        story = QStringLiteral("<p class=\"muted\">%1</p>").arg(text);
    }
    m_story->setStory(story);
}

void RecompilesView::openLink(const QString& link) {
    const auto parsed = [](const QString& text) -> std::optional<CompileId> {
        const QStringList parts = text.split(u'/');
        return parts.size() == 2 ? std::optional(CompileId{parts[0].toInt(), parts[1].toInt()}) : std::nullopt;
    };
    const QString kind = link.section(u':', 0, 0), rest = link.section(u':', 1);
    if (kind == QLatin1String("entry") || kind == QLatin1String("guard")) {
        const std::optional<CompileId> id = parsed(rest.section(u':', 0, 0));
        if (!id) return;
        m_details.setEntry(*id);
        m_tabs->setCurrentIndex(GuardsTab);
        if (kind == QLatin1String("guard")) m_guards->showGuard(rest.section(u':', 1, 1).toInt());
    } else if (kind == QLatin1String("node")) {
        goTo(rest, {});
    } else if (kind == QLatin1String("line")) {
        goTo({}, rest);
    } else if (kind == QLatin1String("compare")) {
        const auto& shown = m_details.difference();
        if (shown) emit compareWanted(idText(shown->before), shown->difference->graphs[0].graph, idText(shown->after), shown->difference->graphs[1].graph);
    }
}

void RecompilesView::goTo(const QString& node, const QString& line) {
    if (!m_graph.scene()) return;
    const NodeId found = nodeOfRecording(m_graph.scene()->graph(), node, line);
    if (found.valid()) return m_graph.selectNode(found);
    m_refusal = tr("%1 is none of the graph that is shown.").arg(node.isEmpty() ? line : node);
    showState();
}

void RecompilesView::chooseCalls() {
    auto* dialog = new QFileDialog(window(), tr("Open calls"), m_stances.callsFile());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Calls (*.json)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, &m_stances, &StanceController::openCalls);
    dialog->open();
}

void RecompilesView::chooseCallsFile() {
    auto* dialog = new QFileDialog(window(), tr("Save the calls"), m_stances.callsFile().isEmpty() ? QStringLiteral("calls.json") : m_stances.callsFile());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Calls (*.json)"));
    dialog->setDefaultSuffix(QStringLiteral("json"));
    connect(dialog, &QFileDialog::fileSelected, &m_stances, &StanceController::saveCalls);
    dialog->open();
}

}  // namespace whittle

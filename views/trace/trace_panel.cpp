#include "views/trace/trace_panel.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/models/format.h"
#include "views/models/text.h"
#include "views/models/trace_listings.h"
#include "views/scrolled.h"
#include "views/warning_mark.h"

namespace whittle {
namespace {

using Tab = TraceController::Tab;
using Detail = TraceController::Detail;

constexpr int kMostNotes = 2;
constexpr double kZoomStep = 1.6;

struct DetailRow {
    const char *title, *hint;
    TraceList::Folds folds;
};
constexpr DetailRow kDetails[TraceController::DetailCount] = {
    {QT_TRANSLATE_NOOP("whittle::TracePanel", "Overview"), nullptr, TraceList::AllOpen},
    {QT_TRANSLATE_NOOP("whittle::TracePanel", "Artifacts"), QT_TRANSLATE_NOOP("whittle::TracePanel", "Search artifacts"), TraceList::AllOpen},
    {QT_TRANSLATE_NOOP("whittle::TracePanel", "Guards"), QT_TRANSLATE_NOOP("whittle::TracePanel", "Search guards"), TraceList::AllOpen},
    {QT_TRANSLATE_NOOP("whittle::TracePanel", "Symbols"), QT_TRANSLATE_NOOP("whittle::TracePanel", "Search symbols"), TraceList::HeadingsOpen},
    {QT_TRANSLATE_NOOP("whittle::TracePanel", "Metrics"), QT_TRANSLATE_NOOP("whittle::TracePanel", "Search metrics"), TraceList::HeadingsOpen},
};

QToolButton* toolButton(Icon mark, const QString& tip) {
    auto* made = new QToolButton;
    made->setIcon(icon(mark));
    made->setAutoRaise(true);
    made->setToolTip(tip);
    made->setAccessibleName(tip);
    return made;
}

QLabel* mutedLabel() {
    auto* made = new QLabel;
    made->setTextFormat(Qt::PlainText);
    made->setForegroundRole(QPalette::PlaceholderText);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse);
    made->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return made;
}

}  // namespace

TracePanel::TracePanel(TraceController& trace, JobRunner& jobs, QWidget* parent)
    : QWidget(parent), m_trace(trace), m_pages(new QStackedWidget), m_message(new TraceMessage(trace)), m_tabs(new QTabWidget), m_detailTabs(new QTabWidget),
      m_stacks(new TraceList(jobs, tr("Compiles by who called them"), tr("Search compiles"), TraceList::AllOpen)),
      m_causes(new TraceList(jobs, tr("Causes"), tr("Search causes"), TraceList::HeadingsOpen)), m_ranks(new TraceList(jobs, tr("Ranks side by side"), tr("Search ranks"), TraceList::AllOpen)),
      m_choices(new TraceList(jobs, tr("Kernel choices"), tr("Search kernel choices"), TraceList::AllOpen)), m_times(new TraceList(jobs, tr("What took the time"), tr("Search names"), TraceList::AllOpen)), m_text(new TraceTextPane(trace)), m_timeline(new TraceTimelinePlot(trace)) {
    for (int i = 0; i < TraceController::DetailCount; ++i)
        m_details[i] = new TraceList(jobs, tr(kDetails[i].title), kDetails[i].hint ? tr(kDetails[i].hint) : QString(), kDetails[i].folds);
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Compiles and what concerns all of them"));
    m_tabs->addTab(makeCompilesPage(), tr("Compiles"));
    m_tabs->addTab(m_causes, tr("Causes"));
    m_tabs->addTab(makeTimelinePage(), tr("Timeline"));
    m_tabs->addTab(m_ranks, tr("Ranks"));
    m_tabs->addTab(m_choices, tr("Kernels"));
    m_tabs->setCornerWidget(makeStrip());
    m_notes = new QLabel;
    m_notes->setAccessibleName(tr("What to know of this trace"));
    m_notes->setTextFormat(Qt::PlainText);
    m_notes->setWordWrap(true);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* mark = new WarningMark(16);
    m_notesRow = new QWidget;
    auto* notesRow = new QHBoxLayout(m_notesRow);
    notesRow->setContentsMargins(8, 4, 8, 4);
    notesRow->addWidget(mark, 0, Qt::AlignTop);
    notesRow->addWidget(m_notes, 1);
    auto* shown = new QWidget;
    auto* rows = new QVBoxLayout(shown);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_notesRow);
    rows->addWidget(m_tabs, 1);
    m_pages->addWidget(scrolled(m_message));
    m_pages->addWidget(shown);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);

    m_causes->setEmptyText(tr("Nothing failed, broke or was compiled again."));
    m_ranks->setEmptyText(tr("There is one log, or none says of which rank it is. Open the folder with the logs of all ranks to compare them."));
    m_choices->setEmptyText(tr("No kernel was chosen by the autotuner, or the log does not tell: PyTorch before 2.9 only prints it. Open the folder with what mode=\"max-autotune\" printed."));
    m_stacks->setEmptyText(tr("The log has no compile yet."));
    connect(m_text, &TraceTextPane::compareWanted, this, &TracePanel::compareWanted);
    connect(m_message, &TraceMessage::openWanted, this, &TracePanel::openWanted);
    connect(m_message, &TraceMessage::folderWanted, this, &TracePanel::folderWanted);
    connect(m_stacks, &TraceList::picked, &trace, &TraceController::select);
    connect(m_stacks, &TraceList::activated, this, [this] { m_detailTabs->currentWidget()->setFocus(); });
    connect(m_stacks, &TraceList::filterEdited, &trace, &TraceController::setFilter);
    for (TraceList* list : {m_causes, m_ranks, m_choices}) connect(list, &TraceList::activated, this, &TracePanel::follow);
    connect(m_timeline, &TraceTimelinePlot::activated, this, &TracePanel::follow);
    connect(m_details[Detail::ArtifactsDetail], &TraceList::picked, &trace, &TraceController::showText);
    for (TraceList* list : m_details) connect(list, &TraceList::activated, this, &TracePanel::activate);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this](int tab) { m_trace.setTab(static_cast<Tab>(tab)); });
    connect(m_detailTabs, &QTabWidget::currentChanged, this, [this](int tab) { m_trace.setDetail(static_cast<Detail>(tab)); });
    connect(&trace, &TraceController::tabChanged, this, &TracePanel::showTabs);
    connect(&trace, &TraceController::stateChanged, this, &TracePanel::showState);
    connect(&trace, &TraceController::progressChanged, this, &TracePanel::showProgress);
    connect(&trace, &TraceController::followingChanged, this, &TracePanel::showState);
    connect(&trace, &TraceController::contentChanged, this, &TracePanel::showContent);
    connect(&trace, &TraceController::selectionChanged, this, [this] { m_stacks->setCurrent(m_trace.selected()); });
    connect(&trace, &TraceController::compileChanged, this, &TracePanel::showCompile);
    connect(&trace, &TraceController::spanChanged, this, &TracePanel::showSpan);
    connect(&trace, &TraceController::windowChanged, this, &TracePanel::showSpan);
    connect(&trace, &TraceController::filterChanged, this, [this] {
        if (m_stacks->filterField().text() != m_trace.filter()) m_stacks->setFilter(m_trace.filter());
    });
    showContent();
    showCompile();
    showTabs();
    showSpan();
}

TraceList& TracePanel::list(Tab tab) {
    TraceList* const lists[TraceController::TabCount] = {m_stacks, m_causes, m_times, m_ranks, m_choices};
    return *lists[tab];
}

bool TracePanel::isBusy() const {
    for (const TraceList* list : {m_stacks, m_causes, m_times, m_ranks, m_choices})
        if (list->isBusy()) return true;
    return std::ranges::any_of(m_details, &TraceList::isBusy);
}

QWidget* TracePanel::makeCompilesPage() {
    m_title = new QLabel;
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->setAccessibleName(tr("Compile"));
    m_state = mutedLabel();
    m_state->setAccessibleName(tr("State of the compile"));
    m_detailTabs->setDocumentMode(true);
    m_detailTabs->setAccessibleName(tr("What is known of one compile"));
    for (int i = 0; i < TraceController::DetailCount; ++i) {
        QWidget* page = m_details[i];
        if (i == Detail::ArtifactsDetail) {
            auto* across = new QSplitter(Qt::Horizontal);
            across->setChildrenCollapsible(false);
            across->addWidget(m_details[i]);
            across->addWidget(m_text);
            across->setSizes({330, 520});
            across->setFocusProxy(m_details[i]);
            page = across;
        }
        m_details[i]->setFocusProxy(&m_details[i]->tree());
        m_detailTabs->addTab(page, tr(kDetails[i].title));
    }
    auto* head = new QHBoxLayout;
    head->setContentsMargins(8, 5, 8, 2);
    head->setSpacing(10);
    head->addWidget(m_title);
    head->addWidget(m_state, 1);
    auto* right = new QWidget;
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_detailTabs, 1);
    auto* page = new QSplitter(Qt::Horizontal);
    page->setChildrenCollapsible(false);
    page->addWidget(m_stacks);
    page->addWidget(right);
    page->setSizes({650, 730});
    return page;
}

QWidget* TracePanel::makeTimelinePage() {
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_timeline);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_span = mutedLabel();
    m_span->setAccessibleName(tr("The span that is selected"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 6, 4);
    row->setSpacing(2);
    row->addWidget(m_span, 1);
    const auto add = [&](Icon mark, const QString& tip, auto act) {
        QToolButton* button = toolButton(mark, tip);
        connect(button, &QToolButton::clicked, this, act);
        row->addWidget(button);
    };
    add(Icon::ZoomIn, tr("Zoom in (+, or the wheel)"), [this] { m_timeline->zoom(kZoomStep); });
    add(Icon::ZoomOut, tr("Zoom out (−, or the wheel)"), [this] { m_timeline->zoom(1 / kZoomStep); });
    add(Icon::Fit, tr("All of the time (0)"), [this] { m_timeline->showAll(); });
    auto* left = new QWidget;
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(scroll, 1);
    auto* page = new QSplitter(Qt::Horizontal);
    page->setChildrenCollapsible(false);
    page->addWidget(left);
    page->addWidget(m_times);
    page->setSizes({980, 400});
    auto* empty = new QLabel(tr("The logs have no times."));
    empty->setAlignment(Qt::AlignCenter);
    empty->setForegroundRole(QPalette::PlaceholderText);
    m_timelinePages = new QStackedWidget;
    m_timelinePages->addWidget(empty);
    m_timelinePages->addWidget(page);
    return m_timelinePages;
}

// One line beside the tabs, so that what was read stays in sight while it is read on.
QWidget* TracePanel::makeStrip() {
    auto* strip = new QWidget;
    m_summary = new QLabel;
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    m_summary->setAccessibleName(tr("Trace"));
    m_bar = new QProgressBar;
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(90, 8);
    m_bar->setAccessibleName(tr("Reading"));
    m_follow = new QToolButton;
    m_follow->setText(tr("Follow"));
    m_follow->setCheckable(true);
    m_follow->setAutoRaise(true);
    m_follow->setToolTip(tr("Reads on while the logs grow"));
    m_stop = toolButton(Icon::Stop, tr("Stop reading"));
    m_export = toolButton(Icon::Export, tr("Export the times for trace viewers…"));
    m_open = toolButton(Icon::Open, tr("Open another trace…"));
    connect(m_follow, &QToolButton::clicked, &m_trace, &TraceController::setFollowing);
    connect(m_stop, &QToolButton::clicked, &m_trace, &TraceController::stop);
    connect(m_export, &QToolButton::clicked, this, &TracePanel::exportWanted);
    connect(m_open, &QToolButton::clicked, this, &TracePanel::openWanted);
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(8, 0, 6, 0);
    row->setSpacing(4);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_summary, m_bar, m_follow, m_stop, m_export, m_open}) row->addWidget(widget);
    return strip;
}

void TracePanel::showState() {
    using State = TraceController::State;
    const bool isReading = m_trace.state() == State::Reading;
    const bool hasContent = m_trace.content() != nullptr;
    m_pages->setCurrentIndex(hasContent && m_trace.state() != State::Failed ? 1 : 0);
    m_bar->setVisible(isReading);
    m_stop->setVisible(isReading);
    m_follow->setChecked(m_trace.isFollowing());
    m_export->setEnabled(m_trace.canExport());
    showProgress();
    showNotes();
}

void TracePanel::showProgress() {
    const qint64 all = m_trace.bytesOfAll();
    m_bar->setRange(0, all > 0 ? 1000 : 0);
    if (all > 0) m_bar->setValue(static_cast<int>(m_trace.bytesDone() * 1000 / all));
}

// All of them in the tooltip; the first ones where they are seen.
void TracePanel::showNotes() {
    QStringList notes = m_trace.content() ? m_trace.content()->notes() : QStringList();
    if (m_trace.content() && m_trace.state() != TraceController::State::Failed && !m_trace.errorText().isEmpty()) notes.prepend(tr("It is not followed any more: %1").arg(m_trace.errorText()));
    QStringList shown = notes.mid(0, kMostNotes);
    if (notes.size() > kMostNotes) shown << tr("and %n more", nullptr, static_cast<int>(notes.size()) - kMostNotes);
    m_notes->setText(shown.join(u'\n'));
    m_notes->setToolTip(notes.join(u'\n'));
    m_notesRow->setVisible(!notes.isEmpty());
}

void TracePanel::showContent() {
    const TraceContentRef& content = m_trace.content();
    m_stacks->setTable(content ? content->stacks() : nullptr);
    m_causes->setTable(content ? content->causes() : nullptr);
    m_ranks->setTable(content && content->hasRanks() ? content->ranks() : nullptr);
    m_choices->setTable(content ? content->choices() : nullptr);
    m_times->setTable(content ? TraceListings::times(*content->timeline()) : nullptr);
    m_timelinePages->setCurrentIndex(content && !content->timeline()->spans.empty() ? 1 : 0);
    const auto counted = [](const QString& plain, int count) { return count > 0 ? tr("%1 (%2)").arg(plain, formatCount(count)) : plain; };
    m_tabs->setTabText(Tab::CompilesTab, counted(tr("Compiles"), content ? content->compileCount() : 0));
    m_tabs->setTabText(Tab::CausesTab, counted(tr("Causes"), content ? content->causeCount() : 0));
    m_tabs->setTabText(Tab::RanksTab, counted(tr("Ranks"), content && content->hasRanks() ? static_cast<int>(content->logs().size()) : 0));
    m_tabs->setTabText(Tab::KernelsTab, counted(tr("Kernels"), content ? content->siteCount() : 0));
    m_summary->setText(content ? m_summary->fontMetrics().elidedText(QStringLiteral("%1 · %2").arg(QFileInfo(m_trace.path()).fileName(), content->summary()), Qt::ElideRight, 520) : QString());
    m_summary->setToolTip(content ? m_trace.path() + u'\n' + content->summary() : QString());
    showState();
}

void TracePanel::showCompile() {
    const TraceCompileRef& compile = m_trace.compile();
    m_title->setText(compile ? compile->title : m_trace.selected().isSubject() ? tr("Reading…") : tr("Select a compile"));
    m_state->setText(compile ? compile->state : QString());
    const TraceTableRef tables[TraceController::DetailCount] = {compile ? compile->overview : nullptr, compile ? compile->artifacts : nullptr, compile ? compile->guards : nullptr,
                                                                compile ? compile->symbols : nullptr, compile ? compile->metrics : nullptr};
    const int counts[TraceController::DetailCount] = {0, compile ? compile->artifacts->count() : 0, compile ? compile->checks : 0, 0, 0};
    const QString empty[TraceController::DetailCount] = {tr("The log says nothing more of it."), tr("It has no artifacts."), compile ? compile->guardsNote : QString(),
                                                         tr("No size or number was made a symbol."), tr("The log has no metrics of it.")};
    for (int i = 0; i < TraceController::DetailCount; ++i) {
        m_details[i]->setEmptyText(compile ? empty[i] : m_trace.selected().isSubject() ? tr("Reading…") : tr("Select a compile on the left."));
        m_details[i]->setTable(tables[i]);
        m_detailTabs->setTabText(i, counts[i] > 0 ? tr("%1 (%2)").arg(tr(kDetails[i].title), formatCount(counts[i])) : tr(kDetails[i].title));
    }
    m_details[Detail::GuardsDetail]->setNote(compile && compile->checks > 0 ? compile->guardsNote : QString());
    // Who reads a text of one compile and goes to the next finds the text of that; a record that was asked for in this one stays.
    if (compile && m_trace.text().of.isText() && m_trace.text().of.subject() != compile->of) m_trace.showText(m_details[Detail::ArtifactsDetail]->current());
}

void TracePanel::showTabs() {
    m_tabs->setCurrentIndex(m_trace.tab());
    m_detailTabs->setCurrentIndex(m_trace.detail());
}

void TracePanel::showSpan() {
    const bool hasSpan = m_trace.content() && m_trace.span() >= 0;
    m_span->setText(hasSpan ? m_timeline->spanText(m_trace.span()) : tr("Click a span, or go from one to the next with the arrow keys. The wheel zooms, dragging moves; Enter shows the compile."));
    m_span->setToolTip(m_span->text());
}

void TracePanel::follow(const TraceTarget& target) {
    m_trace.setTab(Tab::CompilesTab);
    m_trace.select(target);
    if (target.isText()) {
        m_trace.setDetail(Detail::ArtifactsDetail);
        m_trace.showText(target);
    }
    m_stacks->tree().setFocus();
}

// A graph opens; anything else is read.
void TracePanel::activate(const TraceTarget& target) {
    if (m_trace.canOpenGraph(target)) return m_trace.openGraph(target);
    if (!target.isText()) return;
    m_trace.setDetail(Detail::ArtifactsDetail);
    m_trace.showText(target);
    m_text->view().setFocus();
}

}  // namespace whittle

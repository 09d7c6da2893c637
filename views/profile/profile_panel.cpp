#include "views/profile/profile_panel.h"

#include <algorithm>
#include <utility>

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/models/format.h"
#include "views/models/item_key.h"

namespace whittle {
namespace {

constexpr double kZoomStep = 1.6;

QToolButton* toolButton(Icon mark, const QString& tip) {
    auto* made = new QToolButton;
    made->setIcon(icon(mark));
    made->setAutoRaise(true);
    made->setToolTip(tip);
    made->setAccessibleName(tip);
    return made;
}

// What stands below a scrolled plot ends where that ends, so that times stand one below the other beside a scroll bar too.
class SameWidth final : public QObject {
public:
    SameWidth(QScrollArea& above, QLayout& below) : QObject(&above), m_above(above), m_below(below) {}
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::Resize) m_below.setContentsMargins(0, 0, m_above.width() - m_above.viewport()->width(), 0);
        return false;
    }

private:
    QScrollArea& m_above;
    QLayout& m_below;
};

}  // namespace

ProfilePanel::ProfilePanel(ProfileController& profile, GraphController& graph, QWidget* parent)
    : QWidget(parent), m_profile(profile), m_graph(graph), m_pages(new QStackedWidget), m_runPages(new QStackedWidget), m_tabs(new QTabWidget), m_message(new StudyMessage(profile.study(), StudyPurpose::Profile)),
      m_runMessage(new StudyMessage(profile.study(), StudyPurpose::Profile)), m_timeline(new TimelinePlot(profile)), m_memory(new MemoryPlot(profile)), m_alive(new AliveTable(profile)),
      m_compileTime(new CompileTimePage(profile)) {
    m_runPages->addWidget(m_runMessage);
    m_runPages->addWidget(makeRunPage());
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Run and compile time"));
    m_tabs->addTab(m_runPages, tr("Run"));
    m_tabs->addTab(m_compileTime, tr("Compile time"));
    m_tabs->setCornerWidget(makeTools());
    m_pages->addWidget(m_message);
    m_pages->addWidget(m_tabs);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
    for (StudyMessage* message : {m_message, m_runMessage}) connect(message, &StudyMessage::compileWanted, this, &ProfilePanel::compileWanted);
    connect(m_compileTime, &CompileTimePage::passWanted, this, &ProfilePanel::passWanted);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this](int tab) { m_profile.setTab(static_cast<ProfileController::Tab>(tab)); });
    connect(&profile, &ProfileController::tabChanged, this, [this] { m_tabs->setCurrentIndex(m_profile.tab()); });
    connect(&profile, &ProfileController::contentChanged, this, &ProfilePanel::showState);
    connect(&profile, &ProfileController::windowChanged, this, &ProfilePanel::showState);
    connect(&profile, &ProfileController::cursorChanged, this, &ProfilePanel::showInfo);
    connect(&profile, &ProfileController::inputWanted, this, &ProfilePanel::goToInput);
    connect(&profile.study(), &StudyController::stateChanged, this, &ProfilePanel::showState);
    connect(&profile.study(), &StudyController::passed, this, &ProfilePanel::showState);
    showState();
}

QWidget* ProfilePanel::makeRunPage() {
    auto* scroll = new QScrollArea;  // a machine may have many threads
    scroll->setWidget(m_timeline);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumHeight(90);
    auto* plots = new QSplitter(Qt::Vertical);
    plots->setChildrenCollapsible(false);
    auto* below = new QWidget;
    auto* rest = new QVBoxLayout(below);
    rest->setContentsMargins(0, 0, 0, 0);
    rest->addWidget(m_memory);
    scroll->viewport()->installEventFilter(new SameWidth(*scroll, *rest));
    plots->addWidget(scroll);
    plots->addWidget(below);
    plots->setStretchFactor(1, 1);
    // Rows have their height, up to half of the room; memory takes what is left. Who moved the handle keeps it until there are other rows.
    connect(&m_profile, &ProfileController::contentChanged, plots, [this, plots, wanted = 0]() mutable {
        const int now = m_timeline->sizeHint().height(), room = plots->height();
        if (!m_profile.isRecorded() || now == std::exchange(wanted, now)) return;
        const int first = std::min(now, std::max(room / 2, plots->widget(0)->minimumHeight()));
        plots->setSizes({first, std::max(room - first, 1)});
    });
    auto* across = new QSplitter(Qt::Horizontal);
    across->setChildrenCollapsible(false);
    across->addWidget(plots);
    across->addWidget(m_alive);
    across->setSizes({900, 420});
    m_info = new QLabel;
    m_info->setTextFormat(Qt::PlainText);
    m_info->setAccessibleName(tr("The kernel at the cursor"));
    m_info->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_info->setContentsMargins(8, 3, 8, 3);
    m_info->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_note = new QLabel;
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(8, 0, 8, 3);
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_info);
    column->addWidget(m_note);
    column->addWidget(across, 1);
    return page;
}

// One line beside the tabs: how far the next study is while this one stays in sight, and what can be done with it.
QWidget* ProfilePanel::makeTools() {
    m_status = new QLabel;
    m_status->setAccessibleName(tr("Compilation"));
    m_bar = new QProgressBar;
    m_bar->setRange(0, 0);
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(110, 8);
    m_bar->setAccessibleName(tr("Compiling"));
    m_zoomIn = toolButton(Icon::ZoomIn, tr("Zoom in (+, or the wheel)"));
    m_zoomOut = toolButton(Icon::ZoomOut, tr("Zoom out (−, or the wheel)"));
    m_whole = toolButton(Icon::Fit, tr("The whole run (0)"));
    m_copy = toolButton(Icon::Copy, tr("Copy the profile as text"));
    m_export = toolButton(Icon::Export, tr("Export the timeline for trace viewers…"));
    m_stop = toolButton(Icon::Stop, tr("Stop compiling"));
    m_compile = toolButton(Icon::Start, tr("Compile and measure again (F5)"));
    m_given = new QToolButton;
    m_given->setText(tr("Weights and inputs"));
    m_given->setCheckable(true);
    m_given->setChecked(true);
    m_given->setAutoRaise(true);
    m_given->setToolTip(tr("Whether memory shows what the run is given too, which may dwarf what it makes"));
    const auto zoom = [this](double factor) {
        const TimeWindow& window = m_profile.window();
        const double cursor = m_profile.cursor();
        m_profile.zoom(factor, cursor >= window.begin() && cursor <= window.end() ? cursor : (window.begin() + window.end()) / 2);
    };
    connect(m_zoomIn, &QToolButton::clicked, this, [zoom] { zoom(kZoomStep); });
    connect(m_zoomOut, &QToolButton::clicked, this, [zoom] { zoom(1 / kZoomStep); });
    connect(m_whole, &QToolButton::clicked, this, [this] { m_profile.setWindow(0, 1); });
    connect(m_given, &QToolButton::toggled, m_memory, &MemoryPlot::setShowsGiven);
    connect(m_copy, &QToolButton::clicked, this, &ProfilePanel::copy);
    connect(m_export, &QToolButton::clicked, this, &ProfilePanel::exportWanted);
    connect(m_stop, &QToolButton::clicked, &m_profile.study(), &StudyController::stop);
    connect(m_compile, &QToolButton::clicked, this, &ProfilePanel::compileWanted);
    auto* strip = new QWidget;
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(8, 0, 6, 0);
    row->setSpacing(2);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_status, m_bar, m_given, m_zoomIn, m_zoomOut, m_whole, m_copy, m_export, m_stop, m_compile}) row->addWidget(widget);
    return strip;
}

void ProfilePanel::showState() {
    using State = StudyController::State;
    StudyController& study = m_profile.study();
    const ProfileContentRef& content = m_profile.content();
    const bool isRunning = study.state() == State::Running, isRecorded = m_profile.isRecorded();
    const QString notRecorded = content && !isRecorded && study.study() && !study.study()->failure ? tr("The run was not recorded: it was not asked for, or its record does not fit the kernels.") : QString();
    m_message->setTrouble(m_profile.errorText());
    m_runMessage->setTrouble(notRecorded);
    m_pages->setCurrentWidget(content && content->kernels().count() > 0 && study.state() != State::Failed ? static_cast<QWidget*>(m_tabs) : m_message);
    m_runPages->setCurrentIndex(isRecorded ? 1 : 0);
    QString status = study.statusText();
    if (study.state() == State::Ready && content) status = tr("Stopped; these are the results of before");
    m_status->setText(m_status->fontMetrics().elidedText(status, Qt::ElideRight, 420));
    m_status->setToolTip(status);
    m_bar->setVisible(isRunning);
    m_stop->setVisible(isRunning);
    m_compile->setVisible(study.canStart());
    const bool isRun = isRecorded && m_profile.tab() == ProfileController::RunTab;
    for (QToolButton* button : {m_zoomIn, m_zoomOut, m_whole, m_given, m_export}) button->setEnabled(isRun);
    m_whole->setEnabled(isRun && !m_profile.window().isAll());
    m_zoomOut->setEnabled(isRun && !m_profile.window().isAll());
    m_copy->setEnabled(content != nullptr);
    const std::size_t leftOut = isRecorded ? content->trace().leftOut : 0;
    m_note->setText(tr("%n spans of threads are not shown: no more than %1 of a run are kept.", nullptr, static_cast<int>(leftOut)).arg(formatCount(static_cast<qint64>(kMostChunks))));
    m_note->setVisible(leftOut > 0);
    showInfo();
}

void ProfilePanel::showInfo() {
    const QString kernel = m_profile.kernelText(m_profile.cursorKernel());
    m_info->setText(kernel.isEmpty() ? tr("Click a kernel, or go from one to the next with ← and →. The wheel zooms, dragging moves.") : kernel);
    m_info->setToolTip(m_info->text());
}

void ProfilePanel::copy() const { QApplication::clipboard()->setText(m_profile.text()); }

void ProfilePanel::goToInput(const QString& name) {
    if (!m_graph.scene()) return;
    if (const int item = findItem(*m_graph.scene(), QStringLiteral("input:") + name); item >= 0) m_graph.select(item);
}

}  // namespace whittle

#include "views/minify/run_page.h"

#include <QApplication>
#include <QClipboard>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/minify/curve_plot.h"
#include "views/models/format.h"

namespace whittle {
namespace {

constexpr int kClockMs = 500;
constexpr int kCountersAcross = 4;
const QString kNothing = QStringLiteral("–");

// "38 → 1", of something that the first news told of the original.
QString change(const MinifyController& minify, std::int64_t (*of)(const MinifyProgress&)) {
    const auto& now = minify.progress();
    if (!now) return kNothing;
    const auto& before = minify.before();
    return before && of(*before) != of(*now) ? formatChange(of(*before), of(*now)) : formatCount(of(*now));
}

QString count(const MinifyController& minify, int MinifyProgress::*of) {
    return minify.progress() ? formatCount((*minify.progress()).*of) : kNothing;
}

}  // namespace

struct MinifyRunPage::Counter {
    const char* title;
    const char* tip;
    QString (*text)(const MinifyController& minify);
};
const MinifyRunPage::Counter MinifyRunPage::kCounters[] = {
    {QT_TR_NOOP("operators"), QT_TR_NOOP("Operators of the original, and of the best graph so far"),
     [](const MinifyController& minify) { return change(minify, [](const MinifyProgress& of) { return std::int64_t{of.nodesNow}; }); }},
    {QT_TR_NOOP("inputs"), QT_TR_NOOP("Inputs, weights included"),
     [](const MinifyController& minify) { return change(minify, [](const MinifyProgress& of) { return std::int64_t{of.inputsNow}; }); }},
    {QT_TR_NOOP("elements"), QT_TR_NOOP("Elements of all input data"),
     [](const MinifyController& minify) { return change(minify, [](const MinifyProgress& of) { return of.elementsNow; }); }},
    {QT_TR_NOOP("elapsed"), QT_TR_NOOP("Time of the whole job, before it was resumed included"),
     [](const MinifyController& minify) { return minify.progress() || minify.isRunning() ? formatElapsed(minify.seconds()) : kNothing; }},
    {QT_TR_NOOP("candidates"), QT_TR_NOOP("Different smaller graphs that were asked about"),
     [](const MinifyController& minify) { return count(minify, &MinifyProgress::candidates); }},
    {QT_TR_NOOP("from the store"), QT_TR_NOOP("Candidates whose answer an earlier reduction had found"),
     [](const MinifyController& minify) { return count(minify, &MinifyProgress::stored); }},
    {QT_TR_NOOP("repeated"), QT_TR_NOOP("Proposals that led to a graph already asked about"),
     [](const MinifyController& minify) { return count(minify, &MinifyProgress::cacheHits); }},
    {QT_TR_NOOP("other failures"), QT_TR_NOOP("Failures of candidates that are not the original's"),
     [](const MinifyController& minify) { return minify.progress() ? formatCount(minify.progress()->othersMet()) : kNothing; }},
};

MinifyRunPage::MinifyRunPage(MinifyController& minify, QWidget* parent) : QWidget(parent), m_minify(minify) {
    m_tabs = new MinifyResultTabs(minify);
    QWidget* progress = makeProgress();
    showState();  // a splitter makes room for every button that is not hidden by the time it gets it, and keeps it until events are handled
    auto* split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(progress);
    split->addWidget(m_tabs);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    split->setSizes({600, 600});
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(split);

    m_clock.setInterval(kClockMs);
    connect(&m_clock, &QTimer::timeout, this, &MinifyRunPage::showProgress);
    connect(&minify, &MinifyController::stateChanged, this, &MinifyRunPage::showState);
    connect(&minify, &MinifyController::progressChanged, this, &MinifyRunPage::showProgress);
}

QWidget* MinifyRunPage::makeProgress() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(12, 8, 10, 4);
    column->setSpacing(8);
    m_status = new QLabel;
    m_status->setWordWrap(true);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_status->setAccessibleName(tr("State of the reduction"));
    m_pause = new QPushButton;
    m_takeOver = new QPushButton(icon(Icon::Start), tr("Take &over"));
    m_takeOver->setToolTip(tr("Ask the other process to end, and go on here"));
    m_stop = new QPushButton(icon(Icon::Stop), tr("S&top"));
    m_resume = new QPushButton(icon(Icon::Start), tr("&Resume"));
    m_resume->setToolTip(tr("Go on from here"));
    m_copy = new QPushButton(icon(Icon::Copy), tr("&Copy error"));
    m_settings = new QPushButton(tr("&New reduction…"));
    m_settings->setToolTip(tr("Back to the settings"));
    auto* top = new QHBoxLayout;
    top->setSpacing(6);
    top->addWidget(m_status, 1);
    for (QPushButton* button : {m_takeOver, m_pause, m_stop, m_resume, m_copy, m_settings}) top->addWidget(button, 0, Qt::AlignTop);
    column->addLayout(top);
    connect(m_pause, &QPushButton::clicked, this, [this] { m_minify.setPaused(m_minify.state() == MinifyController::State::Running); });
    connect(m_takeOver, &QPushButton::clicked, &m_minify, &MinifyController::takeOver);
    connect(m_stop, &QPushButton::clicked, &m_minify, &MinifyController::stop);
    connect(m_resume, &QPushButton::clicked, this, &MinifyRunPage::resumeWanted);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_minify.errorText()); });
    connect(m_settings, &QPushButton::clicked, this, &MinifyRunPage::settingsWanted);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(3);
    for (const Counter& counter : kCounters) {
        auto* value = new QLabel;
        QFont font = value->font();
        font.setWeight(QFont::DemiBold);
        value->setFont(font);
        value->setAccessibleName(tr(counter.title));
        auto* title = new QLabel(tr(counter.title));
        title->setForegroundRole(QPalette::PlaceholderText);
        auto* cell = new QHBoxLayout;
        cell->setSpacing(5);
        cell->addWidget(value);
        cell->addWidget(title);
        cell->addStretch(1);
        value->setToolTip(tr(counter.tip));
        title->setToolTip(tr(counter.tip));
        const int at = static_cast<int>(m_counters.size());
        grid->addLayout(cell, at / kCountersAcross, at % kCountersAcross);
        m_counters << value;
    }
    column->addLayout(grid);
    column->addWidget(new CurvePlot(m_minify), 1);
    return page;
}

void MinifyRunPage::showState() {
    using State = MinifyController::State;
    const bool running = m_minify.isRunning();
    const bool failed = m_minify.state() == State::Failed;
    const auto& result = m_minify.result();
    m_stop->setVisible(running);
    const bool watching = m_minify.state() == State::Watching, paused = m_minify.state() == State::Paused;
    m_pause->setVisible(m_minify.canPause());
    m_pause->setIcon(icon(paused ? Icon::Start : Icon::Pause));
    m_pause->setText(paused ? tr("&Resume") : tr("&Pause"));
    m_pause->setToolTip(paused ? tr("Go on from here") : tr("Let the machine rest: what runs comes to its end, and nothing else begins"));
    m_takeOver->setVisible(watching);
    m_stop->setEnabled(m_minify.canPause() || watching);
    m_stop->setText(watching ? tr("S&top watching") : tr("S&top"));
    m_stop->setToolTip(watching ? tr("Back to the settings; the other process goes on") : tr("End with the best graph so far"));
    m_resume->setVisible(result && result->status == MinifyResult::Status::Stopped);
    m_copy->setVisible(failed);
    m_settings->setVisible(!running);
    m_status->setForegroundRole(failed ? QPalette::BrightText : QPalette::WindowText);
    running ? m_clock.start() : m_clock.stop();
    showProgress();
}

void MinifyRunPage::showProgress() {
    const bool failed = m_minify.state() == MinifyController::State::Failed;
    m_status->setText(failed ? m_minify.statusText() + u'\n' + m_minify.errorText() : m_minify.statusText());
    for (std::size_t i = 0; i < std::size(kCounters); ++i) m_counters[static_cast<qsizetype>(i)]->setText(kCounters[i].text(m_minify));
}

}  // namespace whittle

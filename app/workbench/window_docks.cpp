// The docks of the window: what is in them, and how they stand.
#include "app/workbench/main_window.h"

#include <algorithm>
#include <functional>

#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QEvent>
#include <QScrollArea>
#include <QUndoView>

#include "app/workbench/dims_command.h"
#include "app/workbench/dock_layouts.h"
#include "app/workbench/docks.h"
#include "app/workbench/window_rpc.h"
#include "views/console/console_view.h"
#include "views/graph/node_list.h"
#include "views/shrinkable.h"
#include "views/stages/comparison_panel.h"
#include "views/stages/stages_panel.h"
#include "views/trace/trace_panel.h"

namespace whittle {
namespace {

constexpr int kLeftWidth = 270, kRightWidth = 330;
constexpr int kLeastRightWidth = 180;  // below it values of the inspector wrap letter by letter

// A window that was never shown has no room yet that docks could be given parts of.
class WhenShown final : public QObject {
public:
    WhenShown(QObject* window, std::function<void()> act) : QObject(window), m_act(std::move(act)) {}
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Show) {
            m_act();
            watched->removeEventFilter(this);
            deleteLater();
        }
        return false;
    }

private:
    std::function<void()> m_act;
};

void giveSideWidths(MainWindow& window) {
    window.resizeDocks({window.dock(QStringLiteral("nodes")), window.dock(QStringLiteral("inspector"))}, {kLeftWidth, kRightWidth}, Qt::Horizontal);
}

}  // namespace

void MainWindow::makeDocks() {
    m_inspector = new InspectorView(m_graph);
    m_inspector->setMinimumWidth(kLeastRightWidth);
    m_minifyPanel = new MinifyPanel(m_form, m_minify);
    connect(m_minifyPanel, &MinifyPanel::graphWanted, this, &MainWindow::openFile);
    m_kernelsPanel = new KernelsPanel(m_kernels, m_graph);
    connect(m_kernelsPanel, &KernelsPanel::compileWanted, this, &MainWindow::compileGraph);
    const auto add = [this](const QString& name, const QString& title, QWidget* content, Qt::DockWidgetArea area) {
        auto* made = new QDockWidget(title, this);
        made->setObjectName(name);
        // Those below are wide; with what they need at least they would be painted over the inspector in a small window.
        made->setWidget(area == Qt::BottomDockWidgetArea ? shrinkable(content) : content);
        addDockWidget(area, made);
        // At once: side by side, even for a moment, they would make the window as wide as all of them.
        if (QDockWidget* first = dock(QStringLiteral("minify")); area == Qt::BottomDockWidgetArea && first != made) tabifyDockWidget(first, made);
    };
    add(QStringLiteral("nodes"), tr("Nodes"), new NodeList(m_graph), Qt::LeftDockWidgetArea);
    auto* stages = new StagesPanel(m_stages, m_comparison, m_study, m_others);
    connect(stages, &StagesPanel::compileWanted, this, &MainWindow::compileGraph);
    connect(stages, &StagesPanel::filesWanted, this, &MainWindow::chooseOthers);
    connect(stages, &StagesPanel::filesDropped, this, &MainWindow::compareWith);
    add(QStringLiteral("stages"), tr("Stages"), stages, Qt::LeftDockWidgetArea);
    tabifyDockWidget(dock(QStringLiteral("nodes")), dock(QStringLiteral("stages")));
    m_bookmarks.showIn(m_reducedGraph);
    m_bookmarksView = new BookmarksView(m_bookmarks);
    connect(m_bookmarksView, &BookmarksView::addWanted, this, &MainWindow::toggleBookmark);
    connect(m_bookmarksView, &BookmarksView::goWanted, this, &MainWindow::goToBookmark);
    add(QStringLiteral("bookmarks"), tr("Bookmarks"), m_bookmarksView, Qt::LeftDockWidgetArea);
    tabifyDockWidget(dock(QStringLiteral("stages")), dock(QStringLiteral("bookmarks")));
    dock(QStringLiteral("nodes"))->raise();
    add(QStringLiteral("inspector"), tr("Inspector"), m_inspector, Qt::RightDockWidgetArea);
    add(QStringLiteral("minify"), tr("Minify"), m_minifyPanel, Qt::BottomDockWidgetArea);
    add(QStringLiteral("kernels"), tr("Kernels"), m_kernelsPanel, Qt::BottomDockWidgetArea);
    m_profilePanel = new ProfilePanel(m_profile, m_graph);
    connect(m_profilePanel, &ProfilePanel::compileWanted, this, &MainWindow::compileGraph);
    connect(m_profilePanel, &ProfilePanel::exportWanted, this, &MainWindow::exportTimeline);
    connect(m_profilePanel, &ProfilePanel::passWanted, this, &MainWindow::showPass);
    add(QStringLiteral("profile"), tr("Profile"), m_profilePanel, Qt::BottomDockWidgetArea);
    add(QStringLiteral("log"), tr("Log"), new LogView(m_log), Qt::BottomDockWidgetArea);
    m_notes = new NotesView;
    add(QStringLiteral("notes"), tr("Notes"), m_notes, Qt::BottomDockWidgetArea);
    m_numericsView = new NumericsView(m_numerics, m_graph, m_jobs);
    connect(m_numericsView, &NumericsView::compareWanted, this, &MainWindow::compareValues);
    connect(m_numericsView, &NumericsView::minifyWanted, this, &MainWindow::minifyNode);
    add(QStringLiteral("numerics"), tr("Numerics"), m_numericsView, Qt::BottomDockWidgetArea);
    m_tracePanel = new TracePanel(m_trace, m_jobs);
    add(QStringLiteral("trace"), tr("Trace"), m_tracePanel, Qt::BottomDockWidgetArea);
    m_recompiles = new RecompilesView(m_stances, m_stanceDetails, m_stanceProbe, m_graph);
    connect(m_recompiles, &RecompilesView::runWanted, this, &MainWindow::runStances);
    connect(m_recompiles, &RecompilesView::graphWanted, this, &MainWindow::chooseFile);
    connect(m_recompiles, &RecompilesView::compareWanted, this, [this](const QString& before, const GraphRef& beforeGraph, const QString& after, const GraphRef& afterGraph) {
        m_stages.addEntries(before, beforeGraph, after, afterGraph);
    });
    add(QStringLiteral("recompiles"), tr("Recompiles"), m_recompiles, Qt::BottomDockWidgetArea);
    m_history = new QUndoView;
    m_history->setAccessibleName(tr("History of what can be undone"));
    m_history->setEmptyLabel(tr("As it was opened"));
    m_history->setFrameShape(QFrame::NoFrame);
    add(QStringLiteral("history"), tr("History"), m_history, Qt::RightDockWidgetArea);
    tabifyDockWidget(dock(QStringLiteral("inspector")), dock(QStringLiteral("history")));
    m_dimsView = new DimsView(m_dims, m_graph);
    connect(m_dimsView, &DimsView::inferWanted, this, &MainWindow::inferSizes);
    connect(m_dimsView, &DimsView::commandWanted, this, [this] { QApplication::clipboard()->setText(dimsCommand(m_document.source(), m_dims.spec())); });
    add(QStringLiteral("dims"), tr("Dimensions"), m_dimsView, Qt::BottomDockWidgetArea);
    m_comparisonPanel = new ComparisonPanel(m_comparison);
    connect(m_comparisonPanel, &ComparisonPanel::filesWanted, this, &MainWindow::chooseOthers);
    connect(m_comparisonPanel, &ComparisonPanel::filesDropped, this, &MainWindow::compareWith);
    add(QStringLiteral("comparison"), tr("Comparison"), m_comparisonPanel, Qt::BottomDockWidgetArea);
    add(QStringLiteral("console"), tr("Console"), new ConsoleView(m_rpc->console()), Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    installEventFilter(new WhenShown(this, [this] {
        if (!m_settings.contains(QStringLiteral("window/state"))) giveSideWidths(*this);  // else as they were left
    }));
}

void MainWindow::showDock(const QString& name, int height) {
    QDockWidget* shown = dock(name);
    const bool isNew = !shown->isVisible();
    shown->show();
    shown->raise();
    if (isNew && height > 0) resizeDocks({shown}, {height}, Qt::Vertical);
}

QDockWidget* MainWindow::dock(const QString& name) const { return findChild<QDockWidget*>(name); }

void MainWindow::showConsole() {
    showDock(QStringLiteral("console"));
    dock(QStringLiteral("console"))->findChild<ConsoleView*>()->line().setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::resetLayout() {
    if (!m_defaultState.isEmpty()) restoreState(m_defaultState, kLayoutVersion);
    dock(QStringLiteral("nodes"))->show();
    dock(QStringLiteral("stages"))->show();
    dock(QStringLiteral("bookmarks"))->show();
    dock(QStringLiteral("nodes"))->raise();
    dock(QStringLiteral("inspector"))->show();
    for (const char* name : {"log", "notes", "history", "console"}) dock(QLatin1String(name))->hide();
    dock(QStringLiteral("minify"))->setVisible(m_minify.isRunning() || m_minify.result());
    dock(QStringLiteral("kernels"))->setVisible(m_study.state() == StudyController::State::Running || m_study.study());
    dock(QStringLiteral("profile"))->setVisible(m_profile.content() != nullptr);
    dock(QStringLiteral("numerics"))->setVisible(!m_numerics.values().empty());
    dock(QStringLiteral("trace"))->setVisible(m_trace.content() != nullptr);
    dock(QStringLiteral("recompiles"))->setVisible(m_stances.report() != nullptr);
    dock(QStringLiteral("comparison"))->setVisible(m_stages.isComparing());
    giveSideWidths(*this);
    dock(QStringLiteral("dims"))->setVisible(!m_dims.inputs().empty());
    resizeDocks({dock(QStringLiteral("minify"))}, {290}, Qt::Vertical);
    resizeDocks({dock(QStringLiteral("kernels"))}, {360}, Qt::Vertical);
}

// Where docks stand when nobody has moved them, with those that the work needs.
void MainWindow::setDockLayout(const QString& id) {
    const auto found = std::ranges::find_if(dockLayouts(), [&](const DockLayout& each) { return id == QLatin1String(each.id); });
    if (found == dockLayouts().end()) return;
    restoreState(m_defaultState, kLayoutVersion);
    const QStringList shown = docksOf(*found);
    for (const QString& name : dockNames()) dock(name)->setVisible(shown.contains(name));
    for (const QString& name : shown) dock(name)->raise();
    giveSideWidths(*this);
    if (QDockWidget* front = dock(shown.last()); found->lowerShare > 0) resizeDocks({front}, {height() * found->lowerShare / 100}, Qt::Vertical);
}

}  // namespace whittle

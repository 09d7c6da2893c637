#include "app/workbench/main_window.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenuBar>
#include <QMimeData>
#include <QStandardPaths>
#include <QToolBar>
#include <QUndoView>

#include "app/choices/oracle_choice.h"
#include "app/workbench/crash_file.h"
#include "app/workbench/crash_offers.h"
#include "app/workbench/diagnostics.h"
#include "app/workbench/dock_layouts.h"
#include "app/workbench/dims_command.h"
#include "app/workbench/docks.h"
#include "app/workbench/numerics_service.h"
#include "app/workbench/report_run.h"
#include "app/workbench/restore_offers.h"
#include "app/workbench/source_words.h"
#include "app/workbench/study_service.h"
#include "app/workbench/translations.h"
#include "minifier/session/holder.h"
#include "views/graph/node_list.h"
#include "views/icons.h"
#include "views/models/format.h"
#include "views/models/item_key.h"
#include "views/models/text.h"
#include "views/stages/stages_panel.h"
#include "views/trace/trace_panel.h"

namespace whittle {
namespace {

// Saved states of another number are not restored: raise it when docks or toolbars change.
constexpr int kLayoutVersion = 7;
constexpr int kReducedDelayMs = 150;
constexpr int kNumericsHeight = 380;
constexpr int kMessageMs = 8000;
constexpr int kLeftWidth = 270, kRightWidth = 330;
constexpr QSize kFirstSize(1360, 860);

const QString kGeometryKey = QStringLiteral("window/geometry");
const QString kStateKey = QStringLiteral("window/state");
const QString kThemeKey = QStringLiteral("view/theme");
const QString kMinifyKey = QStringLiteral("minify/settings");
const QString kColorKeyKey = QStringLiteral("view/colorKey");
const QString kSystemLanguage = QStringLiteral("system");
const QString kColorKeyAction = QStringLiteral("view.color-key");
const QString kColorByKey = QStringLiteral("view/colorBy");

// Beside the user's documents; the form finds a folder of this name.
QString outputBase(const QString& file) {
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + QStringLiteral("/whittle/") +
           QFileInfo(file).completeBaseName() + QStringLiteral("-reduced");
}

// What Whittle opens and no trace is called. Anything else is looked into before.
bool isGraphName(const QString& path) {
    static const QStringList suffixes{QStringLiteral("pt2"), QStringLiteral("json"), QStringLiteral("wtl"), QStringLiteral("py"), QStringLiteral("whittle")};
    return suffixes.contains(QFileInfo(path).suffix().toLower());
}

// Qt makes a bar of tabs where docks share a place, and gives it no name that a screen reader could say.
class TabNames final : public QObject {
public:
    using QObject::QObject;
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::ChildPolished)
            if (auto* bar = qobject_cast<QTabBar*>(static_cast<QChildEvent*>(event)->child())) bar->setAccessibleName(MainWindow::tr("Docks that share a place"));
        return false;
    }
};

}  // namespace

MainWindow::MainWindow(WindowServices services, QSettings& settings)
    : m_settings(settings), m_document(m_jobs, std::move(services.opener)), m_graph(m_jobs), m_reducedGraph(m_jobs),
      m_minify(m_jobs, std::move(services.minify.work)), m_command(services.minify.command),
      m_form(m_jobs, std::move(services.minify.oracles), std::move(services.minify.check), std::move(services.minify.command), services.minify.read),
      m_study(m_jobs, std::move(services.study)), m_stages(m_study), m_comparison(m_jobs, m_graph, m_reducedGraph),
      m_display(m_stages, m_comparison, m_graph, m_reducedGraph), m_numerics(m_jobs, std::move(services.numerics)), m_stances(m_jobs, std::move(services.stances)), m_stanceDetails(m_jobs, m_stances), m_stanceProbe(m_jobs, m_stances), m_dims(m_jobs),
      m_nodeMinify(m_jobs, m_minify, m_form), m_reductions(m_jobs, std::move(services.minify.read), m_form, m_nodeMinify), m_other(m_jobs, m_document.opener()), m_kernels(m_jobs, m_study), m_profile(m_jobs, m_kernels), m_trace(m_jobs), m_recent(settings), m_bookmarks(m_graph), m_searches(settings), m_actions(*this, settings) {
    setObjectName(QStringLiteral("MainWindow"));
    installEventFilter(new TabNames(this));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    makeCentre(services.samples);
    makeDocks();
    m_status = new StatusLine;
    setStatusBar(m_status);
    m_taskPopup = new TaskPopup(m_tasks, this);
    describeTasks();
    makeActions();
    m_session = new WindowSession(*this, m_jobs, services.stateFolder, kLayoutVersion);
    m_startPanel->addOffer(new RestoreOffers(m_session->session()));
    new CrashOffers(m_jobs, *m_notice, services.stateFolder, this);
    m_undo = new UserUndo(m_graph, m_bookmarks, m_form, m_dims, m_recent, m_stances, this);
    m_history->setStack(&m_undo->stack());
    connectModels();
    resize(kFirstSize);
    resetLayout();
    m_defaultState = saveState(kLayoutVersion);
    restoreSettings();
    m_undo->begin();
    m_session->session().look();
    onDocument();
    onGraphState();
    onMinify();
    onStudy();
    onProfile();
    onNumerics();
    onTrace();
    onStances();
    onDims();
}

// The widgets go after the controllers whose models they show; hidden ones ask those nothing more (a layout that still waits does, at the end of a close).
MainWindow::~MainWindow() {
    hide();
    m_history->setStack(nullptr);  // which goes first
}

void MainWindow::makeCentre(const QStringList& samples) {
    m_before = new GraphView(m_graph);
    m_after = new GraphView(m_reducedGraph);
    for (GraphView* view : {m_before, m_after}) view->search().keepIn(m_searches);
    m_startPanel = new StartPanel(m_recent, samples);
    m_errorPanel = new ErrorPanel(m_document);
    m_busyPanel = new BusyPanel;
    for (QWidget* panel : std::initializer_list<QWidget*>{m_startPanel, m_errorPanel, m_busyPanel}) m_before->addPanel(panel);
    m_centre = new QSplitter(Qt::Horizontal);
    m_centre->setChildrenCollapsible(false);
    m_centre->addWidget(m_before);
    m_centre->addWidget(m_after);
    m_centre->setSizes({1000, 600});
    m_after->hide();
    m_notice = new NoticeBar;
    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notice);
    column->addWidget(m_centre, 1);
    setCentralWidget(centre);
    connect(m_startPanel, &StartPanel::openWanted, this, &MainWindow::chooseFile);
    connect(m_startPanel, &StartPanel::fileWanted, this, &MainWindow::openFile);
    connect(m_errorPanel, &ErrorPanel::openWanted, this, &MainWindow::chooseFile);
    connect(m_busyPanel, &BusyPanel::cancelWanted, &m_document, &Document::cancel);
}

void MainWindow::makeDocks() {
    m_inspector = new InspectorView(m_graph);
    m_minifyPanel = new MinifyPanel(m_form, m_minify);
    connect(m_minifyPanel, &MinifyPanel::graphWanted, this, &MainWindow::openFile);
    m_kernelsPanel = new KernelsPanel(m_kernels, m_graph);
    connect(m_kernelsPanel, &KernelsPanel::compileWanted, this, &MainWindow::compileGraph);
    const auto add = [this](const QString& name, const QString& title, QWidget* content, Qt::DockWidgetArea area) {
        auto* made = new QDockWidget(title, this);
        made->setObjectName(name);
        made->setWidget(content);
        addDockWidget(area, made);
        // At once: side by side, even for a moment, they would make the window as wide as all of them.
        if (QDockWidget* first = dock(QStringLiteral("minify")); area == Qt::BottomDockWidgetArea && first != made) tabifyDockWidget(first, made);
    };
    add(QStringLiteral("nodes"), tr("Nodes"), new NodeList(m_graph), Qt::LeftDockWidgetArea);
    auto* stages = new StagesPanel(m_stages, m_comparison, m_study, m_other);
    connect(stages, &StagesPanel::compileWanted, this, &MainWindow::compileGraph);
    connect(stages, &StagesPanel::fileWanted, this, &MainWindow::chooseOther);
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
    connect(m_dimsView, &DimsView::commandWanted, this, [this] { QApplication::clipboard()->setText(dimsCommand(m_document.path(), m_dims.spec())); });
    add(QStringLiteral("dims"), tr("Dimensions"), m_dimsView, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

// In front of those that share its place.
void MainWindow::showDock(const QString& name) {
    dock(name)->show();
    dock(name)->raise();
}

QDockWidget* MainWindow::dock(const QString& name) const { return findChild<QDockWidget*>(name); }

void MainWindow::makeActions() {
    auto* toolbar = addToolBar(tr("Main"));
    toolbar->setObjectName(QStringLiteral("mainToolBar"));
    toolbar->setIconSize({20, 20});
    toolbar->setMovable(false);
    QList<std::pair<QString, QAction*>> docks;
    for (const QString& name : dockNames()) docks.append({name, dock(name)->toggleViewAction()});
    m_actions.build(*menuBar(), *toolbar, docks);
    for (QToolButton* button : toolbar->findChildren<QToolButton*>())
        if (button->accessibleName().isEmpty()) button->setAccessibleName(tr("More tools"));
    m_palette = new CommandPalette(this);
    connect(&m_actions, &Actions::done, this, [this](const QString& id) {
        m_lastActions.removeAll(id);
        m_lastActions.prepend(id);
    });
    connect(m_palette, &CommandPalette::chosen, this, &MainWindow::takeFromPalette);
    connect(m_actions.menu(QStringLiteral("file.recent")), &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
}

void MainWindow::connectModels() {
    const auto bind = [this](const QString& id, const QString& plain, const QString& named, void (QUndoStack::*ready)(bool), void (QUndoStack::*named_)(const QString&), bool can) {
        QAction* action = m_actions.action(id);
        action->setEnabled(can);
        connect(&m_undo->stack(), ready, action, &QAction::setEnabled);
        connect(&m_undo->stack(), named_, action, [action, plain, named](const QString& what) { action->setText(what.isEmpty() ? plain : named.arg(what)); });
    };
    bind(QStringLiteral("edit.undo"), tr("&Undo"), tr("&Undo: %1"), &QUndoStack::canUndoChanged, &QUndoStack::undoTextChanged, false);
    bind(QStringLiteral("edit.redo"), tr("&Redo"), tr("&Redo: %1"), &QUndoStack::canRedoChanged, &QUndoStack::redoTextChanged, false);
    connect(&m_graph, &GraphController::selectionChanged, this, [this](int item) {
        if (m_graph.scene()) m_places.visit(itemKey(*m_graph.scene(), item));
    });
    connect(&m_places, &PlaceHistory::changed, this, [this] {
        m_actions.action(QStringLiteral("go.back"))->setEnabled(m_places.canGoBack());
        m_actions.action(QStringLiteral("go.forward"))->setEnabled(m_places.canGoForward());
    });
    m_places.clear();
    connect(&session(), &Session::changed, this, &MainWindow::updateTitle);
    connect(m_status, &StatusLine::stopWanted, this, &MainWindow::cancelCurrent);
    connect(&m_document, &Document::stateChanged, this, &MainWindow::onDocument);
    connect(&m_document, &Document::opened, this, &MainWindow::onOpened);
    connect(&m_graph, &GraphController::stateChanged, this, &MainWindow::onGraphState);
    connect(&m_reducedGraph, &GraphController::stateChanged, this, &MainWindow::showTitles);
    connect(&m_minify, &MinifyController::stateChanged, this, &MainWindow::onMinify);
    connect(&m_study, &StudyController::stateChanged, this, &MainWindow::onStudy);
    connect(&m_numerics, &NumericsController::stateChanged, this, &MainWindow::onNumerics);
    connect(&m_stances, &StanceController::stateChanged, this, &MainWindow::onStances);
    connect(&m_stances, &StanceController::inputChanged, this, &MainWindow::onStances);
    connect(&m_stances, &StanceController::filed, this, [this] {
        if (std::exchange(m_runsCalls, false)) runStances();
    });
    connect(&m_stances, &StanceController::refused, this, [this] { m_runsCalls = false; });
    connect(&m_stanceProbe, &StanceProbe::changed, this, &MainWindow::updateBusy);
    connect(&m_dims, &DimsController::stateChanged, this, &MainWindow::onDims);
    connect(&m_nodeMinify, &NodeMinify::changed, this, &MainWindow::updateBusy);
    connect(&m_nodeMinify, &NodeMinify::prepared, this, [this] {
        showDock(QStringLiteral("minify"));
        statusBar()->showMessage(tr("Reducing the %n operators that %1 needs", nullptr, static_cast<int>(m_minify.original()->nodes().size())).arg(m_form.settings().node), 8000);
    });
    connect(&m_nodeMinify, &NodeMinify::refused, this, [this](const QString& text) { statusBar()->showMessage(text, 8000); });
    connect(&m_reductions, &ReductionOpener::graphWanted, this, &MainWindow::openGraph);
    connect(&m_reductions, &ReductionOpener::changed, this, &MainWindow::updateBusy);
    connect(&m_reductions, &ReductionOpener::refused, this, [this](const QString& text) { m_notice->say(text); });
    connect(&m_reductions, &ReductionOpener::shown, this, [this] {
        showDock(QStringLiteral("minify"));
        m_minifyPanel->watchIfHeld();
    });
    connect(&m_minify, &MinifyController::left, this, [this](const QString& holder) {
        m_form.look();
        m_notice->say(tr("%1 has ended before the reduction was through: it can be resumed here.").arg(holder));
    });
    connect(&m_other, &Document::opened, this, [this](const QString& path) {
        m_stages.addFile(path, m_other.graph());
        m_log.add(tr("Compared %1 with %2").arg(m_document.title(), m_other.title()), {});
    });
    connect(&m_other, &Document::stateChanged, this, &MainWindow::updateBusy);
    connect(&m_display, &StageDisplay::changed, this, &MainWindow::showTitles);
    connect(&m_study, &StudyController::passed, this, &MainWindow::updateBusy);
    connect(&m_kernels, &KernelsController::contentChanged, this, [this] {
        for (const char* key : {"time", "kernel"})
            if (std::ranges::none_of(m_kernels.overlays(), [&](const OverlayRef& one) { return one->key == QLatin1String(key); })) m_graph.withdrawOverlay(QLatin1String(key));
        for (const OverlayRef& overlay : m_kernels.overlays()) m_graph.offerOverlay(overlay);
        updateBusy();
    });
    connect(&m_minify, &MinifyController::progressChanged, this, &MainWindow::updateBusy);
    connect(&m_profile, &ProfileController::contentChanged, this, &MainWindow::onProfile);
    connect(&m_profile, &ProfileController::exportFailed, this, &MainWindow::tellNotWritten);
    connect(&m_profile, &ProfileController::exported, this, [this](const QString& path) {
        statusBar()->showMessage(tr("Written: %1").arg(path), 8000);
        m_log.add(tr("Exported %1").arg(path), {});
    });
    for (GraphView* view : {m_before, m_after}) {
        connect(view, &GraphView::exported, this, [this](const QString& path) {
            statusBar()->showMessage(tr("Written: %1").arg(path), 8000);
            m_log.add(tr("Exported %1").arg(path), {});
        });
        connect(view, &GraphView::exportFailed, this, &MainWindow::tellNotWritten);
    }
    connectTrace();
    connect(&m_log, &QAbstractItemModel::rowsInserted, this, [this] { nowDone(lastDone(*this).last().toStdString()); });
    m_tables = new TableExport(m_jobs, *this);
    connect(m_tables, &TableExport::said, this, [this](const QString& text) { statusBar()->showMessage(text, 8000); });
    connect(m_tables, &TableExport::exportFailed, this, &MainWindow::tellNotWritten);
    connect(m_tables, &TableExport::exported, this, [this](const QString& path) {
        statusBar()->showMessage(tr("Written: %1").arg(path), 8000);
        m_log.add(tr("Exported %1").arg(path), {});
    });
    m_reports = new ReportMaker(m_jobs, {m_document, m_study, m_kernels, m_numerics, m_minify, m_log}, this);
    connect(m_reports, &ReportMaker::failed, this, &MainWindow::tellNotWritten);
    connect(m_reports, &ReportMaker::written, this, [this](const QString& path) {
        statusBar()->showMessage(tr("Written: %1").arg(path), 8000);
        m_log.add(tr("Exported %1").arg(path), reportCommand(path, m_document.path(), m_study, m_numerics));
    });
    m_reducedTimer.setSingleShot(true);
    m_reducedTimer.setInterval(kReducedDelayMs);
    connect(&m_reducedTimer, &QTimer::timeout, this, &MainWindow::showReduced);
    connect(&m_minify, &MinifyController::bestChanged, this, [this] {
        if (!m_reducedTimer.isActive()) m_reducedTimer.start();
    });
}

void MainWindow::resetLayout() {
    if (!m_defaultState.isEmpty()) restoreState(m_defaultState, kLayoutVersion);
    dock(QStringLiteral("nodes"))->show();
    dock(QStringLiteral("stages"))->show();
    dock(QStringLiteral("bookmarks"))->show();
    dock(QStringLiteral("nodes"))->raise();
    dock(QStringLiteral("inspector"))->show();
    for (const char* name : {"log", "notes", "history"}) dock(QLatin1String(name))->hide();
    dock(QStringLiteral("minify"))->setVisible(m_minify.isRunning() || m_minify.result());
    dock(QStringLiteral("kernels"))->setVisible(m_study.state() == StudyController::State::Running || m_study.study());
    dock(QStringLiteral("profile"))->setVisible(m_profile.content() != nullptr);
    dock(QStringLiteral("numerics"))->setVisible(!m_numerics.values().empty());
    dock(QStringLiteral("trace"))->setVisible(m_trace.content() != nullptr);
    dock(QStringLiteral("recompiles"))->setVisible(m_stances.report() != nullptr);
    resizeDocks({dock(QStringLiteral("nodes")), dock(QStringLiteral("inspector"))}, {kLeftWidth, kRightWidth}, Qt::Horizontal);
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
    resizeDocks({dock(QStringLiteral("nodes")), dock(QStringLiteral("inspector"))}, {kLeftWidth, kRightWidth}, Qt::Horizontal);
    if (QDockWidget* front = dock(shown.last()); found->lowerShare > 0) resizeDocks({front}, {height() * found->lowerShare / 100}, Qt::Vertical);
}

void MainWindow::restoreSettings() {
    restoreGeometry(m_settings.value(kGeometryKey).toByteArray());
    restoreState(m_settings.value(kStateKey).toByteArray(), kLayoutVersion);
    m_actions.action(kColorKeyAction)->setChecked(m_settings.value(kColorKeyKey, true).toBool());
    showColorKey();
    for (GraphController* graph : {&m_graph, &m_reducedGraph}) graph->setColorBy(m_settings.value(kColorByKey).toString());
    m_form.restore(m_settings.value(kMinifyKey).toMap());
    if (QAction* language = m_actions.action(QStringLiteral("view.language.") + m_settings.value(kLanguageKey, kSystemLanguage).toString())) language->setChecked(true);
    setTheme(parseTheme(m_settings.value(kThemeKey).toString()));
}

void MainWindow::saveSettings() {
    m_settings.setValue(kGeometryKey, saveGeometry());
    m_settings.setValue(kStateKey, saveState(kLayoutVersion));
    m_settings.setValue(kMinifyKey, m_form.kept());
    m_settings.setValue(kThemeKey, themeName(m_theme));
    m_settings.setValue(kColorKeyKey, m_actions.action(kColorKeyAction)->isChecked());
    m_settings.setValue(kColorByKey, m_graph.colorBy());
}

void MainWindow::setTheme(ThemeChoice choice) {
    m_theme = choice;
    applyTheme(choice);
    m_actions.action(QStringLiteral("view.theme.") + themeName(choice))->setChecked(true);
}

void MainWindow::setLanguage(const QString& language) {
    if (m_settings.value(kLanguageKey, kSystemLanguage).toString() == language) return;
    m_settings.setValue(kLanguageKey, language);
    m_notice->say(tr("The language changes when Whittle is started again."));
}

void MainWindow::showColorKey() {
    for (GraphView* view : {m_before, m_after}) view->setColorKeyShown(m_actions.action(kColorKeyAction)->isChecked());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    saveSettings();
    // Once: who closes again has read that the session could not be saved.
    if (!session().finish() && !std::exchange(m_closeRefused, true)) return event->ignore();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) return event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) {
            event->acceptProposedAction();
            return openFile(url.toLocalFile());
        }
}

GraphView& MainWindow::activeView() const {
    return m_after->isVisible() && m_after->isAncestorOf(QApplication::focusWidget()) ? *m_after : *m_before;
}

GraphController& MainWindow::activeGraph() { return &activeView() == m_after ? m_reducedGraph : m_graph; }

void MainWindow::cancelCurrent() {
    for (const Running& one : running())
        if (one.isOn && one.stop) return one.stop();
}

void MainWindow::compareWith(const QString& path) { m_other.open(path); }

void MainWindow::onDocument() {
    using State = Document::State;
    switch (m_document.state()) {
        case State::Empty: m_before->showPanel(m_startPanel); break;
        case State::Opening:
            m_busyPanel->setText(tr("Opening %1…").arg(QFileInfo(m_document.requestedPath()).fileName()));
            m_before->showPanel(m_busyPanel);
            break;
        case State::Failed: m_before->showPanel(m_errorPanel); break;
        case State::Open: m_before->showPanel(nullptr); break;
    }
    updateTitle();
    updateBusy();
}

void MainWindow::updateTitle() {
    QStringList titles;
    if (m_document.graph()) titles << m_document.title();
    if (const QString path = session().path(); !path.isEmpty()) titles << QFileInfo(path).fileName();
    titles << tr("Whittle");
    setWindowTitle(titles.join(QStringLiteral(" – ")));
}

void MainWindow::onSession(const QString& path) {
    m_recent.add(path);
    m_log.add(tr("Session %1").arg(QFileInfo(path).fileName()), {});  // a window would keep a script waiting
}

// The same place as before is no new visit.
void MainWindow::goTo(const QString& place) {
    if (!m_graph.scene() || place.isEmpty()) return;
    const int item = findItem(*m_graph.scene(), place);
    if (item >= 0) m_graph.select(item);
    m_before->canvas().setFocus();
}

void MainWindow::goBack() { goTo(m_places.back()); }
void MainWindow::goForward() { goTo(m_places.forward()); }

void MainWindow::toggleBookmark() {
    GraphController& graph = activeGraph();
    const QString key = graph.scene() ? itemKey(*graph.scene(), graph.selected()) : QString(), name = bookmarkName(key);
    if (key.isEmpty()) return statusBar()->showMessage(tr("Select a node or a module to bookmark it."), kMessageMs);
    if (const int known = m_bookmarks.rowOf(key); known >= 0) {
        m_bookmarks.remove(known);
        return statusBar()->showMessage(tr("The bookmark of %1 is removed.").arg(name), kMessageMs);
    }
    const int row = m_bookmarks.add(key);
    if (row < 0) return statusBar()->showMessage(tr("There are %n bookmarks, which is the most that can be kept.", nullptr, m_bookmarks.rowCount()), kMessageMs);
    m_bookmarksView->showRow(row);
    statusBar()->showMessage(row < Bookmarks::kWithKeys ? tr("%1 is bookmarked: Alt+%2 goes there.").arg(name).arg(row + 1) : tr("%1 is bookmarked.").arg(name), kMessageMs);
}

void MainWindow::goToBookmark(int row) {
    if (row >= m_bookmarks.rowCount()) return statusBar()->showMessage(tr("There is no bookmark %1.").arg(row + 1), kMessageMs);
    GraphView& view = activeView();
    GraphController& graph = activeGraph();
    const QString key = m_bookmarks.all()[row].key;
    const int item = graph.scene() ? findItem(*graph.scene(), key) : -1;
    if (item < 0) return statusBar()->showMessage(tr("%1 is not in this version of the graph.").arg(bookmarkName(key)), kMessageMs);
    m_bookmarksView->showRow(row);
    graph.select(item);
    view.canvas().ensureVisible(item);
    view.canvas().setFocus();
}

void MainWindow::openFile(const QString& path) {
    // What may be a trace is looked into; if it is none, it is opened as what else it may be.
    if (const QFileInfo place(path); place.isDir() && QFileInfo::exists(path + u'/' + QLatin1String(kJobFile))) m_reductions.open(place.absoluteFilePath());
    else if (place.isDir() || !isGraphName(path)) m_trace.offer(place.absoluteFilePath());
    else if (path.endsWith(QLatin1String(".whittle"), Qt::CaseInsensitive)) session().open(path);
    else m_document.open(path);
}

void MainWindow::onOpened(const QString& path) {
    m_session->leaveGraph(path);
    m_recent.add(path);
    m_log.add(tr("Opened %1").arg(m_document.title()), toQString("whittle info " + infoWords(m_document.source())));
    m_graph.select(-1);
    for (GraphController* graph : {&m_graph, &m_reducedGraph}) graph->forgetOverlays();
    m_graph.forgetFolds();
    m_reducedGraph.forgetFolds();
    m_places.clear();
    m_session->beforeGraph();
    m_other.close();  // it was to be held against the graph before
    m_nodeMinify.cancel();
    m_minify.setGraph(m_document.graph());
    m_study.setGraph(m_document.graph());  // the stages follow it, and the centre the stages
    m_numerics.setGraph(m_document.graph());
    m_stances.setGraph(m_document.graph(), m_document.path());
    m_dims.setGraph(m_document.graph());
    m_profile.setWindow(0, 1);
    m_before->canvas().restView();
    m_inspector->setNotes(m_document.notes());
    m_form.setGraph(m_document.graph(), m_document.source(), outputBase(path));
    m_reductions.onOpened(path, m_document.graph());
    qint64 weights = 0;
    for (const GraphInput& input : m_document.graph()->inputs()) weights += input.kind != InputKind::User;
    QStringList status{m_document.format(),
                       tr("%1 operators").arg(formatCount(static_cast<qint64>(m_document.graph()->nodes().size()))),
                       tr("%1 weights").arg(formatCount(weights))};
    status << m_document.notes();
    m_status->setFacts(status);
    m_session->afterGraph();
    m_undo->begin();
    m_before->canvas().setFocus();
}

void MainWindow::onGraphState() {
    const SceneRef& scene = m_graph.scene();
    m_actions.setHasGraph(scene != nullptr);
    showTitles();
    updateBusy();
}

void MainWindow::showTitles() {
    const auto nodesOf = [](const GraphController& graph) { return graph.scene() ? formatNodes(static_cast<qint64>(graph.scene()->graph().nodes().size())) : QString(); };
    const QString stage = m_display.leftTitle();
    if (stage.isEmpty()) m_before->setTitle(m_document.title(), nodesOf(m_graph));
    else if (m_display.isTwoSided()) m_before->setTitle(stage, nodesOf(m_graph));
    else m_before->setTitle(m_document.title(), QStringLiteral("%1  ·  %2").arg(stage, nodesOf(m_graph)));
    m_after->setTitle(m_display.rightTitle(), nodesOf(m_reducedGraph));
    m_after->setVisible(m_display.isTwoSided());
}

void MainWindow::onStudy() {
    m_actions.action(QStringLiteral("compile.start"))->setEnabled(m_study.canStart());
    const bool isRunning = m_study.state() == StudyController::State::Running;
    m_actions.action(QStringLiteral("compile.stop"))->setEnabled(isRunning);
    if (isRunning) m_log.add(tr("Compiled %1").arg(m_document.title()), studyCommand(m_document.source(), m_study.settings()));
    updateBusy();
}

// The profile follows the kernels, and nothing else decides what can be exported.
void MainWindow::onProfile() {
    m_actions.action(QStringLiteral("file.timeline"))->setEnabled(m_profile.isRecorded());
    updateBusy();
}

void MainWindow::showPass(const QString& pass) {
    const auto& stages = m_stages.stages();
    const auto found = std::ranges::find_if(stages, [&](const Stage& stage) { return stage.kind == Stage::Kind::Pass && stage.name == pass; });
    if (found == stages.end()) return;
    m_stages.setCurrent(static_cast<int>(found - stages.begin()));
    m_stages.comparePrevious();
    showDock(QStringLiteral("stages"));
}

// Who looks at the profile compiles to see it there.
void MainWindow::compileGraph() {
    const bool looksAtProfile = m_profilePanel->isVisible() && !m_profilePanel->visibleRegion().isEmpty();
    if (!looksAtProfile) showDock(QStringLiteral("kernels"));
    m_study.start({.compiler = m_form.settings().oracleSettings, .seed = m_document.source().seed, .forced = {}});
}

void MainWindow::onNumerics() {
    const bool isRunning = m_numerics.state() == NumericsController::State::Running;
    m_actions.action(QStringLiteral("compile.values"))->setEnabled(m_numerics.canStart());
    m_actions.action(QStringLiteral("compile.values-stop"))->setEnabled(isRunning);
    if (isRunning) m_log.add(tr("Compared the values of %1").arg(m_document.title()), numericsCommand(m_document.source(), m_numerics.settings()));
    const NumericsRunRef& run = m_numerics.run();
    if (run && run->errors) m_graph.offerOverlay(run->errors);
    else m_graph.withdrawOverlay(QStringLiteral("error"));
    updateBusy();
}

void MainWindow::compareValues() {
    if (!m_numerics.canStart()) return;
    QDockWidget* shown = dock(QStringLiteral("numerics"));
    const bool isNew = !shown->isVisible();
    shown->show();
    shown->raise();
    if (isNew) resizeDocks({shown}, {kNumericsHeight}, Qt::Vertical);
    m_numerics.start({.compiler = m_form.settings().oracleSettings, .seed = m_document.source().seed});
}

void MainWindow::onStances() {
    const bool isRunning = m_stances.state() == StanceController::State::Running;
    m_actions.action(QStringLiteral("compile.stances"))->setEnabled(m_stances.state() != StanceController::State::NoGraph && !isRunning);
    m_actions.action(QStringLiteral("compile.stances-stop"))->setEnabled(isRunning);
    if (isRunning && !std::exchange(m_wasReplaying, isRunning)) m_log.add(tr("Called %1 under stances").arg(m_document.title()), m_stances.command());
    m_wasReplaying = isRunning;
    updateBusy();
}

void MainWindow::runStances() {
    QDockWidget* shown = dock(QStringLiteral("recompiles"));
    const bool isNew = !shown->isVisible();
    showDock(QStringLiteral("recompiles"));
    if (isNew) resizeDocks({shown}, {kNumericsHeight}, Qt::Vertical);
    m_stances.start();
}

void MainWindow::runCalls(const QString& path) {
    m_runsCalls = true;
    m_stances.openCalls(path);
}

void MainWindow::onDims() {
    const bool isRunning = m_dims.state() == DimsController::State::Running;
    m_actions.action(QStringLiteral("compile.sizes"))->setEnabled(m_dims.canStart());
    m_actions.action(QStringLiteral("compile.sizes-stop"))->setEnabled(isRunning);
    if (isRunning) m_log.add(tr("Inferred the sizes of %1").arg(m_document.title()), dimsCommand(m_document.path(), m_dims.spec()));
    updateBusy();
}

void MainWindow::inferSizes() {
    if (!m_dims.canStart()) return;
    showDock(QStringLiteral("dims"));
    m_dims.start();
}

void MainWindow::minifyNode(const QString& node) {
    m_nodeMinify.start({.graph = m_numerics.graph(),
                        .node = node,
                        .source = m_document.source(),
                        .folderBase = outputBase(QFileInfo(m_document.path()).completeBaseName() + u'-' + node + QStringLiteral(".wtl")),
                        .compiler = m_numerics.settings().compiler});
}

void MainWindow::startMinify() {
    m_nodeMinify.cancel();
    showDock(QStringLiteral("minify"));
    m_minifyPanel->start();
}

void MainWindow::showMinifySettings() {
    showDock(QStringLiteral("minify"));
    if (!m_minify.isRunning()) m_minifyPanel->showSettings();
}

void MainWindow::takeWholeGraph() {
    m_nodeMinify.cancel();
    m_minify.setGraph(m_document.graph());
    m_form.setGraph(m_document.graph(), m_document.source(), outputBase(m_document.path()));
    showMinifySettings();
}

void MainWindow::startMinify(const MinifySettings& settings) {
    m_nodeMinify.cancel();
    showDock(QStringLiteral("minify"));
    m_form.setSettings(settings);
    m_minify.start(settings);
}

void MainWindow::onMinify() {
    m_actions.action(QStringLiteral("minify.start"))->setEnabled(m_minify.canStart());
    m_actions.action(QStringLiteral("minify.stop"))->setEnabled(m_minify.canPause() || m_minify.state() == MinifyController::State::Watching);
    m_actions.action(QStringLiteral("minify.pause"))->setEnabled(m_minify.canPause());
    m_actions.action(QStringLiteral("minify.pause"))->setChecked(m_minify.state() == MinifyController::State::Paused);
    m_actions.action(QStringLiteral("minify.take-over"))->setEnabled(m_minify.state() == MinifyController::State::Watching);
    m_actions.action(QStringLiteral("minify.whole"))->setEnabled(!m_minify.isRunning() && m_document.graph() && m_minify.original() != m_document.graph());
    if (!m_minify.isRunning()) showReduced();
    if (const bool running = m_minify.isRunning() && m_minify.state() != MinifyController::State::Watching; running != m_wasRunning) {
        m_wasRunning = running;
        if (running) m_log.add(tr("Minified %1").arg(m_document.title()), m_command ? m_command(m_minify.settings()) : QString());
    }
    if (m_minify.result()) m_form.look();  // there is a journal now
    updateBusy();
}

void MainWindow::showReduced() { m_stages.setReduced(m_minify.isReduced() ? m_minify.best() : nullptr); }

// What a person waits for, the most important first: the one that the status line tells of is the one that its button stops.
std::vector<MainWindow::Running> MainWindow::running() {
    const auto opening = [this](Document& document) {
        return Running{document.state() == Document::State::Opening, {.text = tr("Opening…")}, [&document] { document.cancel(); }};
    };
    StatusLine::Busy minifying{.text = tr("Minifying…")};
    const bool paused = m_minify.state() == MinifyController::State::Paused;
    if (const auto& progress = m_minify.progress(); progress && progress->nodesBefore > 0)
        minifying = {.text = (paused ? tr("Paused: %1 left") : tr("Minifying: %1 left")).arg(formatNodes(progress->nodesNow)), .done = progress->nodesBefore - progress->nodesNow, .of = progress->nodesBefore};
    const auto stopMinify = m_minify.canPause() || m_minify.state() == MinifyController::State::Watching ? std::function<void()>([this] { m_minify.stop(); }) : nullptr;
    return {opening(m_document),
            opening(m_other),
            {m_minify.isRunning(), minifying, stopMinify},
            {m_study.state() == StudyController::State::Running, {.text = m_study.statusText()}, [this] { m_study.stop(); }},
            {m_numerics.state() == NumericsController::State::Running,
             {.text = m_numerics.statusText(), .done = m_numerics.progress().done, .of = m_numerics.progress().of},
             [this] { m_numerics.stop(); }},
            {m_stances.state() == StanceController::State::Running, {.text = m_stances.statusText(), .done = m_stances.done(), .of = m_stances.all()}, [this] { m_stances.stop(); }},
            {m_stanceProbe.state() == StanceProbe::State::Running, {.text = tr("Trying a call…")}, [this] { m_stanceProbe.stop(); }},
            {m_dims.state() == DimsController::State::Running, {.text = m_dims.statusText()}, [this] { m_dims.stop(); }},
            {m_nodeMinify.isPreparing(), {.text = tr("Minifying…")}, nullptr},
            {m_trace.state() == TraceController::State::Reading, {.text = tr("Reading the trace…"), .done = static_cast<int>(m_trace.bytesDone() >> 10), .of = static_cast<int>(m_trace.bytesOfAll() >> 10)}, [this] { m_trace.stop(); }},
            {m_reductions.isOpening(), {.text = tr("Opening…")}, nullptr},
            {m_graph.state() == GraphController::State::Arranging, {.text = tr("Arranging…")}, nullptr}};
}

void MainWindow::updateBusy() {
    StatusLine::Busy busy;
    for (const Running& one : running())
        if (one.isOn) {
            busy = one.busy;
            busy.canStop = one.stop != nullptr;
            break;
        }
    m_status->setBusy(busy);
}

bool MainWindow::isIdle() const {
    const auto isOpening = [](const Document& document) { return document.state() == Document::State::Opening; };
    return !isOpening(m_document) && !isOpening(m_other) && !m_graph.isBusy() && !m_reducedGraph.isBusy() && !m_before->isBusy() && !m_after->isBusy() && !m_comparison.isBusy() && !m_minify.isRunning() &&
           !m_session->isBusy() && m_study.state() != StudyController::State::Running && !m_kernels.isWorking() && !m_kernelsPanel->isBusy() && !m_profile.isWorking() && !m_reducedTimer.isActive() && !m_form.isChecking() &&
           m_numerics.state() != NumericsController::State::Running && m_numericsView->fetch().state() != TensorFetch::State::Fetching && !m_nodeMinify.isPreparing() && !m_reductions.isOpening() &&
           m_stances.state() != StanceController::State::Running && !m_stances.isFiling() && !m_stances.isApplying() && m_stanceProbe.state() != StanceProbe::State::Running && !m_stanceDetails.isComparing() &&
           m_dims.state() != DimsController::State::Running && !m_trace.isBusy() && !m_tracePanel->isBusy() && !m_reports->isBusy();
}

}  // namespace whittle

#include "app/workbench/main_window.h"

#include <algorithm>

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenuBar>
#include <QMimeData>
#include <QToolBar>
#include <QUndoView>

#include "app/choices/compiler_choice.h"
#include "app/workbench/crash_file.h"
#include "app/workbench/crash_offers.h"
#include "app/workbench/diagnostics.h"
#include "app/workbench/docks.h"
#include "app/workbench/export_commands.h"
#include "app/workbench/report_run.h"
#include "app/workbench/restore_offers.h"
#include "app/workbench/source_words.h"
#include "app/workbench/window_rpc.h"
#include "minifier/session/holder.h"
#include "views/icons.h"
#include "views/models/format.h"
#include "views/models/item_key.h"
#include "views/models/minify_colors.h"
#include "views/models/text.h"
#include "views/trace/trace_panel.h"

namespace whittle {
namespace {

constexpr int kReducedDelayMs = 150;
constexpr int kTableHeight = 260;
constexpr QSize kFirstSize(1360, 860);

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
      m_nodeMinify(m_jobs, m_minify, m_form, std::move(services.minify.slice)), m_reductions(m_jobs, std::move(services.minify.read), m_form, m_nodeMinify), m_others(m_jobs, m_document.opener(), m_stages), m_kernels(m_jobs, m_study), m_profile(m_jobs, m_kernels), m_trace(m_jobs), m_recent(settings), m_bookmarks(m_graph), m_searches(settings), m_actions(*this, settings) {
    setObjectName(QStringLiteral("MainWindow"));
    installEventFilter(new TabNames(this));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    m_rpc = new WindowRpc(*this);
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
    m_undo = new UserUndo({.graph = m_graph, .reduced = m_reducedGraph, .bookmarks = m_bookmarks, .form = m_form, .dims = m_dims, .recent = m_recent, .stances = m_stances,
                           .searches = m_searches, .numerics = m_numerics, .study = m_study, .stages = m_stages, .actions = m_actions}, this);
    m_history->setStack(&m_undo->stack());
    connectModels();
    resize(kFirstSize);
    resetLayout();
    m_defaultState = saveState(kLayoutVersion);
    restoreSettings();
    m_rpc->follow();
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

// The widgets go after the controllers whose models they show. Hidden ones ask those nothing more (a layout that still waits does, at the end of a close)
// and have told of what was typed last; docks that float do not hide with the window.
MainWindow::~MainWindow() {
    for (const QString& name : dockNames()) dock(name)->hide();
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
    connect(m_startPanel, &StartPanel::fileWanted, this, &MainWindow::openSource);
    connect(m_errorPanel, &ErrorPanel::openWanted, this, &MainWindow::chooseFile);
    connect(m_busyPanel, &BusyPanel::cancelWanted, &m_document, &Document::cancel);
}

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
    const auto showRepeats = [this, action = m_actions.action(QStringLiteral("view.repeats"))] {
        action->setEnabled(m_graph.hasRepeats() || m_reducedGraph.hasRepeats());
        action->setChecked(activeGraph().joinsRepeats());
    };
    for (GraphController* graph : {&m_graph, &m_reducedGraph}) {
        connect(graph, &GraphController::sceneChanged, this, showRepeats);
        connect(graph, &GraphController::stateChanged, this, showRepeats);
    }
    connect(m_actions.action(QStringLiteral("view.repeats")), &QAction::triggered, this, showRepeats);
    connect(m_actions.menu(QStringLiteral("view")), &QMenu::aboutToShow, this, showRepeats);  // of two graphs side by side the one with the focus
    showRepeats();
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
        const int count = static_cast<int>(m_minify.original()->nodes().size());
        const QString node = m_form.settings().node;
        statusBar()->showMessage(node.isEmpty() ? tr("Reducing %n operators alone", nullptr, count) : tr("Reducing the %n operators that %1 needs", nullptr, count).arg(node), kMessageMs);
    });
    connect(&m_before->canvas(), &GraphCanvas::menuWanted, this, &MainWindow::offerMinify);
    connect(&m_nodeMinify, &NodeMinify::refused, this, [this](const QString& text) { statusBar()->showMessage(text, kMessageMs); });
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
    connect(&m_others, &OtherFiles::read, this, [this](const QString& path) {
        m_log.add(tr("Compared %1 with %2").arg(m_document.title(), QFileInfo(path).fileName()),
                  toQString("whittle diff " + shellWord(m_document.path().toStdString()) + ' ' + shellWord(path.toStdString())));
    });
    connect(&m_others, &OtherFiles::changed, this, &MainWindow::updateBusy);
    connect(&m_comparison, &GraphComparison::changed, this, &MainWindow::updateBusy);
    connect(&m_comparison, &GraphComparison::progressChanged, this, &MainWindow::updateBusy);
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
        statusBar()->showMessage(tr("Written: %1").arg(path), kMessageMs);
        m_log.add(tr("Exported %1").arg(path), timelineCommand(path, m_document.source(), m_study.settings()));
    });
    for (GraphView* view : {m_before, m_after}) {
        connect(view, &GraphView::exported, this, [this, view](const QString& path) {
            statusBar()->showMessage(tr("Written: %1").arg(path), kMessageMs);
            // The command knows the file's graph, and neither stages nor parts of it.
            const SceneRef& scene = m_graph.scene();
            const bool isOpened = view == m_before && scene && scene->graphRef() == m_document.graph();
            m_log.add(tr("Exported %1").arg(path), isOpened ? graphExportCommand(path, m_document.source()) : QString());
        });
        connect(view, &GraphView::exportFailed, this, &MainWindow::tellNotWritten);
    }
    connectTrace();
    connect(&m_log, &QAbstractItemModel::rowsInserted, this, [this] { nowDone(lastDone(*this).last().toStdString()); });
    m_tables = new TableExport(m_jobs, *this);
    connect(m_tables, &TableExport::said, this, [this](const QString& text) { statusBar()->showMessage(text, kMessageMs); });
    connect(m_tables, &TableExport::exportFailed, this, &MainWindow::tellNotWritten);
    connect(m_tables, &TableExport::exported, this, [this](const QString& path) {
        statusBar()->showMessage(tr("Written: %1").arg(path), kMessageMs);
        m_log.add(tr("Exported %1").arg(path), {});
    });
    m_reports = new ReportMaker(m_jobs, {m_document, m_study, m_kernels, m_numerics, m_minify, m_log}, this);
    connect(m_reports, &ReportMaker::failed, this, &MainWindow::tellNotWritten);
    connect(m_reports, &ReportMaker::written, this, [this](const QString& path) {
        statusBar()->showMessage(tr("Written: %1").arg(path), kMessageMs);
        m_log.add(tr("Exported %1").arg(path), reportCommand(path, m_document.source(), m_study, m_numerics));
    });
    m_minifyColors = new MinifyColors(m_jobs, m_minify, m_graph, m_reducedGraph, this);
    m_reducedTimer.setSingleShot(true);
    m_reducedTimer.setInterval(kReducedDelayMs);
    connect(&m_reducedTimer, &QTimer::timeout, this, &MainWindow::showReduced);
    connect(&m_minify, &MinifyController::bestChanged, this, [this] {
        if (!m_reducedTimer.isActive()) m_reducedTimer.start();
    });
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

void MainWindow::compareWith(const QStringList& paths) {
    if (!m_document.graph() || paths.isEmpty()) return;
    for (const QString& path : paths) m_others.add(path);
    showDock(QStringLiteral("comparison"), kTableHeight);
}

void MainWindow::compareWithPrevious() {
    m_stages.comparePrevious();
    showDock(QStringLiteral("comparison"), kTableHeight);
}

void MainWindow::keepCompared() {
    const bool wasKept = m_stages.isKept(m_stages.current());
    m_stages.setKept(m_stages.current(), !wasKept);
    if (!wasKept && !m_stages.isKept(m_stages.current())) return statusBar()->showMessage(tr("Go to another stage first: this is the one that others are held against."), kMessageMs);
    if (m_stages.isComparing()) showDock(QStringLiteral("comparison"), kTableHeight);
}

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

void MainWindow::openFile(const QString& path) {
    // What may be a trace is looked into; if it is none, it is opened as what else it may be.
    if (const QFileInfo place(path); place.isDir() && QFileInfo::exists(path + u'/' + QLatin1String(kJobFile))) m_reductions.open(place.absoluteFilePath());
    else if (place.isDir() || !isGraphName(path)) m_trace.offer(place.absoluteFilePath());
    else if (path.endsWith(QLatin1String(".whittle"), Qt::CaseInsensitive)) session().open(path);
    else m_document.open(path);
}

void MainWindow::onOpened(const QString& path) {
    m_session->leaveGraph(path);
    m_recent.add(m_document.source());
    m_log.add(tr("Opened %1").arg(m_document.title()), toQString("whittle info " + infoWords(m_document.source())));
    m_graph.select(-1);
    for (GraphController* graph : {&m_graph, &m_reducedGraph}) graph->forgetOverlays();
    m_graph.forgetFolds();
    m_reducedGraph.forgetFolds();
    m_places.clear();
    m_session->beforeGraph();
    m_others.forget();
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

}  // namespace whittle

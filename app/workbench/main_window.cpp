#include "app/workbench/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QSaveFile>
#include <QStandardPaths>
#include <QStatusBar>
#include <QToolBar>

#include "app/workbench/docks.h"
#include "app/workbench/shortcuts_dialog.h"
#include "engine/base/version.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "views/graph/node_list.h"
#include "views/icons.h"
#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {
namespace {

// Saved states of another number are not restored: raise it when docks or toolbars change.
constexpr int kLayoutVersion = 1;
constexpr int kReducedDelayMs = 150;
constexpr QSize kFirstSize(1360, 860);

const QString kGeometryKey = QStringLiteral("window/geometry");
const QString kStateKey = QStringLiteral("window/state");
const QString kThemeKey = QStringLiteral("view/theme");
const QString kMinifyKey = QStringLiteral("minify/settings");
const QString kColorKeyKey = QStringLiteral("view/colorKey");

// Beside the user's documents; the form finds a folder of this name.
QString outputBase(const QString& file) {
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + QStringLiteral("/whittle/") +
           QFileInfo(file).completeBaseName() + QStringLiteral("-reduced");
}

}  // namespace

MainWindow::MainWindow(WindowServices services, QSettings& settings)
    : m_settings(settings), m_document(m_jobs, std::move(services.opener)), m_graph(m_jobs), m_reducedGraph(m_jobs),
      m_minify(m_jobs, std::move(services.minify.work)),
      m_form(m_jobs, std::move(services.minify.oracles), std::move(services.minify.check)),
      m_study(m_jobs, std::move(services.study)), m_recent(settings) {
    setObjectName(QStringLiteral("MainWindow"));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    makeCentre(services.samples);
    makeDocks();
    makeStatusBar();
    makeActions();
    connectModels();
    resize(kFirstSize);
    resetLayout();
    m_defaultState = saveState(kLayoutVersion);
    restoreSettings();
    onDocument();
    onGraphState();
    onMinify();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeCentre(const QStringList& samples) {
    m_before = new GraphView(m_graph);
    m_after = new GraphView(m_reducedGraph);
    m_startPanel = new StartPanel(m_recent, samples);
    m_errorPanel = new ErrorPanel(m_document);
    m_busyPanel = new BusyPanel;
    for (QWidget* panel : std::initializer_list<QWidget*>{m_startPanel, m_errorPanel, m_busyPanel}) m_before->addPanel(panel);
    m_centre = new QSplitter(Qt::Horizontal);
    m_centre->setChildrenCollapsible(false);
    m_centre->addWidget(m_before);
    m_centre->addWidget(m_after);
    m_centre->setSizes({1000, 600});
    m_after->setTitle(tr("Reduced"), {});
    m_after->hide();
    setCentralWidget(m_centre);
    connect(m_startPanel, &StartPanel::openWanted, this, &MainWindow::chooseFile);
    connect(m_startPanel, &StartPanel::fileWanted, this, &MainWindow::openFile);
    connect(m_errorPanel, &ErrorPanel::openWanted, this, &MainWindow::chooseFile);
    connect(m_busyPanel, &BusyPanel::cancelWanted, &m_document, &Document::cancel);
}

void MainWindow::makeDocks() {
    m_inspector = new InspectorView(m_graph);
    m_minifyPanel = new MinifyPanel(m_form, m_minify);
    connect(m_minifyPanel, &MinifyPanel::graphWanted, this, &MainWindow::openFile);
    const auto add = [this](const QString& name, const QString& title, QWidget* content, Qt::DockWidgetArea area) {
        auto* made = new QDockWidget(title, this);
        made->setObjectName(name);
        made->setWidget(content);
        addDockWidget(area, made);
    };
    add(QStringLiteral("nodes"), tr("Nodes"), new NodeList(m_graph), Qt::LeftDockWidgetArea);
    add(QStringLiteral("inspector"), tr("Inspector"), m_inspector, Qt::RightDockWidgetArea);
    add(QStringLiteral("minify"), tr("Minify"), m_minifyPanel, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

QDockWidget* MainWindow::dock(const QString& name) const { return findChild<QDockWidget*>(name); }

void MainWindow::makeStatusBar() {
    m_statusText = new QLabel;
    m_statusText->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_statusText->setContentsMargins(8, 0, 0, 0);
    m_busyText = new QLabel;
    m_busyBar = new QProgressBar;
    m_busyBar->setTextVisible(false);
    m_busyBar->setMaximumSize(150, 10);
    m_busyBar->setAccessibleName(tr("Progress"));
    m_busyCancel = new QToolButton;
    m_busyCancel->setIcon(icon(Icon::Close));
    m_busyCancel->setAutoRaise(true);
    m_busyCancel->setToolTip(tr("Stop"));
    m_busyCancel->setAccessibleName(tr("Stop what is running"));
    statusBar()->addWidget(m_statusText, 1);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_busyText, m_busyBar, m_busyCancel})
        statusBar()->addPermanentWidget(widget);
    connect(m_busyCancel, &QToolButton::clicked, this, &MainWindow::cancelCurrent);
}

struct MainWindow::ActionRow {
    QString text;
    QKeySequence shortcut;
    std::function<void()> act;
    Icon icon = Icon::Count;
    bool needsGraph = false;
};

QAction* MainWindow::addAction(QMenu& menu, const ActionRow& row) {
    auto* action = new QAction(row.text, this);
    action->setShortcut(row.shortcut);
    if (row.icon != Icon::Count) action->setIcon(icon(row.icon));
    if (!row.shortcut.isEmpty())
        action->setToolTip(QStringLiteral("%1 (%2)").arg(QString(row.text).remove(u'&'), row.shortcut.toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, row.act);
    menu.addAction(action);
    m_allActions << action;
    if (row.needsGraph) m_graphActions << action;
    return action;
}

void MainWindow::makeActions() {
    auto* toolbar = addToolBar(tr("Main"));
    toolbar->setObjectName(QStringLiteral("mainToolBar"));
    toolbar->setIconSize({20, 20});
    toolbar->setMovable(false);
    const auto onTool = [toolbar](QAction* action) { toolbar->addAction(action); };

    QMenu& file = *menuBar()->addMenu(tr("&File"));
    onTool(addAction(file, {tr("&Open…"), QKeySequence::Open, [this] { chooseFile(); }, Icon::Open}));
    m_recentMenu = file.addMenu(tr("Open &recent"));
    connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    file.addSeparator();
    QAction* picture = addAction(file, {tr("&Export picture…"), QKeySequence(tr("Ctrl+E")), [this] { exportPicture(); }, Icon::Export, true});
    addAction(file, {tr("&Copy graph as text"), QKeySequence(tr("Ctrl+Shift+C")), [this] { copyGraphText(); }, Icon::Copy, true});
    file.addSeparator();
    addAction(file, {tr("&Quit"), QKeySequence(QKeySequence::Quit).isEmpty() ? QKeySequence(tr("Ctrl+Q")) : QKeySequence(QKeySequence::Quit),
                     [this] { close(); }});

    QMenu& go = *menuBar()->addMenu(tr("&Go"));
    addAction(go, {tr("&Find…"), QKeySequence::Find, [this] { activeView().search().focusField(); }, Icon::Search, true});
    addAction(go, {tr("&Next hit"), QKeySequence(Qt::Key_F3), [this] { activeGraph().nextHit(); }, Icon::Next, true});
    addAction(go, {tr("&Previous hit"), QKeySequence(Qt::SHIFT | Qt::Key_F3), [this] { activeGraph().previousHit(); }, Icon::Previous, true});
    go.addSeparator();
    struct Move {
        QString text;
        int key;
        GraphController::Step step;
    };
    const Move moves[] = {
        {tr("To a &producer"), Qt::Key_Up, GraphController::Step::Producer},
        {tr("To a &user"), Qt::Key_Down, GraphController::Step::User},
        {tr("To the &left"), Qt::Key_Left, GraphController::Step::Left},
        {tr("To the &right"), Qt::Key_Right, GraphController::Step::Right},
    };
    for (const Move& move : moves)
        addAction(go, {move.text, QKeySequence(Qt::ALT | Qt::Key(move.key)), [this, step = move.step] { activeGraph().step(step); }, Icon::Count, true});

    QMenu& view = *menuBar()->addMenu(tr("&View"));
    toolbar->addSeparator();
    onTool(addAction(view, {tr("&Fit"), QKeySequence(Qt::Key_F), [this] { activeView().canvas().fit(); }, Icon::Fit, true}));
    onTool(addAction(view, {tr("Zoom &in"), QKeySequence(tr("Ctrl++")), [this] { activeView().canvas().zoomIn(); }, Icon::ZoomIn, true}));
    onTool(addAction(view, {tr("Zoom &out"), QKeySequence(tr("Ctrl+-")), [this] { activeView().canvas().zoomOut(); }, Icon::ZoomOut, true}));
    addAction(view, {tr("&Actual size"), QKeySequence(tr("Ctrl+0")), [this] { activeView().canvas().resetZoom(); }, Icon::Count, true});
    toolbar->addSeparator();
    onTool(picture);
    view.addSeparator();
    addAction(view, {tr("F&old or unfold module"), QKeySequence(tr("Ctrl+Return")), [this] { activeGraph().toggleFold(); }, Icon::Count, true});
    addAction(view, {tr("Fold &all modules"), QKeySequence(tr("Ctrl+Shift+-")), [this] { activeGraph().setAllOpen(false); }, Icon::Count, true});
    addAction(view, {tr("&Unfold all modules"), QKeySequence(tr("Ctrl+Shift++")), [this] { activeGraph().setAllOpen(true); }, Icon::Count, true});
    view.addSeparator();
    int number = 1;
    for (const QString& name : dockNames()) {
        QAction* toggle = dock(name)->toggleViewAction();
        toggle->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(number++)));
        view.addAction(toggle);
        m_allActions << toggle;
    }
    m_keyAction = addAction(view, {tr("&Colour key"), QKeySequence(tr("Ctrl+K")), [this] {
        m_before->setColorKeyShown(m_keyAction->isChecked());
        m_after->setColorKeyShown(m_keyAction->isChecked());
    }});
    m_keyAction->setCheckable(true);
    view.addSeparator();
    QMenu& theme = *view.addMenu(tr("&Theme"));
    m_themeGroup = new QActionGroup(this);
    const std::pair<QString, ThemeChoice> themes[] = {
        {tr("As the &desktop"), ThemeChoice::System}, {tr("&Light"), ThemeChoice::Light}, {tr("&Dark"), ThemeChoice::Dark}};
    for (const auto& [text, choice] : themes) {
        QAction* action = addAction(theme, {text, {}, [this, picked = choice] { setTheme(picked); }});
        action->setCheckable(true);
        action->setData(themeName(choice));
        m_themeGroup->addAction(action);
    }
    addAction(view, {tr("&Reset layout"), {}, [this] { resetLayout(); }});

    QMenu& compile = *menuBar()->addMenu(tr("&Compile"));
    m_compileAction = addAction(compile, {tr("&Compile and measure"), QKeySequence(Qt::Key_F5), [this] { compileGraph(); }});
    addAction(compile, {tr("&Stop compiling"), QKeySequence(Qt::SHIFT | Qt::Key_F5), [this] { m_study.stop(); }});

    QMenu& minify = *menuBar()->addMenu(tr("&Minify"));
    toolbar->addSeparator();
    m_startAction = addAction(minify, {tr("&Start"), QKeySequence(tr("Ctrl+M")), [this] {
        dock(QStringLiteral("minify"))->show();
        m_minifyPanel->start();
    }, Icon::Start});
    m_startAction->setIconText(tr("Minify"));
    addAction(minify, {tr("S&ettings…"), QKeySequence(tr("Ctrl+Shift+M")), [this] {
        dock(QStringLiteral("minify"))->show();
        if (!m_minify.isRunning()) m_minifyPanel->showSettings();
    }});
    m_stopAction = addAction(minify, {tr("S&top"), QKeySequence(tr("Ctrl+.")), [this] { m_minify.stop(); }, Icon::Stop});
    onTool(m_startAction);
    onTool(m_stopAction);
    static_cast<QToolButton*>(toolbar->widgetForAction(m_startAction))->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);

    QMenu& help = *menuBar()->addMenu(tr("&Help"));
    addAction(help, {tr("&Keyboard shortcuts"), QKeySequence(Qt::Key_F1), [this] { showShortcuts(); }});
    addAction(help, {tr("&About Whittle"), {}, [this] { showAbout(); }});
    for (QToolButton* button : toolbar->findChildren<QToolButton*>())
        if (button->accessibleName().isEmpty())
            button->setAccessibleName(button->defaultAction() ? button->defaultAction()->text().remove(u'&') : tr("More tools"));
}

void MainWindow::connectModels() {
    connect(&m_document, &Document::stateChanged, this, &MainWindow::onDocument);
    connect(&m_document, &Document::opened, this, &MainWindow::onOpened);
    connect(&m_graph, &GraphController::stateChanged, this, &MainWindow::onGraphState);
    connect(&m_minify, &MinifyController::stateChanged, this, &MainWindow::onMinify);
    connect(&m_study, &StudyController::stateChanged, this, [this] {
        m_compileAction->setEnabled(m_study.canStart());
        updateBusy();
    });
    connect(&m_study, &StudyController::passed, this, &MainWindow::updateBusy);
    m_compileAction->setEnabled(false);
    connect(&m_minify, &MinifyController::progressChanged, this, &MainWindow::updateBusy);
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
    dock(QStringLiteral("inspector"))->show();
    dock(QStringLiteral("minify"))->setVisible(m_minify.isRunning() || m_minify.result());
    resizeDocks({dock(QStringLiteral("nodes")), dock(QStringLiteral("inspector"))}, {270, 330}, Qt::Horizontal);
    resizeDocks({dock(QStringLiteral("minify"))}, {290}, Qt::Vertical);
}

void MainWindow::restoreSettings() {
    restoreGeometry(m_settings.value(kGeometryKey).toByteArray());
    restoreState(m_settings.value(kStateKey).toByteArray(), kLayoutVersion);
    m_keyAction->setChecked(m_settings.value(kColorKeyKey, true).toBool());
    m_before->setColorKeyShown(m_keyAction->isChecked());
    m_after->setColorKeyShown(m_keyAction->isChecked());
    m_form.restore(m_settings.value(kMinifyKey).toMap());
    setTheme(parseTheme(m_settings.value(kThemeKey).toString()));
}

void MainWindow::saveSettings() {
    m_settings.setValue(kGeometryKey, saveGeometry());
    m_settings.setValue(kStateKey, saveState(kLayoutVersion));
    m_settings.setValue(kMinifyKey, m_form.kept());
    m_settings.setValue(kThemeKey, themeName(m_theme));
    m_settings.setValue(kColorKeyKey, m_keyAction->isChecked());
}

void MainWindow::setTheme(ThemeChoice choice) {
    m_theme = choice;
    applyTheme(choice);
    for (QAction* action : m_themeGroup->actions())
        action->setChecked(action->data().toString() == themeName(choice));
}

void MainWindow::closeEvent(QCloseEvent* event) {
    saveSettings();
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

void MainWindow::fillRecentMenu() {
    m_recentMenu->clear();
    const QStringList paths = m_recent.paths();
    if (paths.isEmpty()) m_recentMenu->addAction(tr("No file opened yet"))->setEnabled(false);
    for (const QString& path : paths)
        m_recentMenu->addAction(QString(path).replace(u'&', QLatin1String("&&")), this, [this, path] { openFile(path); });
    if (paths.isEmpty()) return;
    m_recentMenu->addSeparator();
    m_recentMenu->addAction(tr("&Forget all"), &m_recent, &RecentFiles::clear);
}

// Not modal: the window stays usable behind it.
void MainWindow::chooseFile() {
    const QStringList recent = m_recent.paths();
    auto* dialog = new QFileDialog(this, tr("Open a graph"), recent.isEmpty() ? QString() : QFileInfo(recent.first()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Graphs (*.pt2 *.json *.wtl *.py *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openFile);
    dialog->open();
}

void MainWindow::exportPicture() {
    auto* dialog = new QFileDialog(this, tr("Export picture"), QFileInfo(m_document.path()).completeBaseName() + QStringLiteral(".png"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("PNG pictures (*.png)"));
    dialog->setDefaultSuffix(QStringLiteral("png"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        QSaveFile file(path);
        const QImage image = activeView().canvas().exportImage();
        const bool written = !image.isNull() && file.open(QIODevice::WriteOnly) && image.save(&file, "PNG") && file.commit();
        statusBar()->showMessage(written ? tr("Picture written to %1").arg(path) : tr("%1 could not be written: %2").arg(path, file.errorString()), 8000);
    });
    dialog->open();
}

void MainWindow::copyGraphText() {
    if (const SceneRef& scene = activeGraph().scene()) QApplication::clipboard()->setText(toQString(printGraph(scene->graph(), findSchema)));
}

void MainWindow::showShortcuts() {
    auto* dialog = new ShortcutsDialog(m_allActions, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showAbout() {
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Whittle"));
    box->setIconPixmap(applicationIcon().pixmap(64, 64));
    box->setText(tr("<h3>Whittle %1</h3><p>A graph debugging and minification workbench for tensor compilers.</p>"
                    "<p>Licensed under the Apache License 2.0.</p>").arg(QString::fromLatin1(kVersion)));
    box->open();
}

GraphView& MainWindow::activeView() const {
    return m_after->isVisible() && m_after->isAncestorOf(QApplication::focusWidget()) ? *m_after : *m_before;
}

GraphController& MainWindow::activeGraph() { return &activeView() == m_after ? m_reducedGraph : m_graph; }

void MainWindow::cancelCurrent() {
    if (m_document.state() == Document::State::Opening) return m_document.cancel();
    if (m_study.state() == StudyController::State::Running) return m_study.stop();
    m_minify.stop();
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
    setWindowTitle(m_document.graph() ? tr("%1 – Whittle").arg(m_document.title()) : tr("Whittle"));
    updateBusy();
}

void MainWindow::onOpened(const QString& path) {
    m_recent.add(path);
    m_graph.setKept(nullptr);
    m_graph.select(-1);
    m_graph.forgetFolds();
    m_reducedGraph.forgetFolds();
    m_graph.setGraph(m_document.graph());
    m_before->canvas().restView();
    m_minify.setGraph(m_document.graph());
    m_study.setGraph(m_document.graph());
    m_inspector->setNotes(m_document.notes());
    m_form.setGraph(m_document.graph(), path, outputBase(path));
    qint64 weights = 0;
    for (const GraphInput& input : m_document.graph()->inputs()) weights += input.kind != InputKind::User;
    QStringList status{m_document.format(),
                       tr("%1 operators").arg(formatCount(static_cast<qint64>(m_document.graph()->nodes().size()))),
                       tr("%1 weights").arg(formatCount(weights))};
    status << m_document.notes();
    m_statusText->setText(status.join(QStringLiteral("  ·  ")));
    m_statusText->setToolTip(status.join(u'\n'));
    m_before->canvas().setFocus();
}

void MainWindow::onGraphState() {
    const SceneRef& scene = m_graph.scene();
    for (QAction* action : std::as_const(m_graphActions)) action->setEnabled(scene != nullptr);
    if (scene)
        m_before->setTitle(m_document.title(), formatNodes(static_cast<qint64>(scene->graph().nodes().size())));
    updateBusy();
}

void MainWindow::compileGraph() { m_study.start({.compiler = m_form.settings().oracleSettings, .forced = {}}); }

void MainWindow::startMinify(const MinifySettings& settings) {
    dock(QStringLiteral("minify"))->show();
    m_form.setSettings(settings);
    m_minify.start(settings);
}

void MainWindow::onMinify() {
    m_startAction->setEnabled(m_minify.canStart());
    m_stopAction->setEnabled(m_minify.state() == MinifyController::State::Running);
    if (!m_minify.isRunning()) showReduced();
    if (m_minify.result()) m_form.look();  // there is a journal now
    updateBusy();
}

void MainWindow::showReduced() {
    const GraphRef best = m_minify.best();
    const bool nothing = !m_minify.isReduced();
    m_graph.setKept(nothing ? nullptr : best);
    m_after->setVisible(!nothing);
    if (nothing) return m_reducedGraph.setGraph(nullptr);
    if (!m_reducedGraph.scene() || m_reducedGraph.scene()->graphRef() != best) m_reducedGraph.setGraph(best);
    m_after->setTitle(tr("Reduced"), formatNodes(static_cast<qint64>(best->nodes().size())));
}

void MainWindow::updateBusy() {
    const bool opening = m_document.state() == Document::State::Opening;
    const bool arranging = m_graph.state() == GraphController::State::Arranging;
    const bool reducing = m_minify.isRunning();
    const bool compiling = m_study.state() == StudyController::State::Running;
    const auto& progress = m_minify.progress();
    if (reducing && progress && progress->nodesBefore > 0) {
        m_busyBar->setRange(0, progress->nodesBefore);
        m_busyBar->setValue(progress->nodesBefore - progress->nodesNow);
        m_busyText->setText(tr("Minifying: %1 left").arg(formatNodes(progress->nodesNow)));
    } else {
        m_busyBar->setRange(0, 0);
        m_busyText->setText(opening ? tr("Opening…") : compiling ? m_study.statusText() : reducing ? tr("Minifying…") : tr("Arranging…"));
    }
    const bool busy = opening || arranging || reducing || compiling;
    m_busyText->setVisible(busy);
    m_busyBar->setVisible(busy);
    m_busyCancel->setVisible(opening || compiling || m_minify.state() == MinifyController::State::Running);
}

bool MainWindow::isIdle() const {
    return m_document.state() != Document::State::Opening && m_graph.state() != GraphController::State::Arranging &&
           m_reducedGraph.state() != GraphController::State::Arranging && !m_graph.isFolding() && !m_reducedGraph.isFolding() && !m_minify.isRunning() && m_study.state() != StudyController::State::Running && !m_reducedTimer.isActive() && !m_form.isChecking();
}

}  // namespace whittle

// The window: puts views, docks, actions and settings together. Decides nothing about graphs.
#pragma once

#include <QMainWindow>
#include <QSettings>
#include <QSplitter>
#include <QTimer>

#include "app/workbench/actions.h"
#include "app/workbench/notice_bar.h"
#include "app/workbench/node_minify.h"
#include "app/workbench/reduction_opener.h"
#include "app/workbench/status_line.h"
#include "app/workbench/user_undo.h"
#include "app/workbench/window_session.h"
#include "views/dims/dims_view.h"
#include "views/graph/graph_view.h"
#include "views/graph/message_panels.h"
#include "views/inspector/inspector_view.h"
#include "views/kernels/kernels_panel.h"
#include "views/log/log_view.h"
#include "views/log/task_popup.h"
#include "views/minify/minify_panel.h"
#include "views/models/action_log.h"
#include "views/models/bookmarks.h"
#include "views/models/document.h"
#include "views/models/graph_controller.h"
#include "views/models/minify_controller.h"
#include "views/models/minify_form.h"
#include "views/models/other_files.h"
#include "views/models/place_history.h"
#include "views/models/recent_files.h"
#include "views/models/saved_searches.h"
#include "views/models/stage_display.h"
#include "views/models/trace_controller.h"
#include "views/notes/bookmarks_view.h"
#include "views/notes/notes_view.h"
#include "views/palette/command_palette.h"
#include "views/numerics/numerics_view.h"
#include "views/profile/profile_panel.h"
#include "views/report/report_maker.h"
#include "views/table_export.h"
#include "views/recompiles/recompiles_view.h"
#include "views/theme.h"

class QUndoView;

namespace whittle {

class ComparisonPanel;
class MinifyColors;
class TracePanel;
class WindowRpc;

/// What the window is given, so that a test can give it something else.
struct WindowServices {
    Document::Opener opener;
    MinifyService minify;
    QStringList samples;  ///< shown on the start panel
    StudyWork study = {};
    QString stateFolder = {};  ///< for sessions that are kept aside; empty: none is
    NumericsService numerics = {};
    StanceService stances = {};
};

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// `settings` must outlive the window.
    MainWindow(WindowServices services, QSettings& settings);
    ~MainWindow() override;

    /// A graph, a session by its suffix, a reduction by its folder, or a trace by what is in it.
    void openFile(const QString& path);
    void openTrace(const QString& path) { m_trace.open(path); }
    /// A graph that is not read from its file as it comes.
    void openGraph(const GraphSource& source) { m_document.open(source); }
    /// Either, as it says.
    void openSource(const GraphSource& source) { source.isPlain() ? openFile(source.file) : openGraph(source); }
    /// Shows these settings and starts with them. While no graph is open nothing starts, and they stay in the form.
    void startMinify(const MinifySettings& settings);
    /// Compiles and measures the open graph with the settings of our compiler that the minify form holds.
    void compileGraph();
    /// Holds every value of a compiled run of the open graph against eager and float64, with the same settings, and shows what it finds.
    void compareValues();
    /// Makes the calls of the Recompiles view under its stances, or shows that view where there is none yet.
    void runStances();
    /// Reads this file of calls and makes them.
    void runCalls(const QString& path);
    /// Records the open graph with its sizes as symbols, and shows which may vary.
    void inferSizes();
    /// Reads these files and holds what is in the centre against them, and against what it is held against already.
    void compareWith(const QStringList& paths);
    void setMinifySettings(const MinifySettings& settings) { m_form.setSettings(settings); }
    /// What is open as one page of HTML.
    void writeReport(const QString& path);
    void setTheme(ThemeChoice choice);
    ThemeChoice theme() const { return m_theme; }
    /// From the next start on.
    void setLanguage(const QString& language);
    /// Of dockNames(), in front of those that share its place. `height`: that one gets which was not in sight; 0: what it has.
    void showDock(const QString& name, int height = 0);
    void resetLayout();
    void setDockLayout(const QString& id);  ///< of dockLayouts()
    /// Nothing opens, is arranged or reduced.
    bool isIdle() const;
    /// A file is being read.
    bool isOpening() const;

    // What the rows of the table of actions do. No dialog blocks the window.
    void chooseFile();
    void chooseOthers();
    void chooseReduction();
    void saveSession();
    void saveSessionAs();
    void goBack();
    void goForward();
    void toggleBookmark();         ///< of what is selected
    void goToBookmark(int row);
    void exportPicture();
    void exportTimeline();
    void chooseTrace();
    void chooseTraceFolder();
    void followTrace();  ///< or not, as its action is checked
    void exportTrace();
    void exportTable();  ///< the one with the focus
    void copyTable();
    void openCalls();
    void saveCalls();
    void exportReport();
    void copyGraphText();
    void showColorKey();  ///< or not, as its action is checked
    void startMinify();
    void showMinifySettings();
    void takeWholeGraph();  ///< to be reduced, after what one node needs was
    void minifySelection();  ///< what is highlighted or shown alone, the module that is selected, or what the selected node needs
    void showTasks();
    void showConsole();  ///< to type in it
    void showShortcuts();
    void showAbout();
    void copyDiagnostics();
    void showPalette(const QString& query = {});
    GraphView& activeView() const;  ///< the one with the focus
    GraphController& activeGraph();

    Document& document() { return m_document; }
    GraphController& graph() { return m_graph; }
    GraphController& reducedGraph() { return m_reducedGraph; }
    MinifyController& minify() { return m_minify; }
    StudyController& study() { return m_study; }
    StageController& stages() { return m_stages; }
    GraphComparison& comparison() { return m_comparison; }
    ComparisonPanel& comparisonPanel() { return *m_comparisonPanel; }
    OtherFiles& otherFiles() { return m_others; }
    void compareWithPrevious();  ///< the stage before
    void keepCompared();         ///< the stage that is looked at, or not any more
    KernelsController& kernels() { return m_kernels; }
    KernelsPanel& kernelsPanel() { return *m_kernelsPanel; }
    ProfileController& profile() { return m_profile; }
    ProfilePanel& profilePanel() { return *m_profilePanel; }
    NumericsController& numerics() { return m_numerics; }
    TraceController& trace() { return m_trace; }
    TracePanel& tracePanel() { return *m_tracePanel; }
    NumericsView& numericsView() { return *m_numericsView; }
    StanceController& stances() { return m_stances; }
    RecompilesView& recompilesView() { return *m_recompiles; }
    DimsController& dims() { return m_dims; }
    DimsView& dimsView() { return *m_dimsView; }
    MinifyForm& minifyForm() { return m_form; }
    ActionLog& log() { return m_log; }
    CommandPalette& commandPalette() { return *m_palette; }
    MinifyPanel& minifyPanel() { return *m_minifyPanel; }
    GraphView& graphView() { return *m_before; }
    GraphView& reducedView() { return *m_after; }
    void onSession(const QString& path);  ///< was opened or saved
    Session& session() { return m_session->session(); }
    UserUndo& undo() { return *m_undo; }
    QPlainTextEdit& notes() { return *m_notes; }
    Bookmarks& bookmarks() { return m_bookmarks; }
    SavedSearches& searches() { return m_searches; }
    BookmarksView& bookmarksView() { return *m_bookmarksView; }
    TaskList& tasks() { return m_tasks; }
    TaskPopup& taskPopup() { return *m_taskPopup; }
    StatusLine& statusLine() { return *m_status; }
    NoticeBar& notice() { return *m_notice; }
    TableExport& tables() { return *m_tables; }
    WindowRpc& rpc() { return *m_rpc; }
    ReportMaker& reports() { return *m_reports; }
    Actions& actions() { return m_actions; }
    QDockWidget* dock(const QString& name) const;  ///< of dockNames(); else null

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    // Saved states of another number are not restored: raise it when docks or toolbars change.
    static constexpr int kLayoutVersion = 8;
    static constexpr int kMessageMs = 8000;

    struct Running {
        bool isOn = false;
        StatusLine::Busy busy;
        std::function<void()> stop;  ///< null: it cannot be
    };
    std::vector<Running> running();
    TaskNews minifyNews();
    /// Beside the user's documents; the form finds a folder of this name.
    static QString outputBase(const QString& file);
    void tellNotWritten(const QString& path, const QString& error);
    void chooseGraph(const QString& title, const QString& filter, void (MainWindow::*use)(const QString& path));
    void describeTasks();
    void makeCentre(const QStringList& samples);
    void makeDocks();
    void makeActions();
    void connectModels();
    void connectTrace();
    void fillRecentMenu();
    void restoreSettings();
    void saveSettings();
    void goTo(const QString& place);
    void updateTitle();
    QList<PaletteEntry> paletteEntries() const;
    void takeFromPalette(const PaletteEntry& entry);
    void cancelCurrent();

    void onDocument();
    void onOpened(const QString& path);
    void onGraphState();
    void onMinify();
    void onStudy();
    void onNumerics();
    void onStances();
    void onDims();
    void onProfile();
    void onTrace();
    void showPass(const QString& pass);
    void minifyNode(const QString& node);
    void offerMinify(QMenu& menu);
    QString minifySelectionText() const;
    void showTitles();
    void showReduced();
    void updateBusy();

    QSettings& m_settings;
    JobRunner m_jobs;
    TaskList m_tasks{m_jobs};
    Document m_document;
    GraphController m_graph;
    GraphController m_reducedGraph;
    MinifyController m_minify;
    SettingsCommand m_command;
    bool m_wasRunning = false;
    bool m_closeRefused = false;
    bool m_runsCalls = false;  // those of a file that is being read
    bool m_wasReplaying = false;
    MinifyForm m_form;
    StudyController m_study;
    StageController m_stages;
    GraphComparison m_comparison;
    StageDisplay m_display;
    NumericsController m_numerics;
    StanceController m_stances;
    StanceDetails m_stanceDetails;
    StanceProbe m_stanceProbe;
    DimsController m_dims;
    NodeMinify m_nodeMinify;
    ReductionOpener m_reductions;
    OtherFiles m_others;
    KernelsController m_kernels;
    ProfileController m_profile;
    TraceController m_trace;
    RecentFiles m_recent;
    Bookmarks m_bookmarks;
    SavedSearches m_searches;
    ActionLog m_log;

    QSplitter* m_centre = nullptr;
    GraphView* m_before = nullptr;
    GraphView* m_after = nullptr;
    StartPanel* m_startPanel = nullptr;
    ErrorPanel* m_errorPanel = nullptr;
    BusyPanel* m_busyPanel = nullptr;
    InspectorView* m_inspector = nullptr;
    ComparisonPanel* m_comparisonPanel = nullptr;
    MinifyPanel* m_minifyPanel = nullptr;
    KernelsPanel* m_kernelsPanel = nullptr;
    ProfilePanel* m_profilePanel = nullptr;
    NotesView* m_notes = nullptr;
    BookmarksView* m_bookmarksView = nullptr;
    QUndoView* m_history = nullptr;
    NoticeBar* m_notice = nullptr;
    WindowSession* m_session = nullptr;
    UserUndo* m_undo = nullptr;
    PlaceHistory m_places;
    QStringList m_lastActions;  // the palette lists them first
    CommandPalette* m_palette = nullptr;
    NumericsView* m_numericsView = nullptr;
    TracePanel* m_tracePanel = nullptr;
    TableExport* m_tables = nullptr;
    RecompilesView* m_recompiles = nullptr;
    ReportMaker* m_reports = nullptr;
    MinifyColors* m_minifyColors = nullptr;
    DimsView* m_dimsView = nullptr;
    WindowRpc* m_rpc = nullptr;
    StatusLine* m_status = nullptr;
    TaskPopup* m_taskPopup = nullptr;
    Actions m_actions;
    QTimer m_reducedTimer;  // a new best graph every few milliseconds would only flicker
    ThemeChoice m_theme = ThemeChoice::System;
    QByteArray m_defaultState;
};

}  // namespace whittle

// The trace on show: read on a worker, read on while its logs grow, with one compile selected and one of its texts. Decides what may be asked for; draws nothing.
#pragma once

#include <QObject>
#include <QTimer>

#include "views/models/job_runner.h"
#include "views/models/text_lines.h"
#include "views/models/time_window.h"
#include "views/models/trace_compile.h"

namespace whittle {

/// What an artifact says, or why it cannot be read.
struct TraceText {
    TraceTarget of;
    QString name;
    TextLinesRef lines;
    QString error;
};

class TraceController : public QObject {
    Q_OBJECT
public:
    enum class State { NoTrace, Reading, Ready, Failed };
    Q_ENUM(State)
    enum Tab { CompilesTab, CausesTab, TimelineTab, RanksTab, KernelsTab, TabCount };
    enum Detail { OverviewDetail, ArtifactsDetail, GuardsDetail, SymbolsDetail, MetricsDetail, DetailCount };
    static constexpr int kFollowMs = 400;  ///< between looks at logs that grow

    explicit TraceController(JobRunner& jobs, QObject* parent = nullptr);

    /// A log, or a folder with logs or of TORCH_COMPILE_DEBUG. The one before stays until this one is read.
    void open(const QString& path);
    /// As open(), of a file that may be something else; noTrace() says so, and nothing else changes then.
    void offer(const QString& path);
    void reload();
    /// Stops reading; what was open before stays.
    void stop();
    void close();
    void dismissError();

    State state() const { return m_state; }
    const TraceContentRef& content() const { return m_content; }  ///< null until a trace was read
    QString path() const { return m_path; }                      ///< of content()
    const QString& requestedPath() const { return m_requested; } ///< being read, or that failed
    const QString& errorText() const { return m_error; }         ///< why that failed; with a content, why it is not read on
    qint64 bytesDone() const { return m_done; }
    qint64 bytesOfAll() const { return m_all; }
    bool isBusy() const { return m_state == State::Reading || m_isReadingText || m_isDescribing || m_isOpeningGraph || m_isExporting; }

    /// Reads on as the logs grow. What is incomplete at their end waits until it is whole, and is taken as it is when this ends.
    bool isFollowing() const { return m_isFollowing; }
    void setFollowing(bool follows);

    const TraceTarget& selected() const { return m_selected; }  ///< a compile or debug folder; the artifact and record are none
    void select(const TraceTarget& target);
    const TraceCompileRef& compile() const { return m_compile; }  ///< of selected(); null while it is described, and without one
    const TraceText& text() const { return m_text; }
    void showText(const TraceTarget& target);  ///< reads it on a worker
    QString rank(const TraceTarget& target) const;  ///< what `whittle trace --rank` calls its log; empty where there is no choice

    bool canOpenGraph(const TraceTarget& target) const { return m_content && m_content->isGraph(target); }
    /// Writes the text of a graph into the folder of such, and gives its path.
    void openGraph(const TraceTarget& target);
    void setGraphFolder(const QString& folder) { m_graphFolder = folder; }

    /// For chrome://tracing and Perfetto.
    bool canExport() const { return m_content && !m_content->timeline()->spans.empty(); }
    void exportTo(const QString& path);

    Tab tab() const { return m_tab; }
    void setTab(Tab tab);
    Detail detail() const { return m_detail; }
    void setDetail(Detail detail);
    const QString& filter() const { return m_filter; }  ///< of the stacks
    void setFilter(const QString& words);

    const TimeWindow& window() const { return m_window; }  ///< of the timeline
    void setWindow(const TimeWindow& window);
    int span() const { return m_span; }                    ///< of the timeline; -1: none
    void selectSpan(int span);

signals:
    void stateChanged();
    void contentChanged();
    void progressChanged();
    void selectionChanged();
    void compileChanged();
    void textChanged();
    void followingChanged();
    void tabChanged();
    void filterChanged();
    void windowChanged();
    void spanChanged();
    void opened(const QString& path);   ///< read for the first time, by open() or offer()
    void noTrace(const QString& path);  ///< that was offered
    void graphReady(const QString& path, const TraceTarget& target);
    void graphFailed(const QString& name, const QString& error);
    void exported(const QString& path, const QString& from);  ///< from: the trace, which may be open no more
    void exportFailed(const QString& path, const QString& error);

private:
    struct Held;
    enum class Purpose { Open, Offer, Reload };
    void read(const QString& path, Purpose purpose);
    void readOn(bool isLast);
    void take(TraceContentRef content);
    void describe();
    void setState(State state);

    JobRunner& m_jobs;
    State m_state = State::NoTrace;
    std::shared_ptr<Held> m_held;  // the trace, touched by one job at a time
    TraceContentRef m_content;
    QString m_path, m_requested, m_error, m_graphFolder, m_filter;
    qint64 m_done = 0, m_all = 0;
    TraceTarget m_selected;
    TraceCompileRef m_compile;
    TraceText m_text;
    TimeWindow m_window;
    int m_span = -1;
    Tab m_tab = CompilesTab;
    Detail m_detail = OverviewDetail;
    bool m_isFollowing = false, m_isReadingOn = false, m_endsFollowing = false;
    bool m_isReadingText = false, m_isDescribing = false, m_isOpeningGraph = false, m_isExporting = false;
    QTimer m_follow;
};

}  // namespace whittle

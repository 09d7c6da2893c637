// Runs one reduction on a worker, or watches one of another process, and keeps what the minify panel shows: state, phase, counters, the
// curve of nodes over candidates, the best graph so far, the result. Knows no oracle: the program that
// wires the window says how a reduction is run, a test says something else.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QObject>

#include "minifier/session/follower.h"
#include "views/models/job_runner.h"
#include "views/models/minify_settings.h"

namespace whittle {

/// What a reduction left on disk.
struct MinifyFiles {
    QString folder;     ///< empty: nothing was exported
    QString report;     ///< the page; empty where there is none
    QString issueText;  ///< ready to paste; likewise
};

/// A failure met on the way that is not the one reduced.
struct OtherFailureRow {
    QString kind, message;
    int count = 0;
    QString example;  ///< file of its graph
    friend bool operator==(const OtherFailureRow&, const OtherFailureRow&) = default;
};

struct CurvePoint {
    int candidates = 0;
    int nodes = 0;
    friend bool operator==(const CurvePoint&, const CurvePoint&) = default;
};

class MinifyController : public QObject {
    Q_OBJECT
public:
    enum class State { NoGraph, Ready, Watching, Running, Paused, Stopping, Done, Failed };
    Q_ENUM(State)

    MinifyController(JobRunner& jobs, MinifyWork work, QObject* parent = nullptr);

    /// What a start will reduce; forgets an earlier result. Stops a running reduction of another graph.
    void setGraph(GraphRef graph);
    void start(const MinifySettings& settings);
    /// Ends with the best so far, which is exported. Of a watched one: looks away.
    void stop();
    /// What runs comes to its end, and nothing else begins until it is resumed. No time counts meanwhile.
    void setPaused(bool paused);
    /// Shows the reduction of another process that has the settings' folder, until it ends; a finished one is shown as one of ours. `holder` names it.
    void watch(const MinifySettings& settings, const QString& holder);
    /// Asks the watched one's process to end, and goes on here.
    void takeOver();

    State state() const { return m_state; }
    bool canStart() const { return m_state == State::Ready || m_state == State::Done || m_state == State::Failed; }
    /// Here or, watched, in another process.
    bool isRunning() const { return m_state == State::Running || m_state == State::Paused || m_state == State::Stopping || m_state == State::Watching; }
    bool canPause() const { return m_state == State::Running || m_state == State::Paused; }
    const GraphRef& original() const { return m_original; }
    /// Whether best() is something to show: not of a run that could not judge the graph.
    bool isReduced() const;
    /// Null before the first news of a run.
    GraphRef best() const { return m_progress ? m_progress->best : nullptr; }
    const MinifySettings& settings() const { return m_settings; }
    const std::optional<MinifyProgress>& progress() const { return m_progress; }
    const std::vector<CurvePoint>& curve() const { return m_curve; }
    const std::optional<MinifyResult>& result() const { return m_result; }
    const MinifyFiles& files() const { return m_files; }
    std::vector<OtherFailureRow> others() const;  ///< met so far
    const QString& errorText() const { return m_error; }
    const QString& errorSetting() const { return m_errorSetting; }  ///< the option that the error is about, if it is about one
    /// Of the original; empty until it has run.
    const std::optional<MinifyProgress>& before() const { return m_before; }
    double seconds() const;
    int operators() const;  ///< of the original
    const QString& holder() const { return m_holder; }  ///< of a reduction that is watched or to be taken over
    QString statusText() const;   ///< one line: what goes on, or how it ended
    QStringList resultLines() const;  ///< what is to be known of the result beside the graph, a sentence or two each
    QString reducedText() const;  ///< the best graph in text form

signals:
    void stateChanged();
    void progressChanged();
    void bestChanged();
    void left(const QString& holder);  ///< who had the watched reduction does not go on with it, and nobody else does

private:
    struct Outcome {
        MinifyResult result;
        MinifyFiles files;
    };
    static Result<Outcome> outcomeOf(Result<MinifyResult> result);
    void begin(State state, const MinifySettings& settings);
    MinifyObserver observer(const JobChannel& channel);
    void takeNews(const std::vector<MinifyProgress>& news);
    void watched(Result<FollowEnd> end);
    enum class TakeOver { No, Yes };
    void goOn(TakeOver takesOver);
    void finish(Result<Outcome> outcome);
    void forget();
    QString withRemaining(const QString& text) const;
    void setState(State state);

    JobRunner& m_jobs;
    MinifyWork m_work;
    PauseSource m_pause;
    QString m_holder;
    State m_state = State::NoGraph;
    GraphRef m_original;
    MinifySettings m_settings;
    std::optional<MinifyProgress> m_before, m_progress;
    std::vector<CurvePoint> m_curve;
    std::optional<MinifyResult> m_result;
    MinifyFiles m_files;
    QString m_error, m_errorSetting;
    QElapsedTimer m_sinceNews;
};

}  // namespace whittle

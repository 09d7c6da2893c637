// Runs one reduction on a worker and keeps what the minify panel shows: state, phase, counters, the
// curve of nodes over candidates, the best graph so far, the result. Knows no oracle: the program that
// wires the window says how a reduction is run, a test says something else.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QObject>

#include "minifier/search/minify.h"
#include "views/models/job_runner.h"

namespace whittle {

struct MinifySettings {
    QString outputFolder;
    QString inject;  ///< "OP=KIND[,OP=KIND]": a fault planted in our own compiler, empty: none
    SignatureMatch match = SignatureMatch::Exact;
    bool resume = false;
    friend bool operator==(const MinifySettings&, const MinifySettings&) = default;
};

/// Runs on a worker.
using MinifyWork = std::function<Result<MinifyResult>(const Graph&, const MinifySettings&, const MinifyObserver&,
                                                      const CancelToken&)>;

struct CurvePoint {
    int candidates = 0;
    int nodes = 0;
};

class MinifyController : public QObject {
    Q_OBJECT
public:
    enum class State { NoGraph, Ready, Running, Stopping, Done, Failed };
    Q_ENUM(State)

    MinifyController(JobRunner& jobs, MinifyWork work, QObject* parent = nullptr);

    /// What a start will reduce; forgets an earlier result. Stops a running reduction of another graph.
    void setGraph(GraphRef graph);
    void start(const MinifySettings& settings);
    /// Ends with the best so far, which is exported.
    void stop();

    State state() const { return m_state; }
    bool canStart() const { return m_state == State::Ready || m_state == State::Done || m_state == State::Failed; }
    bool isRunning() const { return m_state == State::Running || m_state == State::Stopping; }
    const GraphRef& original() const { return m_original; }
    /// Null before the first news of a run.
    GraphRef best() const { return m_progress ? m_progress->best : nullptr; }
    const MinifySettings& settings() const { return m_settings; }
    const std::optional<MinifyProgress>& progress() const { return m_progress; }
    const std::vector<CurvePoint>& curve() const { return m_curve; }
    const std::optional<MinifyResult>& result() const { return m_result; }
    const QString& errorText() const { return m_error; }
    double seconds() const;
    QString statusText() const;   ///< one line: what goes on, or how it ended
    QString reducedText() const;  ///< the best graph in text form

signals:
    void stateChanged();
    void progressChanged();
    void bestChanged();

private:
    void takeNews(const std::vector<MinifyProgress>& news);
    void finish(Result<MinifyResult> result);
    void setState(State state);

    JobRunner& m_jobs;
    MinifyWork m_work;
    State m_state = State::NoGraph;
    GraphRef m_original;
    MinifySettings m_settings;
    std::optional<MinifyProgress> m_progress;
    std::vector<CurvePoint> m_curve;
    std::optional<MinifyResult> m_result;
    QString m_error;
    QElapsedTimer m_sinceNews;
};

}  // namespace whittle

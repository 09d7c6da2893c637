// Compiles the open graph in a worker, measures it, and keeps what every view of the compilation shows: the graphs after each pass as they come, kernels,
// choices, times, texts. Knows no compiler: the program that wires the window says how a study is made, a test says something else.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QDateTime>
#include <QObject>
#include <QStringList>

#include "engine/runtime/worker.h"
#include "views/models/job_runner.h"

namespace whittle {

struct StudySettings {
    std::map<QString, QString> compiler;  ///< settings of our compiler as MinifySettings::oracleSettings has them, planted faults too
    quint64 seed = 0;                     ///< of random operators
    std::map<QString, QString> forced;    ///< site to candidate, before what `compiler` forces
    bool measureCandidates = false;       ///< of kernels that are not in the store of measurements; takes seconds
    int runs = 5;                         ///< that are measured; 0: compile only
    friend bool operator==(const StudySettings&, const StudySettings&) = default;
};

/// Runs on a worker thread, as do calls of `passed`.
using StudyWork = std::function<Result<Study>(const Graph&, const StudySettings&, const std::function<void(const PassRecord&)>& passed, const CancelToken&)>;

class StudyController : public QObject {
    Q_OBJECT
public:
    enum class State { NoGraph, Ready, Running, Done, Failed };
    Q_ENUM(State)

    StudyController(JobRunner& jobs, StudyWork work, QObject* parent = nullptr);

    /// What a start will compile; forgets what was, and stops what runs.
    void setGraph(GraphRef graph);
    void start(const StudySettings& settings);
    /// Once more, with this candidate for the site; null text takes the choice back.
    void force(const QString& site, const QString& candidate);
    void stop();

    /// A study, and what a worker makes of it to be shown.
    struct Outcome {
        std::shared_ptr<const Study> study;
        GraphRef byKernel;
    };
    /// For workers.
    static Result<Outcome> outcomeOf(const GraphRef& opened, Result<Study> study);
    /// Shows what was found of this graph at another time. Not while one runs.
    void restore(const StudySettings& settings, Outcome outcome, const QDateTime& made);
    const QDateTime& restored() const { return m_restored; }  ///< when what is shown was made; invalid: it was made here

    State state() const { return m_state; }
    bool canStart() const { return m_state != State::NoGraph && m_state != State::Running; }
    const GraphRef& graph() const { return m_graph; }
    const StudySettings& settings() const { return m_settings; }  ///< of the last start
    /// Null before one has ended. A compilation or run that failed is a study too: see Study::failure.
    const std::shared_ptr<const Study>& study() const { return m_study; }
    /// As they end while State::Running, later those of study(); without those that were skipped.
    const std::vector<std::shared_ptr<const PassRecord>>& passes() const { return m_passes; }
    /// The graph after the last pass with kernels in the place of modules (kernelStage()); null without kernels.
    const GraphRef& byKernel() const { return m_byKernel; }
    const QString& errorText() const { return m_error; }  ///< of State::Failed: why there is no study
    QString statusText() const;                           ///< one line: what goes on, or how it ended
    /// What the user should know of study() beside its figures, a sentence each: what was not done as asked, and what fell back on what.
    QStringList notes() const;

signals:
    void stateChanged();
    void passed();  ///< one more of passes()

private:
    void show(Result<Outcome> outcome);
    void forget();
    void setState(State state);

    JobRunner& m_jobs;
    StudyWork m_work;
    State m_state = State::NoGraph;
    GraphRef m_graph;
    StudySettings m_settings;
    std::shared_ptr<const Study> m_study;
    std::vector<std::shared_ptr<const PassRecord>> m_passes;
    GraphRef m_byKernel;
    QDateTime m_restored;
    QString m_error;
};

}  // namespace whittle

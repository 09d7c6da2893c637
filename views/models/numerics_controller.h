// Holds every tensor of the open graph in a compiled run against eager and float64, in a worker, and keeps what the numerics view shows: values as they come, where
// they first go wrong, and an earlier run to compare with. Knows no compiler: the program that wires the window says how runs are made, a test says something else.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QDateTime>
#include <QObject>

#include "engine/runtime/value_comparison.h"
#include "views/models/error_bounds.h"
#include "views/models/job_runner.h"
#include "views/models/node_overlay.h"

namespace whittle {

struct NumericsSettings {
    std::map<QString, QString> compiler;  ///< settings of our compiler as MinifySettings::oracleSettings has them, planted faults too
    quint64 seed = 0;                     ///< of random operators
    friend bool operator==(const NumericsSettings&, const NumericsSettings&) = default;
};

/// How the window compares. Both run on a worker thread, as do calls of `told`.
struct NumericsService {
    std::function<Result<ValueComparison>(const Graph&, const NumericsSettings&, const std::function<void(const ComparisonNews&)>& told, const CancelToken&)> compare;
    std::function<Result<ThreeTensors>(const Graph&, const NumericsSettings&, const WantedValue&, const CancelToken&)> fetch;
};

/// A comparison that came to its end.
struct NumericsRun {
    NumericsSettings settings;
    ValueComparison comparison;
    ComparisonSummary summary;
    OverlayRef errors = {};  ///< see errorOverlay()
    QDateTime restored = {};  ///< when it was made, where a session kept it; invalid: it was made here
};
using NumericsRunRef = std::shared_ptr<const NumericsRun>;

class NumericsController : public QObject {
    Q_OBJECT
public:
    enum class State { NoGraph, Ready, Running, Done, Failed };
    Q_ENUM(State)

    NumericsController(JobRunner& jobs, NumericsService service, QObject* parent = nullptr);

    /// What a start will compare; forgets what was, and stops what runs.
    void setGraph(GraphRef graph);
    void start(const NumericsSettings& settings);
    void stop();
    /// The finished run stays beside those that follow.
    /// Verdicts by these from now on, of this run and of those that follow; none: as the worker judged.
    void setBounds(const ErrorBounds& bounds);
    const ErrorBounds& bounds() const { return m_bounds; }
    bool isJudging() const { return m_judging; }
    void keepBaseline();
    void dropBaseline();
    /// For workers: a run of what a comparison said.
    static std::shared_ptr<NumericsRun> runOf(const NumericsSettings& settings, ValueComparison comparison);
    /// Shows what was found of this graph at another time. Not while a comparison runs.
    void restore(NumericsRunRef run);
    void restoreBaseline(NumericsRunRef run);

    State state() const { return m_state; }
    bool canStart() const { return m_state != State::NoGraph && m_state != State::Running; }
    const GraphRef& graph() const { return m_graph; }
    const NumericsSettings& settings() const { return m_settings; }  ///< of the last start
    const NumericsService& service() const { return m_service; }
    /// In execution order: as they come while State::Running; also those told before a compiled run failed.
    const std::vector<ComparedValue>& values() const { return m_run ? m_run->comparison.values : m_values; }
    const ComparisonProgress& progress() const { return m_progress; }
    /// Null before one has ended. A compiled run that failed is one too: see ValueComparison::failure.
    const NumericsRunRef& run() const { return m_run; }
    const NumericsRunRef& judged() const { return m_judged; }  ///< run() as the worker judged it
    const NumericsRunRef& baseline() const { return m_baseline; }
    /// Where kept values of run() lie. The run itself lacks it: as a baseline it would hold a worker's memory for nothing.
    const std::shared_ptr<const MappedPayload>& memory() const { return m_memory; }
    const QString& errorText() const { return m_error; }  ///< of State::Failed

    const Node* nodeOf(const ComparedValue& value) const;  ///< null where the graph has no such node
    QString statusText() const;                            ///< one line: what goes on, or how it ended
    /// What was found, in a sentence or two of rich text; nodes are links "node:NAME".
    QString findingText() const;
    /// Of a compiled run that failed: the last node in the graph that the failure names; empty where it names none of the graph's.
    QString failedNode() const;
    QString baselineText() const;  ///< what the baseline was made with; empty without one

signals:
    void stateChanged();
    void valuesChanged();           ///< other ones altogether, or none
    void valuesAdded(int from);     ///< values() from there on are new
    void boundsChanged();
    void verdictsChanged();         ///< the same values are wrong or right otherwise
    void baselineChanged();

private:
    void take(ComparisonNews news);
    struct Outcome {
        std::shared_ptr<NumericsRun> run;
        std::shared_ptr<const MappedPayload> memory;
    };
    static Result<Outcome> outcomeOf(const NumericsSettings& settings, Result<ValueComparison> result);
    void show(Result<Outcome> outcome);
    void forget(State next);
    void judgeAgain();
    void setState(State state);
    QString nodeLink(const ComparedValue& value) const;
    QString wrongText(const ComparisonSummary& summary) const;
    QString nonFiniteText(const ComparisonSummary& summary) const;

    JobRunner& m_jobs;
    NumericsService m_service;
    State m_state = State::NoGraph;
    GraphRef m_graph;
    NumericsSettings m_settings;
    std::vector<ComparedValue> m_values;
    ComparisonProgress m_progress;
    NumericsRunRef m_run, m_baseline;
    NumericsRunRef m_judged;  // m_run as the worker judged it
    ErrorBounds m_bounds;
    bool m_judging = false;
    std::shared_ptr<const MappedPayload> m_memory;
    QString m_error;
};

}  // namespace whittle

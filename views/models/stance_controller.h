// Replays a sequence of calls under stances, in a process of its own, and keeps what it told: what the Recompiles view shows. Holds what the user set up, the calls
// and the options; knows no compiler: the program that wires the window says how a replay is made, a test says something else.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QDateTime>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include "engine/dispatch/stance_report.h"
#include "views/models/calls_model.h"
#include "views/models/job_runner.h"

namespace whittle {

/// As the options of `whittle stance`.
struct StanceSettings {
    QStringList stances;  ///< by name, in the order of stanceNames(); at first all
    QString dynamic = QStringLiteral("auto"), backend = QStringLiteral("whittle");
    int warm = 0, limit = 8;
    bool skipGuards = false;

    StanceSettings();
    friend bool operator==(const StanceSettings&, const StanceSettings&) = default;
};

/// All that the user sets up, for undo and sessions.
struct StanceInput {
    QList<CallRow> calls;
    StanceSettings settings;
    friend bool operator==(const StanceInput&, const StanceInput&) = default;
};

struct StanceRequest {
    QString file;                        ///< of the graph
    std::string calls;                   ///< as a file of calls has them
    QString callsFile;                   ///< that has just these; empty: none
    QString fileDynamic = QStringLiteral("auto");  ///< as StanceSettings::dynamic, what that file says itself
    StanceSettings settings;
    std::optional<std::string> tried{};  ///< a call that is held against every entry, and not made
    bool advise = true;
};

/// A replay that came to its end, or as far as it came.
struct StanceEnding {
    StanceReport report;
    std::optional<Error> error;
};

struct StanceService {
    /// Runs on a worker thread, as do calls of `told`, with all that is known by then.
    std::function<StanceEnding(const StanceRequest&, const std::function<void(const StanceReport&)>& told, const CancelToken&)> work;
    /// The command that does the same.
    std::function<QString(const StanceRequest&)> command;
};

using StanceReportRef = std::shared_ptr<const StanceReport>;

class StanceController : public QObject {
    Q_OBJECT
public:
    enum class State { NoGraph, Ready, Running, Done, Stopped, Failed };
    Q_ENUM(State)

    StanceController(JobRunner& jobs, StanceService service, QObject* parent = nullptr);

    /// Forgets calls and results, and stops what runs.
    void setGraph(GraphRef graph, const QString& file);
    const GraphRef& graph() const { return m_graph; }
    JobRunner& jobs() { return m_jobs; }
    const StanceService& service() const { return m_service; }

    CallsModel& calls() { return m_calls; }
    const CallsModel& calls() const { return m_calls; }
    const StanceSettings& settings() const { return m_settings; }
    void setSettings(const StanceSettings& settings);
    StanceInput input() const { return {m_calls.calls(), m_settings}; }
    void setInput(const StanceInput& input);
    /// Runs again a moment after each change.
    bool isLive() const { return m_isLive; }
    void setLive(bool live);

    /// Reads a file of calls, on a worker; those that were there go.
    void openCalls(const QString& path);
    /// Likewise; behind those that are there.
    void pasteCalls(const QString& text);
    void saveCalls(const QString& path);
    bool isFiling() const { return m_isFiling || !m_pasted.isEmpty(); }  ///< a file is being read or written, or what was pasted is read
    const QString& callsFile() const { return m_callsFile; }  ///< last opened or saved; empty: none

    void start();
    void stop();
    /// Shows what was found of this graph at another time, as `ran` was called. Not while a replay runs.
    struct Restored {
        StanceReportRef report;
        StanceInput ran;
        State state = State::Done;  ///< or Stopped, or Failed
        QString errorText;
        QDateTime made;
    };
    void restore(Restored restored);
    const QDateTime& restored() const { return m_restored; }  ///< when report() was made; invalid: it was made here
    bool canStart() const { return m_state != State::NoGraph && m_state != State::Running && startTrouble().isEmpty(); }
    QString startTrouble() const;  ///< why there is nothing to start, in words; empty: there is

    State state() const { return m_state; }
    /// What was told of the last replay, while it runs too. Null before one.
    const StanceReportRef& report() const { return m_report; }
    const StanceInput& ranInput() const { return m_ran; }  ///< of report()
    bool isStale() const { return m_report && !(m_ran == input()); }
    int reportedCall(int row) const;         ///< index in the report's calls of what the row was then, -1: it was not there
    int rowOfReported(int call) const;       ///< the other way
    const QString& errorText() const { return m_error; }  ///< of State::Failed: why the report is not complete
    QString statusText() const;              ///< one line: what goes on, or how it ended
    int done() const;                        ///< calls that were made, of all()
    int all() const;
    StanceRequest request() const;
    QString command() const;                 ///< that does the same as a start would; empty while there is none

    /// Does to the calls or the settings what ReportedAdvice::change says, on a worker; then runs.
    void apply(int advice);
    bool canApply(int advice) const;  ///< false also where the change is none that this Whittle knows
    bool isApplying() const { return m_isApplying; }

signals:
    void stateChanged();
    void inputChanged();   ///< or whether it is live
    void reportChanged();
    void filed(const QString& path);     ///< calls were read from there, or written
    void refused(const QString& text);   ///< a file or text that is none, or could not be written

private:
    void onInput();
    void take(StanceReportRef report);
    void finish(StanceEnding ending);
    void forget();
    void setState(State state);

    JobRunner& m_jobs;
    StanceService m_service;
    CallsModel m_calls;
    StanceSettings m_settings;
    GraphRef m_graph;
    QString m_file, m_callsFile, m_fileDynamic = QStringLiteral("auto"), m_error;
    QList<CallRow> m_filed;  // what m_callsFile holds
    QStringList m_pasted;    // and not yet among the calls
    State m_state = State::NoGraph;
    StanceReportRef m_report;
    QDateTime m_restored;
    StanceInput m_ran;
    bool m_isLive = false, m_isSetting = false, m_isFiling = false, m_isApplying = false;
    QTimer m_pause;  // of live runs
};

}  // namespace whittle

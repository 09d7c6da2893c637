// A call that nobody makes, held against every entry at the end of the sequence: all guards of each that fail, not only the first.
#pragma once

#include <QObject>

#include "views/models/stance_controller.h"

namespace whittle {

class StanceProbe : public QObject {
    Q_OBJECT
public:
    enum class State { Empty, Running, Done, Failed };
    Q_ENUM(State)

    StanceProbe(JobRunner& jobs, StanceController& controller, QObject* parent = nullptr);

    /// One call, to be edited.
    CallsModel& call() { return m_call; }
    /// The call of that row of the sequence, to begin with.
    void take(int row);
    QString trouble() const;  ///< why there is nothing to try, in words; empty: there is
    void start();
    void stop();

    State state() const { return m_state; }
    const StanceReportRef& report() const { return m_report; }  ///< with its probes; null: none
    const QString& errorText() const { return m_error; }

signals:
    void changed();

private:
    void reset();
    void setState(State state);

    JobRunner& m_jobs;
    StanceController& m_controller;
    CallsModel m_call;
    GraphRef m_graph;
    State m_state = State::Empty;
    StanceReportRef m_report;
    QString m_error;
};

}  // namespace whittle

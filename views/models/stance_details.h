// What of a replay is looked at: a cell of the matrix, and an entry of that stance's cache. Survives a replay with other calls, as far as they are there again.
// The graph compiled in the cell is held against the one that it replaced, on a worker.
#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "views/models/graph_difference.h"
#include "views/models/stance_controller.h"

namespace whittle {

/// Two entries' graphs side by side.
struct EntryDifference {
    CompileId before, after;
    DifferenceRef difference;
};

/// Of the graph that is shown, the node of that name; where it has none, for a recording names its nodes anew, the first of the user's line ("net.py:17: code").
NodeId nodeOfRecording(const Graph& shown, const QString& node, const QString& line);

class StanceDetails : public QObject {
    Q_OBJECT
public:
    StanceDetails(JobRunner& jobs, StanceController& controller, QObject* parent = nullptr);

    StanceController& controller() { return m_controller; }
    const StanceController& controller() const { return m_controller; }
    /// By the names of things, not their places: those change.
    void select(const QString& stance, int callId);
    const QString& stance() const { return m_stance; }
    int callId() const { return m_callId; }
    const ReportedRun* run() const;          ///< of stance(); null: nothing is known of it
    const ReportedCall* call() const;        ///< of the cell; likewise
    int reportedCall() const;                ///< its index in the run, -1: none

    void setEntry(const CompileId& id);
    std::optional<CompileId> entryId() const { return m_entry; }
    const ReportedEntry* entry() const;      ///< null: none is selected, or its end has not come
    const ReportedEntry* entry(const CompileId& id) const;

    /// Of the entry made in the cell and the one it replaced; null: there are no two, or not yet.
    const std::shared_ptr<const EntryDifference>& difference() const { return m_difference; }
    bool isComparing() const { return m_isComparing; }
    const QString& differenceError() const { return m_error; }
    /// The graph of an entry, read from its text; for workers.
    static Result<GraphRef> graphOf(const std::string& text);

    /// What happened in the cell, as rich text with links: "entry:0/1", "guard:0/1:5", "node:NAME", "line:TEXT", "compare:". Classes: see the view.
    QString storyText() const;

signals:
    void cellChanged();   ///< or what is known of it
    void entryChanged();  ///< likewise
    void differenceChanged();

private:
    void onReport();
    void compare();
    void chooseCell();
    void chooseEntry();

    JobRunner& m_jobs;
    StanceController& m_controller;
    QString m_stance;
    int m_callId = 0;
    std::optional<CompileId> m_entry;
    std::shared_ptr<const EntryDifference> m_difference;
    std::pair<std::string, std::string> m_compared;  // texts of what is on its way or shown
    bool m_isComparing = false;
    QString m_error;
};

}  // namespace whittle

// A graph held against one other or several: what was removed, added and changed, as marks on both sides of the canvas; what is selected on one side is
// selected on the other. One of the others stands beside the base at a time.
#pragma once

#include <QObject>

#include "views/models/graph_controller.h"
#include "views/models/graph_difference.h"

namespace whittle {

class GraphComparison : public QObject {
    Q_OBJECT
public:
    GraphComparison(JobRunner& jobs, GraphController& left, GraphController& right, QObject* parent = nullptr);

    JobRunner& jobs() { return m_jobs; }
    /// The base, then the others; `beside`: which of those. What the two controllers show is up to the caller. Fewer than two graphs end the comparison.
    void compare(std::vector<ComparedGraph> graphs, int beside = 0);
    bool isBusy() const { return m_busy; }
    int done() const { return m_done; }
    int of() const { return m_of; }  ///< 0: not known yet
    /// Leaves it: there is no difference then until again().
    void stop();
    void again();
    bool isStopped() const { return m_isStopped; }
    const QString& errorText() const { return m_error; }

    const DifferenceRef& difference() const { return m_difference; }  ///< null when there is none, or not yet
    const std::vector<ComparedGraph>& graphs() const { return m_graphs; }
    int beside() const { return m_beside; }
    /// "3 removed, 2 changed, 154 the same"; of several others a line for each.
    QString summary() const;
    int row() const { return m_row; }  ///< of difference(), of what is selected; -1: none
    /// Selects the row's nodes on both sides, as soon as these show the graphs. Of a node that neither has another one is wanted beside.
    void show(int row);
    /// Wants another of the others beside.
    void showBeside(int other) { emit besideWanted(other); }

signals:
    void changed();
    void besideChanged();
    void besideWanted(int other);
    void rowChanged();
    void progressChanged();

private:
    void start();
    void mark();
    void showWanted();
    void follow(const GraphController& from, GraphController& to);
    void setRow(int row);

    JobRunner& m_jobs;
    GraphController& m_left;
    GraphController& m_right;
    std::vector<ComparedGraph> m_graphs;
    int m_beside = 0;
    DifferenceRef m_difference;
    int m_row = -1, m_wanted = -1;  // wanted: to be shown when both sides show its graphs
    QString m_error;
    int m_done = 0, m_of = 0;
    bool m_busy = false, m_following = false, m_isStopped = false;
};

}  // namespace whittle

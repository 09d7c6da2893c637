// One graph on show: its scene, what is selected, what the search found, what is dimmed. Canvas, node
// list and inspector all follow it, so a click in one is seen in all.
#pragma once

#include <vector>

#include <QObject>

#include "views/models/graph_scene.h"
#include "views/models/job_runner.h"

namespace whittle {

class GraphController : public QObject {
    Q_OBJECT
public:
    enum class State { Empty, Arranging, Ready, Failed };
    Q_ENUM(State)
    enum class Step { Producer, User, Left, Right, First, Last };

    explicit GraphController(JobRunner& jobs, QObject* parent = nullptr);

    /// Arranges the graph on a worker; the old scene stays until the new one is there. The selection
    /// stays when the selected node is still in the new graph. Null: empties the view.
    void setGraph(GraphRef graph);

    State state() const { return m_state; }
    const SceneRef& scene() const { return m_scene; }  ///< null when there is none
    QString errorText() const { return m_error; }

    int selected() const { return m_selected; }  ///< a box, -1: none
    void select(int box);
    void selectNode(NodeId node);
    /// Follows the edges from the selection, or picks the first box when there is none.
    void step(Step step);

    const QString& query() const { return m_query; }
    void setQuery(const QString& query);
    const std::vector<int>& hits() const { return m_hits; }
    int currentHit() const;  ///< index into hits() of the selected box, -1: none
    void nextHit();
    void previousHit();

    /// Boxes whose nodes are not in `kept` are dimmed; null dims nothing.
    void setKept(GraphRef kept);
    bool isDimmed(int box) const { return !m_dimmed.empty() && m_dimmed[static_cast<std::size_t>(box)]; }

signals:
    void stateChanged();
    void sceneChanged();
    void selectionChanged(int box);
    void searchChanged();
    void dimmingChanged();

private:
    void showScene(Result<SceneRef> scene);
    void setState(State state);
    void updateDimming();
    void stepHit(int direction);

    JobRunner& m_jobs;
    State m_state = State::Empty;
    SceneRef m_scene;
    QString m_error;
    int m_selected = -1;
    QString m_query;
    std::vector<int> m_hits;
    GraphRef m_kept;
    std::vector<bool> m_dimmed;
};

}  // namespace whittle

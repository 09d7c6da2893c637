// One graph on show: its scene, what is folded, what is selected, what the search found, what is highlighted or dimmed. Canvas, node
// list and inspector all follow it, so a click in one is seen in all.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QStringList>

#include "views/models/graph_scene.h"
#include "views/models/highlight.h"
#include "views/models/job_runner.h"
#include "views/models/node_overlay.h"
#include "views/models/overlay_shades.h"

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

    /// Nothing is shown of a graph whose arrangement is on its way then: State::Failed.
    void stopArranging();

    JobRunner& jobs() { return m_jobs; }  ///< for what is worked out of the scene
    State state() const { return m_state; }
    const SceneRef& scene() const { return m_scene; }  ///< null when there is none
    QString errorText() const { return m_error; }
    /// A scene or its colours are on their way.
    bool isBusy() const { return m_state == State::Arranging || m_folding || m_coloring; }

    int selected() const { return m_selected; }  ///< a box or a group's item, -1: none
    /// What a folded group hides is unfolded.
    void select(int item);
    void selectNode(NodeId node);
    /// Follows the edges from the selection, or picks the first box when there is none. What is folded stays so.
    void step(Step step);

    bool hasGroups() const { return m_scene && m_scene->itemCount() > m_scene->count(); }
    /// Arranges anew on a worker; the old scene stays until then. The choice also holds for later versions of the graph.
    void setOpen(int group, bool open);
    /// Of the selection: itself, or the group that it stands in. Nothing where it stands in none.
    void toggleFold();
    void setAllOpen(bool open);
    /// Unfolds what stands in fewer modules than that, folds the others (fold_depth.h).
    void setDepth(int depth);
    void deeper();  ///< what can be seen, by one more
    void shallower();
    /// Of a module that is selected: unfolds it; if it is unfolded, selects the first of what it holds.
    void enter();
    bool hasRepeats() const { return m_scene && m_scene->content()->hasRepeats(); }
    /// Whether runs of equal modules are cards, or shown one by one. Of what is chosen, though perhaps not there yet.
    bool joinsRepeats() const { return m_scene && ::whittle::joinsRepeats(*m_scene->content(), m_folds); }
    /// Runs that were unfolded are cards again.
    void setJoinsRepeats(bool joins);
    bool isFolding() const { return m_folding || m_isolating || !m_isolateNext.isEmpty(); }  ///< an arrangement of the same graph, or of a part, is on its way
    /// Before another file's graph: what is folded there is not known yet.
    void forgetFolds() { m_folds.clear(); }
    /// What was folded and unfolded so far, and to have that again.
    const FoldChoices& folds() const { return m_folds; }
    void setFolds(FoldChoices folds);
    /// The group that was folded or unfolded last, for who keeps it in place; -1: none, or all.
    int lastFolded() const { return m_lastFolded; }

    const QString& query() const { return m_query; }
    void setQuery(const QString& query);
    const QString& queryMistake() const { return m_mistake; }  ///< why the query cannot be understood; empty: it is
    const std::vector<int>& hits() const { return m_hits; }    ///< in the order of searchOrder()
    bool isHit(int item) const { return hitAt(item) >= 0; }
    int currentHit() const { return m_selected < 0 ? -1 : hitAt(m_selected); }  ///< index into hits() of the selected box, -1: none
    int hitsIn(int item) const { return m_hitsIn.empty() ? 0 : m_hitsIn[static_cast<std::size_t>(item)]; }  ///< itself or inside
    void nextHit();
    void previousHit();

    /// What boxes are coloured by; null: the families of their operators. It also holds for later versions of the graph.
    const OverlayRef& overlay() const { return m_marks ? m_marks : m_overlay; }
    /// What the overlay makes of the scene; null without either.
    const OverlayShades* shades() const { return m_shades.get(); }
    const std::shared_ptr<const OverlayShades>& shadesRef() const { return m_shades; }
    /// From now on there to be chosen, in the place of one with the same key, which is replaced also where it is shown.
    void offerOverlay(OverlayRef overlay);
    /// What it told is no longer so.
    void withdrawOverlay(const QString& key);
    const std::vector<OverlayRef>& offeredOverlays() const { return m_offered; }
    /// Before another file's graph: what was measured says nothing of it.
    void forgetOverlays();
    /// Of a graphOverlays() row, which a worker makes, or of one that is offered, now or later; empty: by family.
    void setColorBy(const QString& key);
    const QString& colorBy() const { return m_colorBy; }
    /// Of whatever numbers boxes are coloured by.
    void setRampLook(const RampLook& look);
    const RampLook& rampLook() const { return m_rampLook; }
    bool isColoring() const { return m_coloring; }  ///< an overlay is on its way

    /// Dims all but what feeds the selection, or what it feeds; nothing without a selection.
    void highlight(Highlight::Kind kind);
    /// Likewise, all but what is a step from the selection; one step more each time.
    void highlightNear();
    /// The ways between two.
    void highlightWays(int from, int to);
    /// The next selection is the other end of the ways from what is selected now.
    void pickOtherEnd();
    bool isPicking() const { return m_pickFrom >= 0; }
    /// Also stops picking.
    void clearHighlight();
    const std::optional<Highlight>& highlighted() const { return m_highlight; }
    /// Shows what is highlighted as a graph of its own, which a worker makes, until the whole one is wanted again or another one is set.
    void isolate();
    /// Likewise of the boxes that these keys name (item_key.h), of the whole graph, as soon as it is there. None: shows the whole.
    void isolate(const QStringList& keys);
    const QStringList& isolatedKeys() const { return m_isolated; }  ///< of what is shown alone; empty: nothing is
    bool isIsolated() const { return m_whole != nullptr; }
    GraphRef whole() const { return m_whole ? m_whole : m_scene ? m_scene->graphRef() : nullptr; }  ///< null while there is no graph
    /// Of the whole graph, what is pointed at: what is highlighted, else what is shown alone, else a module that is selected. Empty: none of these.
    std::vector<NodeId> pointedAt() const;
    void showWhole();
    /// Ends one thing that narrows the view: picking, a highlight, a part shown alone. False: there is none.
    bool widen();

    /// Boxes whose nodes are not in `kept` are dimmed, and groups that hold no others; null dims nothing.
    void setKept(GraphRef kept);
    bool isDimmed(int item) const { return m_dimmed && (*m_dimmed)[static_cast<std::size_t>(item)]; }
    const std::shared_ptr<const std::vector<bool>>& dimmedRef() const { return m_dimmed; }  ///< by item; null: none is

    /// Short texts that items are marked with, whatever they are coloured by, until another graph is shown.
    void setFlags(std::map<int, QString> flags);
    const std::map<int, QString>& flags() const { return m_flags; }

    /// What is pointed at in this graph: a comparison, a rewrite. Shown in the place of the overlay that was chosen, as long as it is there.
    void setMarks(OverlayRef marks);
    const OverlayRef& marks() const { return m_marks; }

signals:
    void stateChanged();
    void sceneChanged();
    void selectionChanged(int item);
    void searchChanged();
    void dimmingChanged();
    void flagsChanged();
    void highlightChanged();
    void overlayChanged();  ///< also when the scene is of another graph
    void overlaysOffered();

private:
    void arrange(GraphRef graph);
    void showScene(Result<SceneRef> scene);
    void fold(FoldChoices choices, int lastFolded);
    void foldTo(const std::function<std::optional<int>(const GraphContent& content, const std::vector<bool>& open)>& depthOf);
    void updateHits();
    void askAgain();
    int hitAt(int item) const;
    const OverlayShades& shadesOf(const QString& key);
    void setState(State state);
    void updateDimming();
    void showHighlight(std::optional<Highlight> highlight);
    void followHighlight(const GraphScene* before);
    void showOverlay(OverlayRef overlay);
    void updateShades();
    void makeOverlay();
    void stopIsolating();
    void isolateBoxes(std::vector<int> boxes, const QStringList& keys);
    void stopMakingOverlay();
    void stepHit(int direction);

    JobRunner& m_jobs;
    State m_state = State::Empty;
    SceneRef m_scene;
    GraphRef m_arranging;  // while State::Arranging
    QString m_error;
    int m_selected = -1;
    FoldChoices m_folds;
    int m_lastFolded = -1;
    bool m_folding = false;
    bool m_reveals = false;  // the arrangement on its way shows a selection that was hidden
    QString m_query;
    QString m_mistake;
    std::vector<int> m_hits;
    std::vector<int> m_hitsIn;  // by item, empty without hits
    GraphRef m_kept;
    std::optional<Highlight> m_highlight;
    int m_pickFrom = -1;
    GraphRef m_whole;  // while a part is shown alone
    bool m_isolating = false;
    QStringList m_isolated, m_isolateNext;  // by keys; the second waits for the whole
    std::shared_ptr<const std::vector<bool>> m_dimmed;
    std::map<int, QString> m_flags;  // by item
    OverlayRef m_marks;
    OverlayRef m_overlay;
    std::vector<OverlayRef> m_offered;
    QString m_colorBy;  // wanted, though perhaps not there yet
    bool m_coloring = false;
    RampLook m_rampLook;
    std::shared_ptr<const OverlayShades> m_shades;
    std::map<QString, std::shared_ptr<const OverlayShades>> m_asked;  // that a query compared with, by key
};

}  // namespace whittle

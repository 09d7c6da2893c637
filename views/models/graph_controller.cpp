#include "views/models/graph_controller.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "views/models/fold_depth.h"
#include "views/models/release.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kArrange = QStringLiteral("arrange");

float middleOf(const GraphScene& scene, int item) { return scene.rect(item).centreX(); }

// Of several producers or users the one straight above or below, which is where the eye goes; or the folded group that hides it.
int nearest(const GraphScene& scene, int from, std::span<const int> candidates) {
    int best = -1;
    for (const int candidate : candidates) {
        const int item = scene.visibleItem(candidate);
        if (item == from) continue;
        if (best < 0 || std::abs(middleOf(scene, item) - middleOf(scene, from)) < std::abs(middleOf(scene, best) - middleOf(scene, from)))
            best = item;
    }
    return best;
}

// The neighbour on the same rank: in the same group, at the same height.
int besides(const GraphScene& scene, int from, int direction) {
    const layout::Rect own = scene.rect(from);
    const layout::Rect bounds = scene.drawing().bounds;
    int best = -1;
    for (const int other : scene.itemsIn({bounds.x, own.y, bounds.width, 0})) {
        const float distance = (middleOf(scene, other) - own.centreX()) * static_cast<float>(direction);
        if (other == from || distance <= 0 || scene.rect(other).y != own.y || scene.parentOf(other) != scene.parentOf(from)) continue;
        if (best < 0 || distance < (middleOf(scene, best) - own.centreX()) * static_cast<float>(direction)) best = other;
    }
    return best;
}

}  // namespace

GraphController::GraphController(JobRunner& jobs, QObject* parent) : QObject(parent), m_jobs(jobs) {}

void GraphController::setGraph(GraphRef graph) {
    stopIsolating();
    m_isolateNext.clear();
    m_isolated.clear();
    const bool wasIsolated = std::exchange(m_whole, nullptr) != nullptr;
    arrange(std::move(graph));
    if (wasIsolated) emit highlightChanged();
}

void GraphController::arrange(GraphRef graph) {
    if (!graph) {
        m_jobs.cancel(this, kArrange);
        m_arranging.reset();
        SceneRef before = std::exchange(m_scene, nullptr);
        m_folding = false;
        m_selected = -1;
        m_flags.clear();
        m_kept.reset();
        updateHits();
        followHighlight(nullptr);
        updateDimming();
        updateShades();
        emit sceneChanged();
        emit selectionChanged(-1);
        emit searchChanged();
        setState(State::Empty);
        return releaseElsewhere(std::move(before));
    }
    m_arranging = graph;
    m_folding = false;
    setState(State::Arranging);
    m_jobs.submit(
        this, kArrange, [graph, folds = m_folds](const CancelToken& cancel) { return GraphScene::build(graph, folds, cancel); },
        [this](Result<SceneRef> scene) { showScene(std::move(scene)); });
}

void GraphController::showScene(Result<SceneRef> scene) {
    if (!scene) {
        m_arranging.reset();
        m_folding = false;
        m_error = ::whittle::errorText(scene.error());
        return setState(State::Failed);
    }
    m_arranging.reset();
    const bool isSameGraph = m_scene && m_scene->content() == (*scene)->content();
    SceneRef before = std::exchange(m_scene, *std::move(scene));
    if (!isSameGraph) {
        m_selected = before && m_selected >= 0 ? m_scene->sameItem(*before, m_selected) : -1;
        m_lastFolded = -1;
        m_flags.clear();
        m_asked.clear();
        updateShades();
        updateHits();
        followHighlight(before.get());
        updateDimming();
    }
    const int selected = std::exchange(m_selected, m_selected < 0 ? -1 : m_scene->visibleItem(m_selected));  // what hides it, where that was folded
    emit sceneChanged();
    if (!isSameGraph && overlay()) emit overlayChanged();
    if (!isSameGraph) makeOverlay();
    // Folding elsewhere is no reason to go to the selection.
    if (!isSameGraph || m_reveals || selected != m_selected) emit selectionChanged(m_selected);
    m_reveals = m_folding = false;
    emit searchChanged();
    setState(State::Ready);
    releaseElsewhere(std::move(before));
    if (!m_isolateNext.isEmpty()) isolate(std::exchange(m_isolateNext, {}));
}

void GraphController::stopArranging() {
    if (m_state != State::Arranging) return;
    m_jobs.cancel(this, kArrange);
    showScene(fail(Code::Cancelled, "stopped on request; open the file or choose the stage again to arrange it"));
}

void GraphController::setState(State state) {
    m_state = state;
    emit stateChanged();
}

void GraphController::select(int item) {
    if (!m_scene || item == m_selected || item < -1 || item >= m_scene->itemCount()) return;
    if (isPicking() && item >= 0) highlightWays(m_pickFrom, item);
    m_selected = item;
    if (item >= 0 && !m_scene->isShown(item)) {
        FoldChoices folds = m_folds;
        for (int group = m_scene->parentOf(item); group >= 0; group = m_scene->parentOf(group)) folds[m_scene->content()->foldKey(group)] = true;
        m_reveals = true;
        fold(std::move(folds), m_scene->visibleItem(item));
    }
    emit selectionChanged(item);
}

void GraphController::setOpen(int group, bool open) {
    if (!m_scene || !m_scene->isGroup(group)) return;
    FoldChoices folds = m_folds;
    folds[m_scene->content()->foldKey(group)] = open;
    fold(std::move(folds), group);
}

void GraphController::toggleFold() {
    if (!m_scene || m_selected < 0) return;
    const int group = m_scene->isGroup(m_selected) ? m_selected : m_scene->parentOf(m_selected);
    if (group >= 0) setOpen(group, !m_scene->isOpen(group));
}

void GraphController::enter() {
    if (!m_scene || m_selected < 0 || !m_scene->isGroup(m_selected)) return;
    if (!m_scene->isOpen(m_selected)) return setOpen(m_selected, true);
    select(m_scene->visibleItem(m_scene->content()->firstBox(m_selected)));
}

void GraphController::setAllOpen(bool open) {
    if (!m_scene) return;
    FoldChoices folds = m_folds;
    for (int group = m_scene->count(); group < m_scene->itemCount(); ++group) folds[m_scene->content()->foldKey(group)] = open;
    fold(std::move(folds), -1);
}

void GraphController::setDepth(int depth) {
    if (m_scene) foldTo([depth](const GraphContent&, const std::vector<bool>&) { return std::optional(depth); });
}

void GraphController::deeper() {
    if (m_scene) foldTo(deeperThan);
}

void GraphController::shallower() {
    if (m_scene) foldTo(shallowerThan);
}

// From what is chosen: its picture may be on its way.
void GraphController::foldTo(const std::function<std::optional<int>(const GraphContent& content, const std::vector<bool>& open)>& depthOf) {
    const GraphContent& content = *m_scene->content();
    const std::vector<bool> open = openGroups(content, m_folds);
    if (const std::optional<int> depth = depthOf(content, open)) setFolds(foldsToDepth(content, m_folds, open, *depth));
}

void GraphController::setJoinsRepeats(bool joins) {
    if (!hasRepeats() || joins == joinsRepeats()) return;
    FoldChoices folds = m_folds;
    folds[kRepeatsChoice] = joins;
    std::erase_if(folds, [](const auto& choice) { return GraphContent::isRunKey(choice.first); });
    fold(std::move(folds), -1);
}

void GraphController::setFolds(FoldChoices folds) {
    if (folds == m_folds) return;
    fold(std::move(folds), -1);
}

// A new version of the graph on its way will ask for the choices itself.
void GraphController::fold(FoldChoices choices, int lastFolded) {
    m_folds = std::move(choices);
    m_lastFolded = lastFolded;
    if (m_state == State::Arranging) return arrange(m_arranging);
    if (m_state != State::Ready) return;  // the next graph asks for them
    m_folding = true;
    m_jobs.submit(
        this, kArrange, [content = m_scene->content(), folds = m_folds](const CancelToken& cancel) { return GraphScene::build(content, folds, cancel); },
        [this](Result<SceneRef> scene) { showScene(std::move(scene)); });
}

void GraphController::selectNode(NodeId node) {
    if (m_scene) select(m_scene->boxOf(node));
}

void GraphController::step(Step step) {
    if (!m_scene || m_scene->count() == 0) return;
    if (m_selected < 0 || step == Step::First) return select(m_scene->visibleItem(0));
    const int from = m_scene->visibleItem(m_selected);
    int next = -1;
    switch (step) {
        case Step::Producer: next = nearest(*m_scene, from, m_scene->producers(from)); break;
        case Step::User: next = nearest(*m_scene, from, m_scene->users(from)); break;
        case Step::Left: next = besides(*m_scene, from, -1); break;
        case Step::Right: next = besides(*m_scene, from, 1); break;
        case Step::Last: next = m_scene->visibleItem(m_scene->count() - 1); break;
        case Step::First: break;
    }
    if (next >= 0) select(next);
}

}  // namespace whittle

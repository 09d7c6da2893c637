#include "views/models/graph_controller.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "views/models/node_overlays.h"
#include "views/models/search.h"
#include "views/models/sub_graph.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kArrange = QStringLiteral("arrange");
const QString kIsolate = QStringLiteral("isolate");
const QString kOverlay = QStringLiteral("overlay");

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

// In another version of the graph; -1: it is not there.
int sameItem(const GraphScene& before, int item, const GraphScene& after) {
    const SceneBox& box = before.box(item);
    if (before.isGroup(item)) {
        for (int group = after.count(); group < after.itemCount(); ++group)
            if (after.content()->foldKey(group) == before.content()->foldKey(item)) return group;
        return -1;
    }
    // Ids are those of one graph and of what edits made of it; a name holds wherever a version comes from.
    const auto isSame = [&](const SceneBox& other) { return other.kind == box.kind && other.name == box.name; };
    const auto found = std::ranges::find_if(after.boxes(), isSame);
    return found == after.boxes().end() ? -1 : static_cast<int>(found - after.boxes().begin());
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
    m_jobs.cancel(this, kIsolate);
    m_isolating = false;
    const bool wasIsolated = std::exchange(m_whole, nullptr) != nullptr;
    arrange(std::move(graph));
    if (wasIsolated) emit highlightChanged();
}

void GraphController::arrange(GraphRef graph) {
    if (!graph) {
        m_jobs.cancel(this, kArrange);
        m_scene.reset();
        m_folding = false;
        m_selected = -1;
        m_kept.reset();
        updateHits();
        followHighlight(nullptr);
        updateDimming();
        updateShades();
        emit sceneChanged();
        emit selectionChanged(-1);
        emit searchChanged();
        return setState(State::Empty);
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
        m_error = ::whittle::errorText(scene.error());
        return setState(State::Failed);
    }
    m_arranging.reset();
    const bool isSameGraph = m_scene && m_scene->content() == (*scene)->content();
    const SceneRef before = std::exchange(m_scene, *std::move(scene));
    if (!isSameGraph) {
        m_selected = before && m_selected >= 0 ? sameItem(*before, m_selected, *m_scene) : -1;
        m_lastFolded = -1;
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

void GraphController::setFolds(FoldChoices folds) {
    if (folds == m_folds) return;
    if (m_scene || m_arranging) fold(std::move(folds), -1);
    else m_folds = std::move(folds);
}

// A new version of the graph on its way will ask for the choices itself.
void GraphController::fold(FoldChoices choices, int lastFolded) {
    m_folds = std::move(choices);
    m_lastFolded = lastFolded;
    if (m_state == State::Arranging) return arrange(m_arranging);
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

void GraphController::setQuery(const QString& query) {
    if (query == m_query) return;
    m_query = query;
    updateHits();
    emit searchChanged();
}

void GraphController::updateHits() {
    SearchAnswer answer;
    if (m_scene) {
        SearchOverlays overlays{.overlays = m_offered, .shades = [this](const QString& key) -> const OverlayShades& { return shadesOf(key); }};
        if (m_overlay) overlays.overlays.push_back(m_overlay);
        answer = searchItems(*m_scene->content(), m_query, overlays);
    }
    m_hits = std::move(answer.hits);
    m_mistake = std::move(answer.mistake);
    m_hitsIn.clear();
    if (m_hits.empty()) return;
    m_hitsIn.resize(static_cast<std::size_t>(m_scene->itemCount()));
    for (const int hit : m_hits)
        for (int item = hit; item >= 0; item = m_scene->parentOf(item)) ++m_hitsIn[static_cast<std::size_t>(item)];
}

// Of the one that is shown, or that was offered; kept, for the next letter of the query asks again.
const OverlayShades& GraphController::shadesOf(const QString& key) {
    if (m_shades && m_overlay->key == key) return *m_shades;
    std::shared_ptr<const OverlayShades>& shades = m_asked[key];
    const auto offered = std::ranges::find_if(m_offered, [&](const OverlayRef& each) { return each->key == key; });
    if (!shades) shades = std::make_shared<const OverlayShades>(*m_scene->content(), *offered);
    return *shades;
}

int GraphController::hitAt(int item) const {
    if (m_hits.empty()) return -1;
    const GraphContent& content = *m_scene->content();
    const auto found = std::ranges::lower_bound(m_hits, searchOrder(content, item), {}, [&](int hit) { return searchOrder(content, hit); });
    return found != m_hits.end() && *found == item ? static_cast<int>(found - m_hits.begin()) : -1;
}

void GraphController::nextHit() { stepHit(1); }
void GraphController::previousHit() { stepHit(-1); }

// From the selection on, wherever it is; around the end.
void GraphController::stepHit(int direction) {
    if (m_hits.empty()) return;
    const GraphContent& content = *m_scene->content();
    const auto orderOf = [&](int item) { return searchOrder(content, item); };
    const auto count = static_cast<int>(m_hits.size());
    int index = direction > 0 ? 0 : -1;
    if (m_selected >= 0 && direction > 0) {
        // Behind a module, unless the module itself is what was found.
        const int from = m_scene->isGroup(m_selected) && !isHit(m_selected) ? content.lastBox(m_selected) : m_selected;
        index = static_cast<int>(std::ranges::upper_bound(m_hits, orderOf(from), {}, orderOf) - m_hits.begin());
    } else if (m_selected >= 0) {
        index = static_cast<int>(std::ranges::lower_bound(m_hits, orderOf(m_selected), {}, orderOf) - m_hits.begin()) - 1;
    }
    select(m_hits[static_cast<std::size_t>((index + count) % count)]);
    emit searchChanged();
}

void GraphController::setOverlay(OverlayRef overlay) {
    stopMakingOverlay();
    m_colorBy = overlay ? overlay->key : QString();
    showOverlay(std::move(overlay));
}

void GraphController::showOverlay(OverlayRef overlay) {
    if (overlay == m_overlay) return;
    m_overlay = std::move(overlay);
    updateShades();
    emit overlayChanged();
    askAgain();
}

// Whether a query compares with what there is now.
void GraphController::askAgain() {
    if (m_query.isEmpty()) return;
    updateHits();
    emit searchChanged();
}

void GraphController::offerOverlay(OverlayRef overlay) {
    const auto same = std::ranges::find_if(m_offered, [&](const OverlayRef& offered) { return offered->key == overlay->key; });
    if (same != m_offered.end()) *same = overlay;
    else m_offered.push_back(overlay);
    m_asked.erase(overlay->key);
    emit overlaysOffered();
    if (overlay->key != m_colorBy) return askAgain();
    stopMakingOverlay();
    showOverlay(std::move(overlay));
}

void GraphController::forgetOverlays() {
    m_offered.clear();
    m_asked.clear();
    emit overlaysOffered();
    if (!findGraphOverlay(m_colorBy)) showOverlay(nullptr);
    askAgain();
}

void GraphController::setColorBy(const QString& key) {
    stopMakingOverlay();
    m_colorBy = key;
    const auto offered = std::ranges::find_if(m_offered, [&](const OverlayRef& each) { return each->key == key; });
    if (offered != m_offered.end()) return showOverlay(*offered);
    if (!findGraphOverlay(key)) return showOverlay(nullptr);
    makeOverlay();
}

// What the graph tells by itself, of the graph that is shown now.
void GraphController::makeOverlay() {
    const GraphOverlay* row = findGraphOverlay(m_colorBy);
    if (!row || !m_scene || std::ranges::any_of(m_offered, [&](const OverlayRef& each) { return each->key == m_colorBy; })) return;
    m_coloring = true;
    m_jobs.submit(
        this, kOverlay, [row, graph = m_scene->graphRef()](const CancelToken&) { return row->make(*row, *graph); },
        [this](OverlayRef overlay) {
            m_coloring = false;
            showOverlay(std::move(overlay));
        });
}

void GraphController::stopMakingOverlay() {
    m_jobs.cancel(this, kOverlay);
    m_coloring = false;
}

void GraphController::updateShades() {
    m_shades = overlay() && m_scene ? std::make_unique<const OverlayShades>(*m_scene->content(), overlay()) : nullptr;
}

void GraphController::setKept(GraphRef kept) {
    m_kept = std::move(kept);
    updateDimming();
    emit dimmingChanged();
}

void GraphController::setMarks(OverlayRef marks) {
    if (marks == m_marks) return;
    m_marks = std::move(marks);
    updateShades();
    emit overlayChanged();
}

void GraphController::highlight(Highlight::Kind kind) {
    if (m_scene && m_selected >= 0) showHighlight(makeHighlight(*m_scene->content(), kind, m_selected));
}

void GraphController::highlightWays(int from, int to) {
    if (m_scene && from >= 0 && to >= 0) showHighlight(makeHighlight(*m_scene->content(), Highlight::Kind::Ways, from, to));
}

void GraphController::pickOtherEnd() {
    if (m_selected < 0) return;
    m_pickFrom = m_selected;
    emit highlightChanged();
}

void GraphController::clearHighlight() {
    if (m_highlight || isPicking()) showHighlight(std::nullopt);
}

void GraphController::isolate() {
    if (!m_scene || !m_highlight || m_highlight->boxes.empty()) return;
    m_isolating = true;
    m_jobs.submit(
        this, kIsolate,
        [content = m_scene->content(), boxes = m_highlight->boxes](const CancelToken&) { return std::make_shared<const Graph>(subGraph(*content, boxes)); },
        [this, whole = m_whole ? m_whole : m_scene->graphRef()](GraphRef part) {
            m_isolating = false;
            m_whole = whole;
            showHighlight(std::nullopt);  // all that is shown is it
            arrange(std::move(part));
        });
}

void GraphController::showWhole() {
    if (m_whole) setGraph(m_whole);
}

bool GraphController::widen() {
    if (m_highlight || isPicking()) clearHighlight();
    else if (isIsolated()) showWhole();
    else return false;
    return true;
}

void GraphController::showHighlight(std::optional<Highlight> highlight) {
    m_highlight = std::move(highlight);
    m_pickFrom = -1;
    updateDimming();
    emit highlightChanged();
    emit dimmingChanged();
}

// Into another version of the graph, as far as its ends are still there.
void GraphController::followHighlight(const GraphScene* before) {
    if (!m_highlight && !isPicking()) return;
    const auto now = [&](int item) { return before && m_scene && item >= 0 ? sameItem(*before, item, *m_scene) : -1; };
    m_pickFrom = now(m_pickFrom);
    if (m_highlight) {
        const int item = now(m_highlight->item), other = now(m_highlight->other);
        const bool isThere = item >= 0 && (other >= 0 || m_highlight->kind != Highlight::Kind::Ways);
        m_highlight = isThere ? std::optional(makeHighlight(*m_scene->content(), m_highlight->kind, item, other)) : std::nullopt;
    }
    emit highlightChanged();
}

// Of a highlight without boxes there is only its text.
void GraphController::updateDimming() {
    m_dimmed.clear();
    const bool highlights = m_highlight && !m_highlight->boxes.empty();
    if ((!m_kept && !highlights) || !m_scene) return;
    for (const SceneBox& box : m_scene->boxes())
        m_dimmed.push_back(highlights || (box.kind == SceneBox::Kind::Node && !m_kept->contains(box.node)));
    if (highlights)
        for (const int box : m_highlight->boxes) m_dimmed[static_cast<std::size_t>(box)] = false;
    m_dimmed.resize(static_cast<std::size_t>(m_scene->itemCount()), true);
    for (int box = 0; box < m_scene->count(); ++box)
        for (int item = box; item >= 0 && !m_dimmed[static_cast<std::size_t>(box)]; item = m_scene->parentOf(item)) m_dimmed[static_cast<std::size_t>(item)] = false;
}

}  // namespace whittle

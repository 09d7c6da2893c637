#include "views/models/graph_controller.h"

#include <algorithm>
#include <cmath>

#include "views/models/search.h"
#include "views/models/text.h"

namespace whittle {
namespace {

const QString kArrange = QStringLiteral("arrange");

float middleOf(const GraphScene& scene, int box) { return scene.drawing().boxes[static_cast<std::size_t>(box)].centreX(); }

// Of several producers or users the one straight above or below, which is where the eye goes.
int nearest(const GraphScene& scene, int from, std::span<const int> candidates) {
    int best = -1;
    for (const int candidate : candidates)
        if (best < 0 || std::abs(middleOf(scene, candidate) - middleOf(scene, from)) <
                            std::abs(middleOf(scene, best) - middleOf(scene, from)))
            best = candidate;
    return best;
}

// The neighbour on the same rank, at the same height in the drawing.
int besides(const GraphScene& scene, int from, int direction) {
    const layout::Rect own = scene.drawing().boxes[static_cast<std::size_t>(from)];
    const layout::Rect bounds = scene.drawing().bounds;
    int best = -1;
    for (const int other : scene.boxesIn({bounds.x, own.y, bounds.width, 0})) {
        const float distance = (middleOf(scene, other) - own.centreX()) * static_cast<float>(direction);
        if (other == from || distance <= 0 || scene.drawing().boxes[static_cast<std::size_t>(other)].y != own.y) continue;
        if (best < 0 || distance < (middleOf(scene, best) - own.centreX()) * static_cast<float>(direction)) best = other;
    }
    return best;
}

}  // namespace

GraphController::GraphController(JobRunner& jobs, QObject* parent) : QObject(parent), m_jobs(jobs) {}

void GraphController::setGraph(GraphRef graph) {
    if (!graph) {
        m_jobs.cancel(this, kArrange);
        m_scene.reset();
        m_selected = -1;
        m_hits.clear();
        m_kept.reset();
        m_dimmed.clear();
        emit sceneChanged();
        emit selectionChanged(-1);
        emit searchChanged();
        return setState(State::Empty);
    }
    setState(State::Arranging);
    m_jobs.submit(
        this, kArrange, [graph](const CancelToken& cancel) { return GraphScene::build(graph, cancel); },
        [this](Result<SceneRef> scene) { showScene(std::move(scene)); });
}

void GraphController::showScene(Result<SceneRef> scene) {
    if (!scene) {
        m_error = ::whittle::errorText(scene.error());
        return setState(State::Failed);
    }
    const NodeId before = m_scene && m_selected >= 0 ? m_scene->box(m_selected).node : NodeId();
    m_scene = *std::move(scene);
    m_selected = m_scene->boxOf(before);
    m_hits = searchBoxes(*m_scene, m_query);
    updateDimming();
    emit sceneChanged();
    emit selectionChanged(m_selected);
    emit searchChanged();
    setState(State::Ready);
}

void GraphController::setState(State state) {
    m_state = state;
    emit stateChanged();
}

void GraphController::select(int box) {
    if (!m_scene || box == m_selected || box < -1 || box >= m_scene->count()) return;
    m_selected = box;
    emit selectionChanged(box);
}

void GraphController::selectNode(NodeId node) {
    if (m_scene) select(m_scene->boxOf(node));
}

void GraphController::step(Step step) {
    if (!m_scene || m_scene->count() == 0) return;
    if (m_selected < 0 || step == Step::First) return select(0);
    int next = -1;
    switch (step) {
        case Step::Producer: next = nearest(*m_scene, m_selected, m_scene->producers(m_selected)); break;
        case Step::User: next = nearest(*m_scene, m_selected, m_scene->users(m_selected)); break;
        case Step::Left: next = besides(*m_scene, m_selected, -1); break;
        case Step::Right: next = besides(*m_scene, m_selected, 1); break;
        case Step::Last: next = m_scene->count() - 1; break;
        case Step::First: break;
    }
    if (next >= 0) select(next);
}

void GraphController::setQuery(const QString& query) {
    if (query == m_query) return;
    m_query = query;
    m_hits = m_scene ? searchBoxes(*m_scene, m_query) : std::vector<int>();
    emit searchChanged();
}

int GraphController::currentHit() const {
    const auto found = std::lower_bound(m_hits.begin(), m_hits.end(), m_selected);
    return found != m_hits.end() && *found == m_selected ? static_cast<int>(found - m_hits.begin()) : -1;
}

void GraphController::nextHit() { stepHit(1); }
void GraphController::previousHit() { stepHit(-1); }

// From the selection on, wherever it is; around the end.
void GraphController::stepHit(int direction) {
    if (m_hits.empty()) return;
    const auto count = static_cast<int>(m_hits.size());
    int index;
    if (direction > 0)
        index = static_cast<int>(std::upper_bound(m_hits.begin(), m_hits.end(), m_selected) - m_hits.begin());
    else
        index = static_cast<int>(std::lower_bound(m_hits.begin(), m_hits.end(), m_selected) - m_hits.begin()) - 1;
    select(m_hits[static_cast<std::size_t>((index + count) % count)]);
    emit searchChanged();
}

void GraphController::setKept(GraphRef kept) {
    m_kept = std::move(kept);
    updateDimming();
    emit dimmingChanged();
}

void GraphController::updateDimming() {
    m_dimmed.clear();
    if (!m_kept || !m_scene) return;
    for (const SceneBox& box : m_scene->boxes())
        m_dimmed.push_back(box.kind == SceneBox::Kind::Node && !m_kept->contains(box.node));
}

}  // namespace whittle

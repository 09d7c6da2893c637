// GraphController: what boxes are coloured by, which are highlighted or dimmed, which are shown alone.
#include "views/models/graph_controller.h"

#include <algorithm>
#include <utility>

#include "views/models/item_key.h"
#include "views/models/node_overlays.h"
#include "views/models/sub_graph.h"

namespace whittle {
namespace {

const QString kIsolate = QStringLiteral("isolate");
const QString kOverlay = QStringLiteral("overlay");

}  // namespace

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

void GraphController::withdrawOverlay(const QString& key) {
    if (std::erase_if(m_offered, [&](const OverlayRef& each) { return each->key == key; }) == 0) return;
    m_asked.clear();
    emit overlaysOffered();
    if (m_overlay && m_overlay->key == key) showOverlay(nullptr);
    askAgain();
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

void GraphController::setRampLook(const RampLook& look) {
    if (look == m_rampLook) return;
    m_rampLook = look;
    updateShades();
    emit overlayChanged();
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

void GraphController::setFlags(std::map<int, QString> flags) {
    if (flags == m_flags) return;
    m_flags = std::move(flags);
    emit flagsChanged();
}

void GraphController::setMarks(OverlayRef marks) {
    if (marks == m_marks) return;
    m_marks = std::move(marks);
    updateShades();
    emit overlayChanged();
    askAgain();
}

void GraphController::updateShades() {
    m_shades = overlay() && m_scene ? std::make_unique<const OverlayShades>(*m_scene->content(), overlay(), m_rampLook) : nullptr;
}

void GraphController::setKept(GraphRef kept) {
    m_kept = std::move(kept);
    updateDimming();
    emit dimmingChanged();
}

void GraphController::highlight(Highlight::Kind kind) {
    if (m_scene && m_selected >= 0) showHighlight(makeHighlight(*m_scene->content(), kind, m_selected));
}

void GraphController::highlightNear() {
    if (!m_scene || m_selected < 0) return;
    const bool isMore = m_highlight && m_highlight->kind == Highlight::Kind::Near && m_highlight->item == m_selected;
    showHighlight(makeHighlight(*m_scene->content(), Highlight::Kind::Near, m_selected, -1, isMore ? m_highlight->steps + 1 : 1));
}

std::vector<NodeId> GraphController::pointedAt() const {
    std::vector<NodeId> nodes;
    if (!m_scene) return nodes;
    const GraphContent& content = *m_scene->content();
    const auto add = [&](int box) {
        if (const SceneBox& at = content.items()[static_cast<std::size_t>(box)]; at.kind == SceneBox::Kind::Node) nodes.push_back(at.node);
    };
    if (m_highlight && !m_highlight->boxes.empty()) {
        for (const int box : m_highlight->boxes) add(box);
    } else if (isIsolated()) {
        for (int box = 0; box < content.count(); ++box) add(box);
    } else if (m_selected >= 0 && m_scene->isGroup(m_selected)) {
        for (int box = content.firstBox(m_selected); box <= content.lastBox(m_selected); ++box)
            if (content.isInside(box, m_selected)) add(box);
    }
    return nodes;
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
    // While another version is on its way, what is shown is no longer what is asked about.
    if (m_state == State::Ready && m_highlight && !m_highlight->boxes.empty()) isolateBoxes(m_highlight->boxes, {});
}

void GraphController::isolate(const QStringList& keys) {
    if (keys.isEmpty() || m_whole) showWhole();
    if (keys.isEmpty()) return;
    if (m_state != State::Ready) {
        m_isolateNext = keys;
        return;
    }
    std::vector<int> boxes;
    for (const int item : findItems(*m_scene, keys))
        if (item >= 0 && item < m_scene->count()) boxes.push_back(item);
    std::ranges::sort(boxes);
    const auto twice = std::ranges::unique(boxes);
    boxes.erase(twice.begin(), twice.end());
    if (!boxes.empty()) isolateBoxes(std::move(boxes), keys);
}

// `keys`: that they were asked for by; none: they are found.
void GraphController::isolateBoxes(std::vector<int> boxes, const QStringList& keys) {
    struct Part {
        GraphRef graph;
        QStringList keys;
    };
    m_isolating = true;
    m_jobs.submit(
        this, kIsolate,
        [scene = m_scene, boxes = std::move(boxes), keys](const CancelToken&) {
            Part part{.graph = std::make_shared<const Graph>(subGraph(*scene->content(), boxes)), .keys = keys};
            for (std::size_t i = 0; keys.isEmpty() && i < boxes.size(); ++i) part.keys << itemKey(*scene, boxes[i]);
            part.keys.sort();  // as a session has them
            return part;
        },
        [this, whole = m_whole ? m_whole : m_scene->graphRef()](Part part) {
            m_isolating = false;
            m_whole = whole;
            m_isolated = std::move(part.keys);
            showHighlight(std::nullopt);  // all that is shown is it
            arrange(std::move(part.graph));
        });
}

void GraphController::stopIsolating() {
    m_jobs.cancel(this, kIsolate);
    m_isolating = false;
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
    const auto now = [&](int item) { return before && m_scene && item >= 0 ? m_scene->sameItem(*before, item) : -1; };
    m_pickFrom = now(m_pickFrom);
    if (m_highlight) {
        const int item = now(m_highlight->item), other = now(m_highlight->other);
        const bool isThere = item >= 0 && (other >= 0 || m_highlight->kind != Highlight::Kind::Ways);
        m_highlight = isThere ? std::optional(makeHighlight(*m_scene->content(), m_highlight->kind, item, other, m_highlight->steps)) : std::nullopt;
    }
    emit highlightChanged();
}

// Of a highlight without boxes there is only its text.
void GraphController::updateDimming() {
    m_dimmed = nullptr;
    const bool highlights = m_highlight && !m_highlight->boxes.empty();
    if ((!m_kept && !highlights) || !m_scene) return;
    std::vector<bool> dimmed;
    dimmed.reserve(static_cast<std::size_t>(m_scene->itemCount()));
    for (const SceneBox& box : m_scene->boxes())
        dimmed.push_back(highlights || (box.kind == SceneBox::Kind::Node && !m_kept->contains(box.node)));
    if (highlights)
        for (const int box : m_highlight->boxes) dimmed[static_cast<std::size_t>(box)] = false;
    dimmed.resize(static_cast<std::size_t>(m_scene->itemCount()), true);
    for (int box = 0; box < m_scene->count(); ++box)
        for (int item = box; item >= 0 && !dimmed[static_cast<std::size_t>(box)]; item = m_scene->parentOf(item)) dimmed[static_cast<std::size_t>(item)] = false;
    m_dimmed = std::make_shared<const std::vector<bool>>(std::move(dimmed));
}

}  // namespace whittle

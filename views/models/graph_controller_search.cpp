// GraphController: what the search found.
#include "views/models/graph_controller.h"

#include <algorithm>
#include <utility>

#include "views/models/search.h"

namespace whittle {

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
        if (overlay()) overlays.overlays.push_back(overlay());
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
    if (m_shades && overlay()->key == key) return *m_shades;
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

}  // namespace whittle

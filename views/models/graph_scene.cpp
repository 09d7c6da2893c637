#include "views/models/graph_scene.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QCoreApplication>

#include "views/models/format.h"

namespace whittle {
namespace {

constexpr layout::Rect kNowhere{0, 0, -1, 0};

bool contains(const layout::Rect& rect, layout::Point point) {
    return point.x >= rect.x && point.x <= rect.right() && point.y >= rect.y && point.y <= rect.bottom();
}

// Between the vertical pieces of a route are curves that leave and arrive vertically, as they are painted.
layout::Point onCurve(layout::Point from, layout::Point to, float t) {
    const float middle = (from.y + to.y) / 2, s = 1 - t;
    return {s * s * (s + 3 * t) * from.x + t * t * (t + 3 * s) * to.x, s * s * s * from.y + 3 * s * t * middle + t * t * t * to.y};
}

float distanceTo(std::span<const layout::Point> route, layout::Point point) {
    constexpr int kPieces = 12;  // of a curve
    float best = std::numeric_limits<float>::infinity();
    const auto piece = [&](layout::Point a, layout::Point b) {
        const float x = b.x - a.x, y = b.y - a.y, length = x * x + y * y;
        const float t = length > 0 ? std::clamp(((point.x - a.x) * x + (point.y - a.y) * y) / length, 0.0F, 1.0F) : 0;
        best = std::min(best, std::hypot(point.x - a.x - t * x, point.y - a.y - t * y));
    };
    for (std::size_t i = 1; i < route.size(); ++i) {
        if (i % 2 == 1) {
            piece(route[i - 1], route[i]);
            continue;
        }
        for (int part = 0; part < kPieces; ++part)
            piece(onCurve(route[i - 1], route[i], static_cast<float>(part) / kPieces), onCurve(route[i - 1], route[i], static_cast<float>(part + 1) / kPieces));
    }
    return best;
}

}  // namespace

std::vector<bool> openGroups(const GraphContent& content, const FoldChoices& choices) {
    std::vector<bool> open = content.openAtFirst();
    for (int item = content.count(); item < content.itemCount(); ++item)
        if (const auto choice = choices.find(content.foldKey(item)); choice != choices.end()) open[static_cast<std::size_t>(item - content.count())] = choice->second;
    return open;
}

std::optional<bool> repeatsChoice(const FoldChoices& choices) {
    const auto choice = choices.find(kRepeatsChoice);
    return choice == choices.end() ? std::nullopt : std::optional(choice->second);
}

bool joinsRepeats(const GraphContent& content, const FoldChoices& choices) { return content.hasRepeats() && repeatsChoice(choices).value_or(content.joinsAtFirst()); }

Result<SceneRef> GraphScene::build(GraphRef graph, const FoldChoices& choices, const CancelToken& cancel) {
    WHITTLE_TRY(ContentRef content, GraphContent::build(std::move(graph), cancel, repeatsChoice(choices)));
    return build(std::move(content), choices, cancel);
}

Result<SceneRef> GraphScene::build(ContentRef content, const FoldChoices& choices, const CancelToken& cancel) {
    if (joinsRepeats(*content, choices) != content->joinsRepeats()) return build(content->graph(), choices, cancel);
    std::shared_ptr<GraphScene> scene(new GraphScene);
    scene->m_content = std::move(content);
    scene->m_open = openGroups(*scene->m_content, choices);
    WHITTLE_TRY(scene->m_drawing, scene->m_content->layout().draw(scene->m_open, cancel));
    scene->buildIndexes();
    return SceneRef(std::move(scene));
}

void GraphScene::buildIndexes() {
    std::vector<layout::Rect> rects = m_drawing->boxes;
    for (int item = 0; item < itemCount(); ++item)
        if (!isShown(item)) rects[static_cast<std::size_t>(item)] = kNowhere;
    m_itemIndex = layout::GridIndex(rects, m_drawing->bounds);
    rects.clear();
    for (const layout::Stub& stub : m_drawing->stubs) rects.push_back(stub.rect);
    m_stubIndex = layout::GridIndex(rects, m_drawing->bounds);
    rects.clear();
    for (int i = 0; i < static_cast<int>(m_drawing->lines.size()); ++i) {
        const std::span<const layout::Point> route = m_drawing->route(i);
        const auto [left, right] = std::minmax_element(route.begin(), route.end(), [](auto a, auto b) { return a.x < b.x; });
        rects.push_back({left->x, std::min(route.front().y, route.back().y), right->x - left->x,
                         std::abs(route.back().y - route.front().y)});
    }
    m_lineIndex = layout::GridIndex(rects, m_drawing->bounds);
}

int GraphScene::visibleItem(int item) const {
    while (!isShown(item)) item = parentOf(item);
    return item;
}

int GraphScene::sameItem(const GraphScene& before, int item) const {
    const SceneBox& known = before.box(item);
    if (before.isGroup(item)) {
        for (int group = count(); group < itemCount(); ++group)
            if (m_content->foldKey(group) == before.content()->foldKey(item)) return group;
        return known.blocks > 0 ? sameItem(before, before.content()->blocksOf(item).front()) : -1;
    }
    if (graphRef() == before.graphRef()) return item;
    // Ids are those of one graph and of what edits made of it; a name holds wherever a version comes from.
    const auto found = std::ranges::find_if(boxes(), [&](const SceneBox& box) { return box.kind == known.kind && box.name == known.name; });
    return found == boxes().end() ? -1 : static_cast<int>(found - boxes().begin());
}

int GraphScene::itemAt(layout::Point point) const {
    const std::vector<int> near = itemsIn({point.x, point.y, 0, 0});
    for (const int item : near) {
        layout::Rect area = rect(item);
        if (isOpen(item)) area.height = kFrameTitle;
        if (contains(area, point)) return item;
    }
    return -1;
}

int GraphScene::stubAt(layout::Point point) const {
    for (const int index : stubsIn({point.x, point.y, 0, 0}))
        if (contains(m_drawing->stubs[static_cast<std::size_t>(index)].rect, point)) return index;
    return -1;
}

int GraphScene::lineAt(layout::Point point, float reach) const {
    int best = -1;
    for (const int line : linesIn({point.x - reach, point.y - reach, 2 * reach, 2 * reach}))
        if (const float distance = distanceTo(m_drawing->route(line), point); distance <= reach) {
            best = line;
            reach = distance;
        }
    return best;
}

QString GraphScene::stubText(const layout::Stub& stub) const {
    const auto others = static_cast<qint64>(stub.others.size());
    if (stub.end == layout::Stub::End::Reader)
        return others == 1 ? box(stub.others.front()).name : tr("%1 inputs").arg(formatCount(others));
    if (others != 1) return tr("%1 users").arg(formatCount(others));
    const SceneBox& only = box(stub.others.front());
    return only.name.isEmpty() ? only.title : only.name;
}

}  // namespace whittle

#include "views/models/graph_scene.h"

#include <algorithm>

#include <QCoreApplication>

#include "engine/ops/op_def.h"
#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {
namespace {

// Sizes in scene units, which are pixels at zoom 1. Widths come from the number of letters, so that a
// drawing does not depend on the fonts of the machine; painting elides what is wider.
constexpr float kTitleLetter = 7.7F;
constexpr float kLineLetter = 6.5F;
constexpr float kSidePadding = 26;
constexpr float kNarrowest = 92;
constexpr float kWidest = 250;
constexpr float kTitleHeight = 30;
constexpr float kLineHeight = 15;

QString tr(const char* text) { return QCoreApplication::translate("GraphScene", text); }

// "aten.linear.default" -> "linear", "_operator.mul" -> "mul"
QString shortOp(std::string_view op) {
    const std::size_t first = op.find('.');
    if (first == std::string_view::npos) return toQString(op);
    return toQString(op.substr(first + 1, op.find('.', first + 1) - first - 1));
}

bool isShown(const GraphInput& input) { return input.kind == InputKind::User; }

QString typeOf(const Graph& graph, const Node& node) {
    if (node.outputs.empty()) return tr("no result");
    const QString first = toQString(typeText(graph.type(node.outputs.front())));
    if (node.outputs.size() == 1) return first;
    return tr("%1 and %2 more").arg(first, formatCount(static_cast<qint64>(node.outputs.size()) - 1));
}

layout::Box boxSize(const SceneBox& box, int outputs) {
    const float letters = std::max({static_cast<float>(box.title.size()) * kTitleLetter,
                                    static_cast<float>(box.type.size()) * kLineLetter,
                                    static_cast<float>(box.weights.size()) * kLineLetter});
    const int lines = (box.type.isEmpty() ? 0 : 1) + (box.weights.isEmpty() ? 0 : 1);
    return {std::clamp(letters + kSidePadding, kNarrowest, kWidest),
            kTitleHeight + kLineHeight * static_cast<float>(lines), std::max(1, outputs)};
}

}  // namespace

Result<SceneRef> GraphScene::build(GraphRef graph, const CancelToken& cancel) {
    std::shared_ptr<GraphScene> scene(new GraphScene);
    scene->m_graph = std::move(graph);
    scene->addBoxes();
    WHITTLE_TRY_VOID(cancel.check());
    scene->addEdges();
    WHITTLE_TRY(scene->m_drawing, layout::draw(scene->layoutInput(), {}, cancel));
    scene->buildIndexes();
    return SceneRef(std::move(scene));
}

void GraphScene::addBoxes() {
    m_boxOfNode.assign(m_graph->nodeIdBound(), -1);
    m_boxOfValue.assign(m_graph->valueIdBound(), -1);
    m_portOfValue.assign(m_graph->valueIdBound(), 0);
    std::vector<const GraphInput*> weightOf(m_graph->valueIdBound(), nullptr);
    for (const GraphInput& input : m_graph->inputs()) {
        const Value& value = m_graph->value(input.value);
        if (!isShown(input)) {
            weightOf[static_cast<std::size_t>(input.value.index())] = &input;
            continue;
        }
        m_boxOfValue[static_cast<std::size_t>(input.value.index())] = count();
        SceneBox box{.kind = SceneBox::Kind::Input, .value = input.value};
        box.title = box.name = toQString(value.name);
        box.op = QStringLiteral("input");
        box.type = toQString(typeText(value.type));
        m_boxes.push_back(std::move(box));
        m_outputs.push_back(1);
    }

    std::vector<QString> familyOf(m_graph->nodes().size());
    for (const Node& node : m_graph->nodes()) {
        m_boxOfNode[static_cast<std::size_t>(node.id.index())] = count();
        for (std::size_t i = 0; i < node.outputs.size(); ++i) {
            m_boxOfValue[static_cast<std::size_t>(node.outputs[i].index())] = count();
            m_portOfValue[static_cast<std::size_t>(node.outputs[i].index())] = static_cast<int>(i);
        }
        SceneBox box{.kind = SceneBox::Kind::Node, .node = node.id};
        box.title = shortOp(node.op);
        box.name = toQString(node.name);
        box.op = toQString(node.op);
        box.type = typeOf(*m_graph, node);
        box.modulePath = toQString(node.origin->modulePath);
        box.source = toQString(node.origin->where());
        QStringList weights;
        for (const NamedArg& named : node.args)
            forEachValue(named.value, [&](ValueId id) {
                if (weightOf[static_cast<std::size_t>(id.index())])
                    weights << QStringLiteral("%1 %2").arg(toQString(named.name), toQString(typeText(m_graph->type(id))));
            });
        box.weights = weights.join(QStringLiteral(" · "));
        const QString family = toQString(opFamily(node.op));
        familyOf[static_cast<std::size_t>(m_graph->position(node.id))] = family;
        if (!family.isEmpty() && !m_families.contains(family)) m_families << family;
        m_boxes.push_back(std::move(box));
        m_outputs.push_back(static_cast<int>(node.outputs.size()));
    }
    m_families.sort();
    for (SceneBox& box : m_boxes)
        if (box.kind == SceneBox::Kind::Node)
            box.family = static_cast<int>(m_families.indexOf(familyOf[static_cast<std::size_t>(m_graph->position(box.node))]));

    int number = 0;
    for (const GraphOutput& output : m_graph->outputs()) {
        SceneBox box{.kind = SceneBox::Kind::Output};
        box.title = output.kind == OutputKind::User ? tr("output %1").arg(number++) : toQString(output.target);
        box.op = QStringLiteral("output");
        if (const ValueId* value = output.value.as<ValueId>()) {
            box.value = *value;
            box.name = toQString(m_graph->value(*value).name);
            box.type = toQString(typeText(m_graph->type(*value)));
        }
        m_boxes.push_back(std::move(box));
        m_outputs.push_back(0);
    }
}

void GraphScene::addEdges() {
    m_producers.resize(m_boxes.size());
    m_users.resize(m_boxes.size());
    std::vector<ValueId> reads;
    for (int reader = 0; reader < count(); ++reader) {
        const SceneBox& own = box(reader);
        reads.clear();
        if (own.kind == SceneBox::Kind::Node) reads = m_graph->node(own.node).inputs();
        if (own.kind == SceneBox::Kind::Output && own.value.valid()) reads.push_back(own.value);
        std::sort(reads.begin(), reads.end());
        reads.erase(std::unique(reads.begin(), reads.end()), reads.end());
        for (const ValueId value : reads) {
            const int producer = boxOf(value);
            if (producer < 0) continue;
            m_edges.push_back({producer, reader, m_portOfValue[static_cast<std::size_t>(value.index())]});
            std::vector<int>& producers = m_producers[static_cast<std::size_t>(reader)];
            if (std::find(producers.begin(), producers.end(), producer) != producers.end()) continue;
            producers.push_back(producer);
            m_users[static_cast<std::size_t>(producer)].push_back(reader);
        }
    }
}

layout::Input GraphScene::layoutInput() const {
    layout::Input input;
    input.edges = m_edges;
    for (std::size_t i = 0; i < m_boxes.size(); ++i) input.boxes.push_back(boxSize(m_boxes[i], m_outputs[i]));
    return input;
}

void GraphScene::buildIndexes() {
    m_boxIndex = layout::GridIndex(m_drawing->boxes, m_drawing->bounds);
    std::vector<layout::Rect> rects;
    for (const layout::Stub& stub : m_drawing->stubs) rects.push_back(stub.rect);
    m_stubIndex = layout::GridIndex(rects, m_drawing->bounds);
    rects.clear();
    for (int i = 0; i < static_cast<int>(m_edges.size()); ++i) {
        const std::span<const layout::Point> route = m_drawing->route(i);
        layout::Rect rect{-1e6F, -1e6F, 0, 0};  // a stub's edge: outside of everything
        if (!route.empty()) {
            const auto [left, right] = std::minmax_element(route.begin(), route.end(), [](auto a, auto b) { return a.x < b.x; });
            rect = {left->x, std::min(route.front().y, route.back().y), right->x - left->x,
                    std::abs(route.back().y - route.front().y)};
        }
        rects.push_back(rect);
    }
    m_edgeIndex = layout::GridIndex(rects, m_drawing->bounds);
}

int GraphScene::boxOf(NodeId node) const {
    const auto index = static_cast<std::size_t>(node.index());
    return node.valid() && index < m_boxOfNode.size() ? m_boxOfNode[index] : -1;
}

int GraphScene::boxOf(ValueId value) const {
    const auto index = static_cast<std::size_t>(value.index());
    return value.valid() && index < m_boxOfValue.size() ? m_boxOfValue[index] : -1;
}

int GraphScene::boxAt(layout::Point point) const {
    for (const int index : boxesIn({point.x, point.y, 0, 0})) {
        const layout::Rect& rect = m_drawing->boxes[static_cast<std::size_t>(index)];
        if (point.x >= rect.x && point.x <= rect.right() && point.y >= rect.y && point.y <= rect.bottom()) return index;
    }
    return -1;
}

int GraphScene::stubAt(layout::Point point) const {
    for (const int index : stubsIn({point.x, point.y, 0, 0})) {
        const layout::Rect& rect = m_drawing->stubs[static_cast<std::size_t>(index)].rect;
        if (point.x >= rect.x && point.x <= rect.right() && point.y >= rect.y && point.y <= rect.bottom()) return index;
    }
    return -1;
}

QString GraphScene::stubText(const layout::Stub& stub) const {
    const auto others = static_cast<qint64>(stub.others.size());
    if (stub.end == layout::Stub::End::Reader)
        return others == 1 ? box(stub.others.front()).name : tr("%1 inputs").arg(formatCount(others));
    if (others > 1) return tr("%1 users").arg(formatCount(others));
    const SceneBox& only = box(stub.others.front());
    return only.name.isEmpty() ? only.title : only.name;
}

}  // namespace whittle

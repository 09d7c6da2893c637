#include "views/models/graph_content.h"

#include <algorithm>
#include <map>

#include <QCoreApplication>

#include "engine/layout/repeats.h"
#include "engine/ops/op_def.h"
#include "views/models/box_kinds.h"
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
const QString kRunKey = QStringLiteral(" …#");

// "aten.linear.default" -> "linear", "_operator.mul" -> "mul"
QString shortOp(std::string_view op) {
    const std::size_t first = op.find('.');
    if (first == std::string_view::npos) return toQString(op);
    return toQString(op.substr(first + 1, op.find('.', first + 1) - first - 1));
}

bool isShown(const GraphInput& input) { return input.kind == InputKind::User; }

QString typeOf(const Graph& graph, const Node& node) {
    if (node.outputs.empty()) return GraphContent::tr("no result");
    const QString first = toQString(typeText(graph.type(node.outputs.front())));
    if (node.outputs.size() == 1) return first;
    return GraphContent::tr("%1 and %2 more").arg(first, formatCount(static_cast<qint64>(node.outputs.size()) - 1));
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

Result<ContentRef> GraphContent::build(GraphRef graph, const CancelToken& cancel, std::optional<bool> joinsRepeats) {
    std::shared_ptr<GraphContent> content(new GraphContent);
    content->m_graph = std::move(graph);
    content->addBoxes();
    WHITTLE_TRY_VOID(cancel.check());
    std::vector<layout::Edge> edges = content->collectEdges();
    WHITTLE_TRY_VOID(cancel.check());
    content->addGroups(edges, joinsRepeats);
    WHITTLE_TRY_VOID(cancel.check());
    content->linkItems(edges);
    for (int item = content->m_count; item < content->itemCount(); ++item)
        if (content->m_items[static_cast<std::size_t>(item)].blocks > 0) content->nameRun(item);
    WHITTLE_TRY_VOID(content->makeLayout(std::move(edges)));
    content->chooseOpen();
    WHITTLE_TRY_VOID(cancel.check());
    content->m_search = std::make_shared<const SearchIndex>(*content);
    return ContentRef(std::move(content));
}

void GraphContent::addBoxes() {
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
        m_boxOfValue[static_cast<std::size_t>(input.value.index())] = itemCount();
        SceneBox box{.kind = SceneBox::Kind::Input, .value = input.value};
        box.title = box.name = toQString(value.name);
        box.op = QStringLiteral("input");
        box.type = toQString(typeText(value.type));
        m_items.push_back(std::move(box));
        m_outputs.push_back(1);
    }

    std::vector<QString> familyOf(m_graph->nodes().size());
    for (const Node& node : m_graph->nodes()) {
        m_boxOfNode[static_cast<std::size_t>(node.id.index())] = itemCount();
        for (std::size_t i = 0; i < node.outputs.size(); ++i) {
            m_boxOfValue[static_cast<std::size_t>(node.outputs[i].index())] = itemCount();
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
        m_items.push_back(std::move(box));
        m_outputs.push_back(static_cast<int>(node.outputs.size()));
    }
    m_families.sort();
    for (SceneBox& box : m_items)
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
        m_items.push_back(std::move(box));
        m_outputs.push_back(0);
    }
}

std::vector<layout::Edge> GraphContent::collectEdges() {
    m_count = itemCount();
    std::vector<layout::Edge> edges;
    std::vector<ValueId> reads, operands;
    for (int reader = 0; reader < m_count; ++reader) {
        const SceneBox& own = m_items[static_cast<std::size_t>(reader)];
        reads.clear();
        if (own.kind == SceneBox::Kind::Node) reads = m_graph->node(own.node).inputs();
        if (own.kind == SceneBox::Kind::Output && own.value.valid()) reads.push_back(own.value);
        operands = reads;
        std::sort(reads.begin(), reads.end());
        reads.erase(std::unique(reads.begin(), reads.end()), reads.end());
        for (const ValueId value : reads)
            if (const int producer = boxOf(value); producer >= 0)
                edges.push_back({producer, reader, m_portOfValue[static_cast<std::size_t>(value.index())], static_cast<int>(std::ranges::find(operands, value) - operands.begin())});
    }
    return edges;
}

void GraphContent::addGroups(std::span<const layout::Edge> edges, std::optional<bool> joinsRepeats) {
    std::vector<std::string> paths;
    for (const SceneBox& box : boxes()) paths.push_back(box.kind == SceneBox::Kind::Node ? m_graph->node(box.node).origin->modulePath : std::string());
    layout::PathGroups groups = layout::groupByPath(paths, edges);
    layout::PathGroups joined = layout::joinRepeats(groups, paths, boxKinds(*m_graph, boxes()), edges);
    m_hasRepeats = joined.groups.size() > groups.groups.size();
    m_joinsRepeats = m_hasRepeats && joinsRepeats.value_or(joinsAtFirst());
    if (m_joinsRepeats) groups = std::move(joined);
    const auto itemOf = [&](int group) { return group < 0 ? -1 : m_count + group; };
    for (const int group : groups.group) m_parents.push_back(itemOf(group));
    std::map<std::string_view, int> times, runs;
    for (const layout::PathGroup& group : groups.groups) {
        m_parents.push_back(itemOf(group.parent));
        if (group.blocks > 0) m_foldKeys.push_back(QStringLiteral("%1%2%3").arg(toQString(group.path), kRunKey).arg(runs[group.path]++));
        else m_foldKeys.push_back(QStringLiteral("%1#%2").arg(toQString(group.path)).arg(times[group.path]++));
        SceneBox card{.kind = SceneBox::Kind::Group};
        card.title = group.label.empty() ? tr("(unnamed)") : toQString(group.label);
        card.name = card.modulePath = toQString(group.path);
        card.op = group.blocks > 0 ? QStringLiteral("repeated blocks") : QStringLiteral("module");
        card.blocks = group.blocks;
        m_items.push_back(std::move(card));
    }
    std::vector<int> operators(m_items.size());
    for (int item = 0; item < m_count; ++item)
        for (int group = parentOf(item); group >= 0; group = parentOf(group)) ++operators[static_cast<std::size_t>(group)];
    for (int item = m_count; item < itemCount(); ++item) {
        SceneBox& card = m_items[static_cast<std::size_t>(item)];
        const int held = operators[static_cast<std::size_t>(item)];
        card.type = card.blocks > 0 ? tr("%Ln operators each, %1 in all", nullptr, held / card.blocks).arg(formatCount(held)) : tr("%Ln operators", nullptr, held);
    }
}

// Who feeds whom, from each end up to the innermost group that holds both.
void GraphContent::linkItems(std::span<const layout::Edge> edges) {
    std::vector<int> depth(m_items.size(), 0);
    for (int item = m_count; item < itemCount(); ++item)  // groups come after those around them
        if (parentOf(item) >= 0) depth[static_cast<std::size_t>(item)] = depth[static_cast<std::size_t>(parentOf(item))] + 1;
    for (int item = 0; item < m_count; ++item)
        if (parentOf(item) >= 0) depth[static_cast<std::size_t>(item)] = depth[static_cast<std::size_t>(parentOf(item))] + 1;
    const auto depthOf = [&](int item) { return depth[static_cast<std::size_t>(item)]; };
    m_producers.resize(m_items.size());
    m_users.resize(m_items.size());
    m_reads.resize(m_items.size());
    for (const layout::Edge& edge : edges) {
        int from = edge.from, to = edge.to;
        const auto leave = [&] {
            m_users[static_cast<std::size_t>(from)].push_back(edge.to);
            from = parentOf(from);
        };
        const auto enter = [&] {
            m_producers[static_cast<std::size_t>(to)].push_back(edge.from);
            m_reads[static_cast<std::size_t>(to)].push_back({edge.from, edge.output});
            to = parentOf(to);
        };
        while (from >= 0 && to >= 0 && from != to) {
            const int up = depthOf(from), down = depthOf(to);
            if (up >= down) leave();
            if (down >= up) enter();
        }
        while (from >= 0 && from != to) leave();
        while (to >= 0 && from != to) enter();
    }
    const auto tidy = [](auto& lists) {
        for (auto& list : lists) {
            std::sort(list.begin(), list.end());
            list.erase(std::unique(list.begin(), list.end()), list.end());
        }
    };
    tidy(m_producers);
    tidy(m_users);
    tidy(m_reads);
    m_ends.assign(m_items.size(), {m_count, -1});
    for (int box = 0; box < m_count; ++box)
        for (int item = box; item >= 0; item = parentOf(item)) {
            auto& [first, last] = m_ends[static_cast<std::size_t>(item)];
            first = std::min(first, box);
            last = std::max(last, box);
        }
}

bool GraphContent::isRunKey(const QString& foldKey) { return foldKey.contains(kRunKey); }

// Groups come behind the one that they are in.
std::vector<int> GraphContent::blocksOf(int run) const {
    std::vector<int> blocks;
    for (int item = run + 1; item < itemCount() && static_cast<int>(blocks.size()) < m_items[static_cast<std::size_t>(run)].blocks; ++item)
        if (parentOf(item) == run) blocks.push_back(item);
    return blocks;
}

void GraphContent::nameRun(int run) {
    const std::vector<int> blocks = blocksOf(run);
    const auto itemAt = [&](int item) -> SceneBox& { return m_items[static_cast<std::size_t>(item)]; };
    // A number alone says little: then with what stands before it.
    const auto wordOf = [](const SceneBox& module) { return module.title.front().isDigit() ? module.name.section(u'.', -2 - module.title.count(u'.')) : module.title; };
    const SceneBox &first = itemAt(blocks.front()), &last = itemAt(blocks.back());
    SceneBox& card = itemAt(run);
    card.title = QStringLiteral("%1 … %2  ×%3").arg(wordOf(first), wordOf(last), formatCount(card.blocks));
    card.name = QStringLiteral("%1 … %2").arg(first.name, last.name);
    card.modulePath = first.name.chopped(std::min(first.name.size(), first.title.size() + 1));
    card.weights = tr("passes on %1").arg(passedOn(run));
}

QString GraphContent::passedOn(int run) const {
    const std::vector<int> blocks = blocksOf(run);
    QStringList types;
    for (const Source source : reads(blocks[1]))
        if (isInside(source.box, blocks[0])) types << resultType(source);
    return types.join(QStringLiteral(", "));
}

bool GraphContent::isInside(int item, int group) const {
    while (item >= 0 && item != group) item = parentOf(item);
    return item >= 0;
}

Result<void> GraphContent::makeLayout(std::vector<layout::Edge> edges) {
    layout::Tree tree;
    tree.edges = std::move(edges);
    for (int item = 0; item < itemCount(); ++item) {
        const SceneBox& box = m_items[static_cast<std::size_t>(item)];
        const int group = parentOf(item) < 0 ? -1 : parentOf(item) - m_count;
        if (item < m_count) {
            tree.boxes.push_back(boxSize(box, m_outputs[static_cast<std::size_t>(item)]));
            tree.group.push_back(group);
        } else {
            const layout::Box card = boxSize(box, 1);
            tree.groups.push_back({group, card.width, card.height});
        }
    }
    WHITTLE_TRY(m_layout, layout::NestedLayout::make(std::move(tree)));
    return {};
}

// Level by level, as long as the picture stays one that can be taken in. Runs of equal modules are cards, so what they hold does not count for what is beside them.
void GraphContent::chooseOpen() {
    std::vector<int> depths(m_items.size());  // 0: stands in no group
    std::vector<bool> inRun(m_items.size());
    std::vector<int> count, countOutside;  // by depth
    for (int item = itemCount() - 1; item >= 0; --item) {
        const auto at = static_cast<std::size_t>(item);
        int depth = 0;
        for (int group = parentOf(item); group >= 0; group = parentOf(group)) {
            ++depth;
            inRun[at] = inRun[at] || m_items[static_cast<std::size_t>(group)].blocks > 0;
        }
        depths[at] = depth;
        if (static_cast<int>(count.size()) <= depth) count.resize(static_cast<std::size_t>(depth) + 1);
        countOutside.resize(std::max(count.size(), countOutside.size()));
        ++count[static_cast<std::size_t>(depth)];
        if (!inRun[at]) ++countOutside[static_cast<std::size_t>(depth)];
    }
    const auto deepestOf = [](const std::vector<int>& cards) {
        std::size_t deepest = 0;
        for (int shown = cards.empty() ? 0 : cards[0]; deepest + 1 < cards.size(); ++deepest) {
            shown += cards[deepest + 1];
            if (shown > kShownAtFirst) break;
        }
        return static_cast<int>(deepest);
    };
    const int deepest = deepestOf(count), outside = deepestOf(countOutside);
    for (int item = m_count; item < itemCount(); ++item) {
        const auto at = static_cast<std::size_t>(item);
        m_openAtFirst.push_back(m_items[at].blocks == 0 && depths[at] < (inRun[at] ? deepest : outside));
    }
}

QString GraphContent::resultType(Source source) const {
    const SceneBox& box = m_items[static_cast<std::size_t>(source.box)];
    const ValueId value = box.kind == SceneBox::Kind::Node ? m_graph->node(box.node).outputs[static_cast<std::size_t>(source.output)] : box.value;
    return toQString(typeText(m_graph->type(value)));
}

int GraphContent::boxOf(NodeId node) const {
    const auto index = static_cast<std::size_t>(node.index());
    return node.valid() && index < m_boxOfNode.size() ? m_boxOfNode[index] : -1;
}

int GraphContent::boxOf(ValueId value) const {
    const auto index = static_cast<std::size_t>(value.index());
    return value.valid() && index < m_boxOfValue.size() ? m_boxOfValue[index] : -1;
}

}  // namespace whittle

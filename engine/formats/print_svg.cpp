#include "engine/formats/print_svg.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/formats/fold_nodes.h"
#include "engine/formats/markup.h"
#include "engine/layout/layout.h"

namespace whittle {
namespace {

// In pixels. Widths come from the number of letters, so that a picture does not depend on fonts.
constexpr float kTitleLetter = 7.4F;
constexpr float kLineLetter = 6.3F;
constexpr float kPadding = 26;
constexpr float kNarrowest = 84;
constexpr std::size_t kTitleLetters = 30, kLineLetters = 36;
constexpr float kTitleHeight = 28, kLineHeight = 15;
constexpr float kMargin = 8;
constexpr std::size_t kMostEnds = 10;  // inputs or outputs in boxes of their own, where nodes are folded

struct Card {
    std::string_view kind;  ///< class in the style sheet
    bool marked = false;
    std::string title;
    std::vector<std::string> lines;
    std::string tip;
};

// "aten.linear.default" -> "linear"
std::string_view shortOp(std::string_view op) {
    const std::size_t first = op.find('.');
    if (first == std::string_view::npos) return op;
    return op.substr(first + 1, op.find('.', first + 1) - first - 1);
}

std::string counted(std::size_t n, std::string_view what) { return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s"); }

class Picture {
public:
    Picture(const Graph& graph, const SvgOptions& options) : m_graph(graph), m_options(options) {
        m_cardOf.assign(graph.valueIdBound(), -1);
        m_portOf.assign(graph.valueIdBound(), 0);
        addInputs();
        for (const NodeRun& run : foldNodes(graph, options.marked, options.mostBoxes)) addRun(run);
        addOutputs();
    }

    Result<std::string> svg() const {
        layout::Input input;
        input.edges = m_edges;
        for (std::size_t i = 0; i < m_cards.size(); ++i) input.boxes.push_back(boxOf(m_cards[i], m_outputs[i]));
        layout::Options options;
        if (m_options.mostBoxes > 0) {  // few boxes: every line can be drawn through
            options.farSpan = 1 << 20;
            options.hubUsers = 1 << 20;
        }
        WHITTLE_TRY(const auto drawing, layout::draw(input, options));
        return print(*drawing);
    }

private:
    int add(Card card, int outputs) {
        m_cards.push_back(std::move(card));
        m_outputs.push_back(std::max(1, outputs));
        return static_cast<int>(m_cards.size()) - 1;
    }
    void gives(ValueId value, int card, int port) {
        m_cardOf[static_cast<std::size_t>(value.index())] = card;
        m_portOf[static_cast<std::size_t>(value.index())] = port;
    }
    void reads(ValueId value, int card) {
        const int from = m_cardOf[static_cast<std::size_t>(value.index())];
        if (from < 0 || from == card) return;  // a weight, or inside one box
        const int port = m_portOf[static_cast<std::size_t>(value.index())];
        if (m_drawn.insert({from, port, card}).second) m_edges.push_back({.from = from, .to = card, .output = port});
    }
    bool folds(std::size_t ends) const { return m_options.mostBoxes > 0 && ends > kMostEnds; }

    void addInputs() {
        std::vector<const GraphInput*> users;
        for (const GraphInput& input : m_graph.inputs())
            if (input.kind == InputKind::User) users.push_back(&input);
        int joint = -1;
        if (folds(users.size())) joint = add({.kind = "fold", .title = counted(users.size(), "input"), .tip = "inputs of the graph"}, 1);
        for (const GraphInput* input : users) {
            const Value& value = m_graph.value(input->value);
            const std::string type = typeText(value.type);
            gives(value.id, joint >= 0 ? joint : add({.kind = "end", .title = value.name, .lines = {type}, .tip = fmt::format("input {} : {}", value.name, type)}, 1), 0);
        }
    }

    void addRun(const NodeRun& run) {
        const int card = run.nodes.size() == 1 ? addNode(run) : addFold(run);
        for (const NodeId id : run.nodes) {
            const Node& node = m_graph.node(id);
            for (const ValueId read : node.inputs()) reads(read, card);
            int port = 0;
            for (const ValueId output : node.outputs) gives(output, card, run.nodes.size() == 1 ? port++ : 0);
        }
    }

    int addNode(const NodeRun& run) {
        const Node& node = m_graph.node(run.nodes.front());
        Card card{.kind = "node", .marked = run.marked, .title = std::string(shortOp(node.op)), .tip = fmt::format("{} = {}", node.name, node.op)};
        std::string type;
        for (const ValueId output : node.outputs) {
            if (!type.empty()) type += ", ";
            type += typeText(m_graph.type(output));
        }
        if (!type.empty()) card.lines.push_back(type);
        for (const ValueId read : node.inputs())
            if (const GraphInput* weight = m_graph.inputOf(read); weight && weight->kind != InputKind::User)
                card.lines.push_back(fmt::format("{} {}", weight->target, typeText(m_graph.type(read))));
        for (const std::string& line : card.lines) card.tip += "\n" + line;
        if (!node.origin->modulePath.empty()) card.tip += "\nmodule " + node.origin->modulePath;
        if (const std::string where = node.origin->where(); !where.empty()) card.tip += "\n" + where.substr(where.rfind('/') + 1);
        return add(std::move(card), static_cast<int>(node.outputs.size()));
    }

    // The module that holds the run, or from which to which of its parts the run goes, as it fits into a title.
    std::string modulesOf(const NodeRun& run) const {
        const std::string *first = nullptr, *last = nullptr;
        for (const NodeId id : run.nodes) {
            const std::string& module = m_graph.node(id).origin->modulePath;
            if (module.size() <= run.module.size()) continue;
            if (!first) first = &module;
            last = &module;
        }
        if (!first || *first == *last) return shortenedFront(run.module, kTitleLetters);
        const std::string range = fmt::format("{} – {}", *first, *last);
        if (range.size() <= kTitleLetters) return range;
        if (!run.module.empty()) return shortenedFront(run.module, kTitleLetters);
        constexpr std::size_t kHalf = kTitleLetters / 2 - 2;
        return fmt::format("{} – {}", shortenedFront(*first, kHalf), shortenedFront(*last, kHalf));
    }

    int addFold(const NodeRun& run) {
        std::map<std::string_view, std::size_t> ops;
        for (const NodeId id : run.nodes) ++ops[shortOp(m_graph.node(id).op)];
        std::vector<std::pair<std::string_view, std::size_t>> often(ops.begin(), ops.end());
        std::ranges::stable_sort(often, std::greater(), &std::pair<std::string_view, std::size_t>::second);
        std::string words;
        for (std::size_t i = 0; i < often.size() && i < 3; ++i)
            words += fmt::format("{}{}{}", i ? ", " : "", often[i].first, often[i].second > 1 ? fmt::format(" ×{}", often[i].second) : "");
        if (often.size() > 3) words += ", …";
        const std::string count = counted(run.nodes.size(), "operator");
        const std::string modules = modulesOf(run);
        Card card{.kind = "fold", .marked = run.marked, .title = modules.empty() ? count : modules, .tip = {}};
        card.lines.push_back(modules.empty() ? words : fmt::format("{}: {}", run.nodes.size(), words));
        card.tip = run.module.empty() ? count : fmt::format("module {}\n{}", run.module, count);
        for (const auto& [op, times] : often) card.tip += fmt::format("\n{} ×{}", op, times);
        return add(std::move(card), 1);
    }

    void addOutputs() {
        const auto outputs = m_graph.outputs();
        int joint = -1;
        if (folds(outputs.size())) joint = add({.kind = "fold", .title = counted(outputs.size(), "output"), .tip = "outputs of the graph"}, 1);
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            bool any = false;
            forEachValue(outputs[i].value, [&](ValueId) { any = true; });
            if (!any) continue;  // a literal
            const std::string title = outputs.size() == 1 ? "output" : fmt::format("output {}", i);
            const int card = joint >= 0 ? joint : add({.kind = "end", .title = title, .tip = title}, 1);
            forEachValue(outputs[i].value, [&](ValueId value) { reads(value, card); });
        }
    }

    static layout::Box boxOf(const Card& card, int outputs) {
        const auto wide = [](const std::string& text, std::size_t most, float letter) {
            const auto letters = std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
            return static_cast<float>(std::min(static_cast<std::size_t>(letters), most)) * letter;
        };
        float width = wide(card.title, kTitleLetters, kTitleLetter);
        for (const std::string& line : card.lines) width = std::max(width, wide(line, kLineLetters, kLineLetter));
        return {.width = std::max(width + kPadding, kNarrowest), .height = kTitleHeight + kLineHeight * static_cast<float>(card.lines.size()), .outputs = outputs};
    }

    std::string print(const layout::Drawing& drawing) const {
        const layout::Rect& all = drawing.bounds;
        const float width = all.width + 2 * kMargin, height = all.height + 2 * kMargin;
        std::string out = fmt::format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"whittle-graph\" viewBox=\"{:.1f} {:.1f} {:.1f} {:.1f}\" width=\"{:.0f}\" height=\"{:.0f}\" role=\"img\" aria-label=\"{}\">\n",
            all.x - kMargin, all.y - kMargin, width, height, width, height,
            escapeMarkup(fmt::format("graph {} of {}", m_graph.name, counted(m_graph.nodes().size(), "operator"))));
        if (m_options.style == SvgStyle::Own) out += fmt::format("<style>{}</style>\n", svgStyle());
        for (std::size_t i = 0; i < m_edges.size(); ++i) out += line(drawing.route(static_cast<int>(i)));
        for (std::size_t i = 0; i < m_cards.size(); ++i) out += card(m_cards[i], drawing.boxes[i]);
        for (const layout::Stub& stub : drawing.stubs) out += chip(stub);
        return out + "</svg>\n";
    }

    // Vertical pieces joined by curves that leave and arrive vertically, and an arrow head.
    static std::string line(std::span<const layout::Point> route) {
        if (route.size() < 2) return {};
        std::string path = fmt::format("M{:.1f} {:.1f}V{:.1f}", route[0].x, route[0].y, route[1].y);
        for (std::size_t i = 2; i + 1 < route.size(); i += 2) {
            const layout::Point from = route[i - 1], to = route[i];
            const float middle = (from.y + to.y) / 2;
            if (from.x != to.x) path += fmt::format("C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", from.x, middle, to.x, middle, to.x, to.y);
            path += fmt::format("V{:.1f}", route[i + 1].y);
        }
        const layout::Point tip = route.back();
        const float back = tip.y >= route.front().y ? -5.F : 5.F;
        return fmt::format("<path class=\"line\" d=\"{}M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}\"/>\n", path, tip.x - 3.5F, tip.y + back, tip.x, tip.y,
                           tip.x + 3.5F, tip.y + back);
    }

    static std::string card(const Card& card, const layout::Rect& rect) {
        std::string out = fmt::format("<g class=\"{}{}\"><title>{}</title><rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"{}\"/>", card.kind,
                                      card.marked ? " marked" : "", escapeMarkup(card.tip), rect.x, rect.y, rect.width, rect.height, card.kind == "end" ? 13 : 5);
        out += fmt::format("<text class=\"name\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>", rect.centreX(), rect.y + 18,
                           escapeMarkup(shortened(card.title, kTitleLetters)));
        float y = rect.y + 18;
        for (const std::string& line : card.lines)
            out += fmt::format("<text class=\"more\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>", rect.centreX(), y += kLineHeight, escapeMarkup(shortened(line, kLineLetters)));
        return out + "</g>\n";
    }

    // Stands for lines that are not drawn: at a reader it names the producer, at a producer it counts the readers.
    std::string chip(const layout::Stub& stub) const {
        const bool reader = stub.end == layout::Stub::End::Reader;
        const std::string text = reader ? m_cards[static_cast<std::size_t>(stub.others.front())].title : fmt::format("→ {}", counted(stub.others.size(), "reader"));
        return fmt::format("<g class=\"chip\"><rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"4\"/><text class=\"more\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text></g>\n",
                           stub.rect.x, stub.rect.y, stub.rect.width, stub.rect.height, stub.rect.centreX(), stub.rect.y + 12, escapeMarkup(shortened(text, 12)));
    }

    const Graph& m_graph;
    const SvgOptions& m_options;
    std::vector<Card> m_cards;
    std::vector<int> m_outputs;  // by card: ports
    std::vector<layout::Edge> m_edges;
    std::set<std::tuple<int, int, int>> m_drawn;
    std::vector<int> m_cardOf, m_portOf;  // by value id
};

}  // namespace

Result<std::string> printSvg(const Graph& graph, const SvgOptions& options) { return Picture(graph, options).svg(); }

std::string_view svgStyle() {
    return R"css(
.whittle-graph { --card: #ffffff; --border: #b9c0ca; --ink: #1d2129; --muted: #5a626e; --wire: #98a1ad; --end: #e8eef7; --end-border: #8aa2c4; --fold: #eef0f3; --mark: #fdeae3; --mark-border: #c2410c; font-family: system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { .whittle-graph { --card: #272b32; --border: #4a515c; --ink: #e8eaee; --muted: #a5adb9; --wire: #6c7582; --end: #26344a; --end-border: #5a7bab; --fold: #2b2f37; --mark: #4a2618; --mark-border: #fb8b5a; } }
.whittle-graph .line { fill: none; stroke: var(--wire); stroke-width: 1.2; }
.whittle-graph rect { fill: var(--card); stroke: var(--border); }
.whittle-graph .end rect { fill: var(--end); stroke: var(--end-border); }
.whittle-graph .fold rect, .whittle-graph .chip rect { fill: var(--fold); }
.whittle-graph .fold rect { stroke-dasharray: 4 3; }
.whittle-graph .marked rect { fill: var(--mark); stroke: var(--mark-border); stroke-width: 2; }
.whittle-graph text { text-anchor: middle; fill: var(--ink); }
.whittle-graph .name { font-size: 12.5px; font-weight: 600; }
.whittle-graph .more { font-size: 11px; fill: var(--muted); }
)css";
}

}  // namespace whittle

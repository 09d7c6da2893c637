#include "engine/layout/layout.h"

#include <algorithm>
#include <cmath>

#include "engine/layout/parts.h"

namespace whittle::layout {
namespace {

constexpr float kArrowRun = 7;      // the last piece of a line is vertical, for the arrow head
constexpr float kPortSpacing = 11;  // between lines that end at one box

std::size_t at(int index) { return static_cast<std::size_t>(index); }

Result<void> checkInput(const Input& input) {
    for (std::size_t i = 0; i < input.boxes.size(); ++i) {
        const Box& box = input.boxes[i];
        if (!(std::isfinite(box.width) && std::isfinite(box.height) && box.width >= 0 && box.height >= 0))
            return fail(Code::Argument, "layout: box {} has size {} x {}; sizes are finite and not negative", i,
                        box.width, box.height);
    }
    const int count = static_cast<int>(input.boxes.size());
    for (std::size_t i = 0; i < input.edges.size(); ++i) {
        const Edge& edge = input.edges[i];
        if (edge.from < 0 || edge.to < 0 || edge.from >= count || edge.to >= count)
            return fail(Code::Argument, "layout: edge {} joins boxes {} and {}; there are {}", i, edge.from, edge.to,
                        count);
    }
    return {};
}

void measure(Part& part) {
    double low = 0, high = 0;
    for (int v = 0; v < part.layers.vertexCount(); ++v) {
        low = std::min(low, part.layers.x[at(v)] - static_cast<double>(part.layers.left[at(v)]));
        high = std::max(high, part.layers.x[at(v)] + static_cast<double>(part.layers.right[at(v)]));
    }
    part.originX = static_cast<float>(-low);
    part.rect.width = static_cast<float>(high - low);
}

// Turns places into the final picture.
class Writer {
public:
    Writer(const Input& input, const Options& options, const Plan& plan, const Parts& parts, Drawing& out)
        : m_input(input), m_options(options), m_plan(plan), m_parts(parts), m_out(out) {}

    void writeBoxes() {
        for (int box = 0; box < static_cast<int>(m_input.boxes.size()); ++box) {
            const Box& size = m_input.boxes[at(box)];
            const int vertex = m_parts.vertex[at(box)];
            m_out.boxes.push_back({middle(box, vertex) - size.width / 2, top(box, vertex), size.width, size.height});
            m_out.ranks.push_back(part(box).layers.rank[at(vertex)]);
        }
    }

    void placeStubs(std::vector<Stub> stubs) {
        std::vector<int> used[2] = {std::vector<int>(m_input.boxes.size()), std::vector<int>(m_input.boxes.size())};
        for (Stub& stub : stubs) {
            const bool reader = stub.end == Stub::End::Reader;
            const Rect& box = m_out.boxes[at(stub.box)];
            const int row = used[reader ? 1 : 0][at(stub.box)]++;
            stub.rect = {reader ? box.x - 4 - m_options.stubWidth : box.right() + 4,
                         box.y + static_cast<float>(row) * (m_options.stubHeight + 3), m_options.stubWidth,
                         m_options.stubHeight};
        }
        m_out.stubs = std::move(stubs);
    }

    void writeRoutes() {
        const std::vector<float> ports = portPlaces();
        for (int i = 0; i < static_cast<int>(m_input.edges.size()); ++i) {
            m_out.routeStart.push_back(static_cast<int>(m_out.points.size()));
            if (m_parts.tail[at(i)] >= 0) writeRoute(i, ports[at(i)]);
        }
        m_out.routeStart.push_back(static_cast<int>(m_out.points.size()));
    }

private:
    const Part& part(int box) const { return m_parts.parts[at(m_parts.part[at(box)])]; }
    float middle(int box, int vertex) const {
        const Part& own = part(box);
        return own.rect.x + own.originX + static_cast<float>(own.layers.x[at(vertex)]);
    }
    float top(int box, int vertex) const {
        const Part& own = part(box);
        return own.rect.y + own.top[at(own.layers.rank[at(vertex)])];
    }
    float bottom(int box, int vertex) const {
        return top(box, vertex) + part(box).height[at(part(box).layers.rank[at(vertex)])];
    }
    int lowerBox(int edge) const {
        return m_plan.style[at(edge)] == Plan::Style::BackLine ? m_input.edges[at(edge)].from : m_input.edges[at(edge)].to;
    }

    static float portOf(const std::vector<float>& ports, int index) {
        return ports[at(std::clamp(index, 0, static_cast<int>(ports.size()) - 1))];
    }
    static float leavingPort(const Box& box, int output) {
        if (!box.outPorts.empty()) return portOf(box.outPorts, output);
        const int outputs = std::max(1, box.outputs);
        return box.width * static_cast<float>(std::clamp(output, 0, outputs - 1) + 1) / static_cast<float>(outputs + 1);
    }

    // Where each line meets the upper side of its lower box: a straight one in the middle, the others
    // beside it in the order in which they come.
    std::vector<float> portPlaces() const {
        std::vector<std::vector<std::pair<float, int>>> arriving(m_input.boxes.size());
        for (int i = 0; i < static_cast<int>(m_input.edges.size()); ++i)
            if (const int tail = m_parts.tail[at(i)]; tail >= 0)
                arriving[at(lowerBox(i))].emplace_back(middle(lowerBox(i), tail), i);
        std::vector<float> places(m_input.edges.size(), 0);
        for (std::size_t box = 0; box < arriving.size(); ++box) {
            auto& lines = arriving[box];
            if (const std::vector<float>& fixed = m_input.boxes[box].inPorts; !fixed.empty()) {
                for (const auto& [from, edge] : lines)
                    places[at(edge)] = m_out.boxes[box].x + portOf(fixed, m_input.edges[at(edge)].input);
                continue;
            }
            std::sort(lines.begin(), lines.end());
            const float centre = m_out.boxes[box].centreX();
            const auto distinct = [](const auto& a, const auto& b) { return std::abs(a.first - b.first) > 0.5F; };
            int slots = 0, straight = -1;
            std::vector<int> slot;
            for (std::size_t i = 0; i < lines.size(); ++i) {
                if (i > 0 && distinct(lines[i - 1], lines[i])) ++slots;
                slot.push_back(slots);
                if (std::abs(lines[i].first - centre) < 1) straight = slots;
            }
            const float origin = straight >= 0 ? static_cast<float>(straight) : static_cast<float>(slots) / 2;
            const float spacing = std::min(kPortSpacing, m_out.boxes[box].width * 0.8F / static_cast<float>(2 * slots + 1));
            for (std::size_t i = 0; i < lines.size(); ++i)
                places[at(lines[i].second)] = centre + (static_cast<float>(slot[i]) - origin) * spacing;
        }
        return places;
    }

    void writeRoute(int index, float port) {
        const Edge& edge = m_input.edges[at(index)];
        const bool back = m_plan.style[at(index)] == Plan::Style::BackLine;
        const int lower = lowerBox(index);
        const Layers& layers = part(lower).layers;
        m_path.clear();
        const float lowerTop = m_out.boxes[at(lower)].y;
        m_path.push_back({port, lowerTop});
        m_path.push_back({port, lowerTop - kArrowRun});
        int vertex = m_parts.tail[at(index)];
        for (; layers.isJoint(vertex); vertex = layers.above[at(vertex)]) {
            m_path.push_back({middle(lower, vertex), bottom(lower, vertex)});
            m_path.push_back({middle(lower, vertex), top(lower, vertex)});
        }
        const int upper = layers.box[at(vertex)];
        const Rect& box = m_out.boxes[at(upper)];
        const float x = box.x + (back ? box.width / 2 : leavingPort(m_input.boxes[at(upper)], edge.output));
        m_path.push_back({x, bottom(upper, vertex)});
        m_path.push_back({x, box.bottom()});
        if (!back) std::reverse(m_path.begin(), m_path.end());
        m_out.points.insert(m_out.points.end(), m_path.begin(), m_path.end());
    }

    const Input& m_input;
    const Options& m_options;
    const Plan& m_plan;
    const Parts& m_parts;
    Drawing& m_out;
    std::vector<Point> m_path;
};

}  // namespace

Result<std::shared_ptr<const Drawing>> draw(const Input& input, const Options& options, const CancelToken& cancel) {
    WHITTLE_TRY_VOID(checkInput(input));
    WHITTLE_TRY_VOID(cancel.check());
    const Plan plan = assignRanks(input, options);
    std::vector<Stub> stubs = collectStubs(input, plan);
    Parts parts = splitParts(input, plan, stubs, options);

    auto drawing = std::make_shared<Drawing>();
    std::vector<Rect> rects;
    for (Part& part : parts.parts) {
        WHITTLE_TRY_VOID(orderRanks(part.layers, options, cancel));
        WHITTLE_TRY_VOID(placeVertices(part.layers, options, cancel));
        measure(part);
        rects.push_back(part.rect);
        drawing->crossings += part.layers.crossings;
        drawing->ranksTotal = std::max(drawing->ranksTotal, static_cast<int>(part.layers.ranks.size()));
    }
    packRects(rects, options.componentGap, options.aspect);
    for (std::size_t i = 0; i < rects.size(); ++i) {
        parts.parts[i].rect = rects[i];
        drawing->bounds.width = std::max(drawing->bounds.width, rects[i].right());
        drawing->bounds.height = std::max(drawing->bounds.height, rects[i].bottom());
    }
    Writer writer(input, options, plan, parts, *drawing);
    writer.writeBoxes();
    writer.placeStubs(std::move(stubs));
    writer.writeRoutes();
    return std::shared_ptr<const Drawing>(std::move(drawing));
}

}  // namespace whittle::layout

#include "engine/layout/nested.h"

#include <algorithm>
#include <mutex>
#include <queue>
#include <string>
#include <unordered_map>

namespace whittle::layout {
namespace {

// Folding and unfolding at random makes ever new drawings; beyond this the memory is worth more than the time.
constexpr std::size_t kMostMemoBytes = std::size_t(64) << 20;
constexpr int kDeepest = 1000;  // frames are written by recursion

std::size_t at(int index) { return static_cast<std::size_t>(index); }

int indexIn(const std::vector<int>& sorted, int item) {
    return static_cast<int>(std::lower_bound(sorted.begin(), sorted.end(), item) - sorted.begin());
}

template <class T>
void sortUnique(std::vector<T>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

// All that a drawing depends on.
class Key {
public:
    explicit Key(const Input& input) {
        add(input.boxes.size());
        for (const Box& box : input.boxes) {
            add(box.width);
            add(box.height);
            add(box.outputs);
            add(box.pin);
            addAll(box.inPorts);
            addAll(box.outPorts);
        }
        addAll(input.edges);
    }
    std::string take() { return std::move(m_bytes); }

private:
    template <class T>
    void add(const T& item) {
        static_assert(std::is_trivially_copyable_v<T>);
        m_bytes.append(reinterpret_cast<const char*>(&item), sizeof item);
    }
    template <class T>
    void addAll(const std::vector<T>& items) {
        add(items.size());
        for (const T& item : items) add(item);
    }
    std::string m_bytes;
};

}  // namespace

// Drawings by what they depend on. Thread-safe.
class NestedLayout::Memo {
public:
    DrawingRef find(const std::string& key) const {
        const std::lock_guard lock(m_mutex);
        const auto found = m_drawings.find(key);
        return found != m_drawings.end() ? found->second : nullptr;
    }
    void keep(std::string key, DrawingRef drawing) {
        const std::lock_guard lock(m_mutex);
        const std::size_t bytes = key.size() + bytesOf(*drawing);
        if (m_bytes + bytes > kMostMemoBytes) {
            m_drawings.clear();
            m_bytes = 0;
        }
        if (m_drawings.emplace(std::move(key), std::move(drawing)).second) m_bytes += bytes;
    }

private:
    static std::size_t bytesOf(const Drawing& drawing) {
        return drawing.boxes.size() * sizeof(Rect) + (drawing.ranks.size() + drawing.routeStart.size()) * sizeof(int) + drawing.points.size() * sizeof(Point) +
               drawing.stubs.size() * (sizeof(Stub) + 4 * sizeof(int));
    }

    mutable std::mutex m_mutex;
    std::unordered_map<std::string, DrawingRef> m_drawings;
    std::size_t m_bytes = 0;
};

NestedLayout::NestedLayout() : m_memo(std::make_shared<Memo>()) {}

Result<std::shared_ptr<NestedLayout>> NestedLayout::make(Tree tree, const Options& options, const FrameSizes& sizes) {
    for (std::size_t i = 0; i < tree.groups.size(); ++i)
        if (tree.groups[i].parent < -1 || tree.groups[i].parent >= static_cast<int>(i))
            return fail(Code::Argument, "layout: group {} stands in group {}; a group comes after the one that it is in", i, tree.groups[i].parent);
    std::vector<int> depth(tree.groups.size());
    for (std::size_t i = 0; i < depth.size(); ++i) {
        depth[i] = tree.groups[i].parent < 0 ? 1 : depth[at(tree.groups[i].parent)] + 1;
        if (depth[i] > kDeepest) return fail(Code::Argument, "layout: group {} is inside more than {} others", i, kDeepest - 1);
    }
    const int groups = static_cast<int>(tree.groups.size()), boxes = static_cast<int>(tree.boxes.size());
    if (tree.group.size() != tree.boxes.size()) return fail(Code::Argument, "layout: {} boxes, {} of them in groups", boxes, tree.group.size());
    for (std::size_t i = 0; i < tree.group.size(); ++i)
        if (tree.group[i] < -1 || tree.group[i] >= groups)
            return fail(Code::Argument, "layout: box {} stands in group {}; there are {}", i, tree.group[i], groups);
    for (std::size_t i = 0; i < tree.edges.size(); ++i)
        if (const Edge& edge = tree.edges[i]; edge.from < 0 || edge.to < 0 || edge.from >= boxes || edge.to >= boxes)
            return fail(Code::Argument, "layout: edge {} joins boxes {} and {}; there are {}", i, edge.from, edge.to, boxes);
    std::shared_ptr<NestedLayout> nest(new NestedLayout);
    nest->m_tree = std::move(tree);
    nest->m_options = options;
    nest->m_sizes = sizes;
    nest->collectNets(depth);
    return nest;
}

int NestedLayout::parentOf(int item) const {
    const int boxes = static_cast<int>(m_tree.boxes.size());
    return item < boxes ? m_tree.group[at(item)] : m_tree.groups[at(item - boxes)].parent;
}

// Each edge becomes one net in every group that it is in: out of the producer's groups, across the innermost that holds both ends, into
// the reader's.
void NestedLayout::collectNets(const std::vector<int>& depth) {
    m_levels.resize(m_tree.groups.size() + 1);
    m_place.resize(at(itemCount()));
    m_firstBox.assign(at(itemCount()), static_cast<int>(m_tree.boxes.size()));
    const auto depthOf = [&](int group) { return group < 0 ? 0 : depth[at(group)]; };

    for (int box = 0; box < static_cast<int>(m_tree.boxes.size()); ++box)
        for (int item = box, first = box; item >= 0; item = parentOf(item) < 0 ? -1 : itemOf(parentOf(item)))
            m_firstBox[at(item)] = std::min(m_firstBox[at(item)], first);
    for (int item = 0; item < itemCount(); ++item) level(parentOf(item)).items.push_back(item);

    for (const Edge& edge : m_tree.edges)
        if (edge.from != edge.to) m_values.push_back({edge.from, edge.output});
    sortUnique(m_values);
    m_readers.resize(m_values.size());
    for (const Edge& edge : m_tree.edges) {
        if (edge.from == edge.to) continue;
        const int value = static_cast<int>(std::lower_bound(m_values.begin(), m_values.end(), Value{edge.from, edge.output}) - m_values.begin());
        m_readers[at(value)].push_back(edge.to);
        int from = edge.from, to = edge.to;
        const auto leave = [&] {
            const int group = parentOf(from);
            level(group).nets.push_back({value, from, kBorder});
            level(group).leaves.push_back(value);
            from = itemOf(group);
        };
        const auto enter = [&] {
            const int group = parentOf(to);
            level(group).nets.push_back({value, kBorder, to});
            level(group).enters.push_back(value);
            to = itemOf(group);
        };
        while (depthOf(parentOf(from)) > depthOf(parentOf(to))) leave();
        while (depthOf(parentOf(to)) > depthOf(parentOf(from))) enter();
        while (parentOf(from) != parentOf(to)) {
            leave();
            enter();
        }
        level(parentOf(from)).nets.push_back({value, from, to});
    }
    for (std::vector<int>& readers : m_readers) sortUnique(readers);
    for (Level& level : m_levels) {
        sortUnique(level.enters);
        sortUnique(level.leaves);
        sortUnique(level.nets);
        orderItems(level);
    }
}

// Producers before readers; else, and where groups run in circles, in execution order.
void NestedLayout::orderItems(Level& level) {
    std::sort(level.items.begin(), level.items.end(), [&](int a, int b) { return m_firstBox[at(a)] < m_firstBox[at(b)]; });
    for (std::size_t i = 0; i < level.items.size(); ++i) m_place[at(level.items[i])] = static_cast<int>(i);
    std::vector<std::vector<int>> readers(level.items.size());
    std::vector<int> missing(level.items.size(), 0);
    for (const Net& net : level.nets) {
        if (net.from == kBorder || net.to == kBorder) continue;
        readers[at(m_place[at(net.from)])].push_back(m_place[at(net.to)]);
        ++missing[at(m_place[at(net.to)])];
    }
    std::priority_queue<int, std::vector<int>, std::greater<>> ready;
    for (std::size_t i = 0; i < missing.size(); ++i)
        if (missing[i] == 0) ready.push(static_cast<int>(i));
    std::vector<int> order;
    std::vector<bool> done(level.items.size(), false);
    for (std::size_t next = 0; order.size() < level.items.size();) {
        int place;
        if (ready.empty()) {  // a circle: its first goes before what it reads
            while (done[next]) ++next;
            place = static_cast<int>(next);
        } else {
            place = ready.top();
            ready.pop();
            if (done[at(place)]) continue;
        }
        done[at(place)] = true;
        order.push_back(level.items[at(place)]);
        for (const int reader : readers[at(place)])
            if (--missing[at(reader)] == 0) ready.push(reader);
    }
    level.items = std::move(order);
    for (std::size_t i = 0; i < level.items.size(); ++i) m_place[at(level.items[i])] = static_cast<int>(i);
}

// The boxes of a level: a point of the upper border for each value that enters, the items, the points of the lower border.
Input NestedLayout::inputOf(const Level& level, const std::vector<bool>& open, const std::vector<DrawingRef>& drawn) const {
    Input input;
    for (std::size_t i = 0; i < level.enters.size(); ++i) input.boxes.push_back({.pin = Box::Pin::Top});
    const int boxes = static_cast<int>(m_tree.boxes.size());
    for (const int item : level.items) {
        if (item < boxes) {
            input.boxes.push_back(m_tree.boxes[at(item)]);
            continue;
        }
        const int group = item - boxes;
        const Level& own = this->level(group);
        const Group& card = m_tree.groups[at(group)];
        Box box{.width = card.width, .height = card.height, .outputs = static_cast<int>(own.leaves.size())};
        if (open[at(group)]) {
            const Drawing& inside = *drawn[at(group)];
            box.width = std::max(card.width, inside.bounds.width + 2 * m_sizes.padding);
            box.height = roomAbove(own) + inside.bounds.height + roomBelow(own);
            const float left = (box.width - inside.bounds.width) / 2;
            for (std::size_t i = 0; i < own.enters.size(); ++i) box.inPorts.push_back(left + inside.boxes[i].centreX());
            for (std::size_t i = inside.boxes.size() - own.leaves.size(); i < inside.boxes.size(); ++i)
                box.outPorts.push_back(left + inside.boxes[i].centreX());
        }
        input.boxes.push_back(std::move(box));
    }
    for (std::size_t i = 0; i < level.leaves.size(); ++i) input.boxes.push_back({.pin = Box::Pin::Bottom});

    const int first = static_cast<int>(level.enters.size()), last = first + static_cast<int>(level.items.size());
    for (const Net& net : level.nets) {
        Edge edge;
        edge.from = net.from == kBorder ? indexIn(level.enters, net.value) : first + m_place[at(net.from)];
        edge.to = net.to == kBorder ? last + indexIn(level.leaves, net.value) : first + m_place[at(net.to)];
        if (net.from != kBorder)
            edge.output = net.from < boxes ? m_values[at(net.value)].output : indexIn(this->level(net.from - boxes).leaves, net.value);
        if (net.to >= boxes) edge.input = indexIn(this->level(net.to - boxes).enters, net.value);
        input.edges.push_back(edge);
    }
    return input;
}

Result<NestedLayout::DrawingRef> NestedLayout::drawLevel(const Input& input, const CancelToken& cancel) {
    std::string key = Key(input).take();
    if (DrawingRef known = m_memo->find(key)) return known;
    WHITTLE_TRY(DrawingRef drawing, layout::draw(input, m_options, cancel));
    m_memo->keep(std::move(key), drawing);
    return drawing;
}

// Puts the drawings of the levels into one another.
class NestedLayout::Writer {
public:
    Writer(const NestedLayout& nest, const std::vector<bool>& open, const std::vector<DrawingRef>& drawn, NestedDrawing& out)
        : m_nest(nest), m_open(open), m_drawn(drawn), m_out(out) {}

    // `frame`: of the group; its drawing stands in it with its left upper corner at `origin`.
    void write(int group, const Drawing& drawing, const Rect& frame, Point origin) {
        const Level& level = m_nest.level(group);
        const std::size_t first = level.enters.size();
        const int boxes = static_cast<int>(m_nest.m_tree.boxes.size());
        m_out.crossings += drawing.crossings;
        m_out.ranksTotal = std::max(m_out.ranksTotal, drawing.ranksTotal);
        for (std::size_t i = 0; i < level.items.size(); ++i) {
            const int item = level.items[i];
            const Rect rect = moved(drawing.boxes[first + i], origin);
            m_out.boxes[at(item)] = rect;
            m_out.ranks[at(item)] = drawing.ranks[first + i];
            m_out.shown[at(item)] = true;
            if (item < boxes || !m_open[at(item - boxes)]) continue;
            const Drawing& inside = *m_drawn[at(item - boxes)];
            write(item - boxes, inside, rect, {rect.x + (rect.width - inside.bounds.width) / 2, rect.y + m_nest.roomAbove(m_nest.level(item - boxes))});
        }
        for (std::size_t i = 0; i < level.nets.size(); ++i) writeLine(group, level.nets[i], drawing.route(static_cast<int>(i)), frame, origin);
        for (const Stub& stub : drawing.stubs) writeStub(group, stub, origin);
    }

private:
    static Rect moved(const Rect& rect, Point by) { return {rect.x + by.x, rect.y + by.y, rect.width, rect.height}; }

    void writeLine(int group, const Net& net, std::span<const Point> route, const Rect& frame, Point origin) {
        if (route.empty()) return;
        const int boxes = static_cast<int>(m_nest.m_tree.boxes.size());
        m_out.lines.push_back({net.from == kBorder ? m_nest.itemOf(group) : net.from, net.to == kBorder ? m_nest.itemOf(group) : net.to,
                               m_nest.m_values[at(net.value)].output});
        m_out.source.push_back(m_nest.m_values[at(net.value)].box);
        m_out.arrows.push_back(net.to != kBorder && (net.to < boxes || !m_open[at(net.to - boxes)]));
        for (const Point& point : route) m_out.points.push_back({point.x + origin.x, point.y + origin.y});
        if (net.from == kBorder) m_out.points[m_out.points.size() - route.size()].y = frame.y;
        if (net.to == kBorder) m_out.points.back().y = frame.bottom();
        m_out.routeStart.push_back(static_cast<int>(m_out.points.size()));
    }

    bool isInside(int item, int group) const {
        while (item >= 0 && m_nest.parentOf(item) != group) item = m_nest.parentOf(item) < 0 ? -1 : m_nest.itemOf(m_nest.parentOf(item));
        return item >= 0;
    }

    void writeStub(int group, const Stub& stub, Point origin) {
        const Level& level = m_nest.level(group);
        Stub out = stub;
        out.box = level.items[at(stub.box) - level.enters.size()];
        out.rect = moved(stub.rect, origin);
        out.others.clear();
        for (const int edge : stub.edges) {
            const Net& net = level.nets[at(edge)];
            if (stub.end == Stub::End::Reader) out.others.push_back(m_nest.m_values[at(net.value)].box);
            else if (net.to != kBorder) out.others.push_back(net.to);
            else std::ranges::copy_if(m_nest.m_readers[at(net.value)], std::back_inserter(out.others), [&](int box) { return !isInside(box, group); });
        }
        std::sort(out.others.begin(), out.others.end());
        out.others.erase(std::unique(out.others.begin(), out.others.end()), out.others.end());
        out.edges.clear();
        m_out.stubs.push_back(std::move(out));
    }

    const NestedLayout& m_nest;
    const std::vector<bool>& m_open;
    const std::vector<DrawingRef>& m_drawn;
    NestedDrawing& m_out;
};

Result<std::shared_ptr<const NestedDrawing>> NestedLayout::draw(const std::vector<bool>& open, const CancelToken& cancel) {
    if (open.size() != m_tree.groups.size())
        return fail(Code::Argument, "layout: told of {} groups whether they are open; there are {}", open.size(), m_tree.groups.size());
    std::vector<bool> inside(m_tree.groups.size());  // of nothing folded
    for (std::size_t group = 0; group < inside.size(); ++group) {
        const int parent = m_tree.groups[group].parent;
        inside[group] = parent < 0 || (inside[at(parent)] && open[at(parent)]);
    }
    std::vector<DrawingRef> drawn(m_tree.groups.size());
    for (std::size_t group = inside.size(); group-- > 0;)
        if (inside[group] && open[group]) {
            WHITTLE_TRY(drawn[group], drawLevel(inputOf(level(static_cast<int>(group)), open, drawn), cancel));
        }
    WHITTLE_TRY(const DrawingRef outermost, drawLevel(inputOf(level(-1), open, drawn), cancel));

    auto out = std::make_shared<NestedDrawing>();
    out->boxes.resize(at(itemCount()));
    out->ranks.resize(at(itemCount()));
    out->shown.resize(at(itemCount()));
    out->routeStart.push_back(0);
    out->bounds = outermost->bounds;
    Writer(*this, open, drawn, *out).write(-1, *outermost, out->bounds, {});
    return std::shared_ptr<const NestedDrawing>(std::move(out));
}

}  // namespace whittle::layout

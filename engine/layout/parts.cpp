#include "engine/layout/parts.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace whittle::layout {
namespace {

// More chips than this at one end of a box become a single one that lists the others.
constexpr std::size_t kChipsAtBox = 3;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

class UnionFind {
public:
    explicit UnionFind(std::size_t size) : m_parent(size) { std::iota(m_parent.begin(), m_parent.end(), 0); }
    int find(int item) {
        while (m_parent[at(item)] != item) item = m_parent[at(item)] = m_parent[at(m_parent[at(item)])];
        return item;
    }
    void join(int a, int b) {
        const auto [low, high] = std::minmax({find(a), find(b)});
        m_parent[at(high)] = low;
    }

private:
    std::vector<int> m_parent;
};

void addUnique(std::vector<int>& list, int item) {
    if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

// Box and key -> stub; the key tells the chips of one box apart.
std::vector<Stub> groupStubs(std::map<std::pair<int, std::pair<int, int>>, Stub> found) {
    std::vector<Stub> stubs;
    for (auto begin = found.begin(); begin != found.end();) {
        auto end = begin;
        std::size_t count = 0;
        for (; end != found.end() && end->first.first == begin->first.first; ++end) ++count;
        if (count <= kChipsAtBox) {
            for (; begin != end; ++begin) stubs.push_back(std::move(begin->second));
            continue;
        }
        Stub all = std::move(begin->second);
        for (++begin; begin != end; ++begin) {
            for (const int other : begin->second.others) addUnique(all.others, other);
            all.edges.insert(all.edges.end(), begin->second.edges.begin(), begin->second.edges.end());
        }
        std::sort(all.others.begin(), all.others.end());
        std::sort(all.edges.begin(), all.edges.end());
        stubs.push_back(std::move(all));
    }
    return stubs;
}

// Adds one joint a rank between the ends of an edge; edges of one output share their joints.
class JointBuilder {
public:
    JointBuilder(const Input& input, const Plan& plan, const Options& options, Parts& parts)
        : m_input(input), m_plan(plan), m_options(options), m_parts(parts) {}

    void add(int edgeIndex) {
        const Edge& edge = m_input.edges[at(edgeIndex)];
        const bool back = m_plan.style[at(edgeIndex)] == Plan::Style::BackLine;
        const int upper = back ? edge.to : edge.from;
        const int lower = back ? edge.from : edge.to;
        Layers& layers = m_parts.parts[at(m_parts.part[at(upper)])].layers;
        const int lowerVertex = m_parts.vertex[at(lower)];
        // A line upwards never shares with the lines of its own producer.
        const std::pair<int, int> chainKey{upper, back ? -1 - edgeIndex : edge.output};
        if (chainKey != m_chainKey) {
            m_chainKey = chainKey;
            m_chain.assign(1, m_parts.vertex[at(upper)]);
            m_linked.clear();
        }
        const int upperRank = layers.rank[at(m_chain.front())];
        const int span = layers.rank[at(lowerVertex)] - upperRank;
        while (static_cast<int>(m_chain.size()) < span) {
            const int joint = addJoint(layers, m_chain.back(), upperRank + static_cast<int>(m_chain.size()));
            layers.links.push_back({m_chain.back(), joint});
            m_chain.push_back(joint);
        }
        const int tail = m_chain[at(span - 1)];
        m_parts.tail[at(edgeIndex)] = tail;
        if (std::find(m_linked.begin(), m_linked.end(), std::pair(tail, lowerVertex)) != m_linked.end()) return;
        m_linked.emplace_back(tail, lowerVertex);
        layers.links.push_back({tail, lowerVertex});
    }

private:
    int addJoint(Layers& layers, int above, int rank) const {
        layers.box.push_back(-1);
        layers.seed.push_back(layers.seed[at(above)]);
        layers.rank.push_back(rank);
        layers.left.push_back(m_options.lineGap / 4);
        layers.right.push_back(m_options.lineGap / 4);
        layers.above.push_back(above);
        return layers.vertexCount() - 1;
    }

    const Input& m_input;
    const Plan& m_plan;
    const Options& m_options;
    Parts& m_parts;
    std::pair<int, int> m_chainKey{-1, 0};
    std::vector<int> m_chain;                    // by rank below the producer, which is first
    std::vector<std::pair<int, int>> m_linked;
};

void addBoxes(const Input& input, const Plan& plan, const Options& options, std::span<const int> chipsLeft,
              std::span<const int> chipsRight, Parts& out) {
    UnionFind sets(input.boxes.size());
    for (const Edge& edge : input.edges) sets.join(edge.from, edge.to);
    if (std::ranges::any_of(input.boxes, [](const Box& box) { return box.pin != Box::Pin::None; }))
        for (int box = 1; box < static_cast<int>(input.boxes.size()); ++box) sets.join(0, box);
    out.part.assign(input.boxes.size(), -1);
    out.vertex.assign(input.boxes.size(), 0);
    std::vector<int> lowestRank;
    for (int box = 0; box < static_cast<int>(input.boxes.size()); ++box) {
        const int root = sets.find(box);  // the part's first box, so it has been seen before
        if (root == box) {
            out.part[at(box)] = static_cast<int>(out.parts.size());
            out.parts.emplace_back();
            lowestRank.push_back(plan.rank[at(box)]);
        }
        const int part = out.part[at(box)] = out.part[at(root)];
        lowestRank[at(part)] = std::min(lowestRank[at(part)], plan.rank[at(box)]);
        Layers& layers = out.parts[at(part)].layers;
        out.vertex[at(box)] = layers.vertexCount();
        const float half = input.boxes[at(box)].width / 2;
        layers.box.push_back(box);
        layers.seed.push_back(box);
        layers.rank.push_back(plan.rank[at(box)]);
        layers.left.push_back(half + (chipsLeft[at(box)] > 0 ? options.stubWidth + 4 : 0));
        layers.right.push_back(half + (chipsRight[at(box)] > 0 ? options.stubWidth + 4 : 0));
        layers.above.push_back(-1);
    }
    for (std::size_t part = 0; part < out.parts.size(); ++part)
        for (int& rank : out.parts[part].layers.rank) rank -= lowestRank[part];
}

}  // namespace

Adjacency::Adjacency(int vertices, std::span<const Link> links, Side side)
    : m_start(at(vertices) + 1, 0), m_items(links.size()) {
    const auto key = [side](const Link& link) { return at(side == Side::Upper ? link.lower : link.upper); };
    for (const Link& link : links) ++m_start[key(link) + 1];
    for (std::size_t i = 1; i < m_start.size(); ++i) m_start[i] += m_start[i - 1];
    std::vector<int> next(m_start.begin(), m_start.end() - 1);
    for (const Link& link : links) m_items[at(next[key(link)]++)] = side == Side::Upper ? link.upper : link.lower;
}

std::vector<Stub> collectStubs(const Input& input, const Plan& plan) {
    std::map<std::pair<int, std::pair<int, int>>, Stub> producers, readers;
    for (std::size_t i = 0; i < input.edges.size(); ++i) {
        if (plan.style[i] != Plan::Style::Stub) continue;
        const Edge& edge = input.edges[i];
        const int number = static_cast<int>(i);
        const auto note = [&](Stub& stub, Stub::End end, int box, int other) {
            stub.end = end;
            stub.box = box;
            stub.output = edge.output;
            stub.others.push_back(other);
            stub.edges.push_back(number);
        };
        // A pinned box is a place on the border, which has no side for a chip.
        if (input.boxes[at(edge.from)].pin == Box::Pin::None)
            note(producers[{edge.from, {edge.output, 0}}], Stub::End::Producer, edge.from, edge.to);
        if (input.boxes[at(edge.to)].pin == Box::Pin::None)
            note(readers[{edge.to, {edge.from, edge.output}}], Stub::End::Reader, edge.to, edge.from);
    }
    for (auto* stubs : {&producers, &readers})
        for (auto& [key, stub] : *stubs) {
            std::sort(stub.others.begin(), stub.others.end());
            stub.others.erase(std::unique(stub.others.begin(), stub.others.end()), stub.others.end());
        }
    std::vector<Stub> stubs = groupStubs(std::move(producers));
    std::vector<Stub> more = groupStubs(std::move(readers));
    stubs.insert(stubs.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    return stubs;
}

Parts splitParts(const Input& input, const Plan& plan, std::span<const Stub> stubs, const Options& options) {
    Parts out;
    std::vector<int> chipsLeft(input.boxes.size(), 0), chipsRight(input.boxes.size(), 0);
    for (const Stub& stub : stubs) ++(stub.end == Stub::End::Reader ? chipsLeft : chipsRight)[at(stub.box)];
    addBoxes(input, plan, options, chipsLeft, chipsRight, out);

    out.tail.assign(input.edges.size(), -1);
    std::vector<int> drawn;
    for (int i = 0; i < static_cast<int>(input.edges.size()); ++i)
        if (plan.style[at(i)] == Plan::Style::Line || plan.style[at(i)] == Plan::Style::BackLine) drawn.push_back(i);
    const auto key = [&](int i) {
        const Edge& edge = input.edges[at(i)];
        return plan.style[at(i)] == Plan::Style::BackLine ? std::tuple(edge.to, -1 - i, edge.from)
                                                          : std::tuple(edge.from, edge.output, edge.to);
    };
    std::stable_sort(drawn.begin(), drawn.end(), [&](int a, int b) { return key(a) < key(b); });
    JointBuilder joints(input, plan, options, out);
    for (const int edge : drawn) joints.add(edge);

    for (Part& part : out.parts) {
        Layers& layers = part.layers;
        const int highest = *std::max_element(layers.rank.begin(), layers.rank.end());
        layers.ranks.resize(at(highest) + 1);
        part.height.assign(at(highest) + 1, 0);
        for (int vertex = 0; vertex < layers.vertexCount(); ++vertex) {
            const std::size_t rank = at(layers.rank[at(vertex)]);
            layers.ranks[rank].push_back(vertex);
            if (layers.isJoint(vertex)) continue;
            const std::size_t box = at(layers.box[at(vertex)]);
            const float chips = static_cast<float>(std::max(chipsLeft[box], chipsRight[box])) * (options.stubHeight + 3);
            part.height[rank] = std::max({part.height[rank], input.boxes[box].height, chips});
        }
        float y = 0;
        for (const float height : part.height) {
            part.top.push_back(y);
            y += height + options.rankGap;
        }
        part.rect.height = y - options.rankGap;
        layers.uppers = Adjacency(layers.vertexCount(), layers.links, Adjacency::Side::Upper);
        layers.lowers = Adjacency(layers.vertexCount(), layers.links, Adjacency::Side::Lower);
    }
    return out;
}

}  // namespace whittle::layout

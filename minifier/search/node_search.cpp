#include "minifier/search/node_search.h"

#include <algorithm>

namespace whittle {
namespace {

using NodeList = std::vector<NodeId>;

NodeList nodesOf(const Graph& graph) {
    NodeList out;
    for (const Node& node : graph.nodes()) out.push_back(node.id);
    return out;
}

NodeList part(const NodeList& list, std::size_t begin, std::size_t end) {
    return {list.begin() + static_cast<std::ptrdiff_t>(begin), list.begin() + static_cast<std::ptrdiff_t>(end)};
}

// The node, what it reads from and what reads it: enough for a failure that takes two neighbours.
NodeList neighbourhood(const Graph& graph, NodeId centre) {
    const UseMap uses(graph);
    NodeList out{centre};
    const auto add = [&](NodeId id) {
        if (id.valid() && std::ranges::find(out, id) == out.end()) out.push_back(id);
    };
    for (const ValueId id : graph.node(centre).inputs()) add(graph.value(id).producer);
    for (const ValueId id : graph.node(centre).outputs)
        for (const NodeId user : uses.users(id)) add(user);
    return out;
}

// A compiler that says where it failed is nearly always right about it.
Result<void> followHint(Trials& trials) {
    const std::string& name = trials.target().node;
    const auto nodes = trials.best().nodes();
    const auto hinted = std::ranges::find(nodes, name, &Node::name);
    if (name.empty() || hinted == nodes.end()) return {};
    const NodeId id = hinted->id;
    const NodeList around = neighbourhood(trials.best(), id);
    WHITTLE_TRY(const bool alone, trials.attempt("hint", KeepNodes{{id}}));
    if (!alone) WHITTLE_TRY_VOID(trials.attempt("hint", KeepNodes{around}));
    return {};
}

// While either half fails by itself, go on with that half.
Result<void> halve(Trials& trials) {
    for (;;) {
        const NodeList all = nodesOf(trials.best());
        if (all.size() < 2) return {};
        const std::size_t middle = all.size() / 2;
        WHITTLE_TRY(const bool first, trials.attempt("halves", KeepNodes{part(all, 0, middle)}));
        if (first) continue;
        WHITTLE_TRY(const bool second, trials.attempt("halves", KeepNodes{part(all, middle, all.size())}));
        if (!second) return {};
    }
}

// Smallest `k` in (low, high] for which `fails(k)`, given that it does not at `low` and does at `high`.
template <class F>
Result<std::size_t> bisect(std::size_t low, std::size_t high, F&& fails) {
    while (high - low > 1) {
        const std::size_t middle = low + (high - low) / 2;
        WHITTLE_TRY(const bool failed, fails(middle));
        (failed ? high : low) = middle;
    }
    return high;
}

// Neither half fails: the failure needs nodes of both. The last one needed ends the smallest failing
// prefix, the first one needed begins the smallest failing suffix, and each other is found as the end
// of the smallest stretch between them that fails together with those known.
Result<NodeSearch> findEssentials(Trials& trials) {
    constexpr std::string_view kPhase = "essentials";
    constexpr int kPatience = 3;  // rounds that found nothing to leave out before chunks take over

    NodeList all = nodesOf(trials.best());
    std::size_t middle = all.size() / 2;
    WHITTLE_TRY(const std::size_t prefix, bisect(middle, all.size(), [&](std::size_t end) {
                    return trials.attempt(kPhase, KeepNodes{part(all, 0, end)});
                }));
    const NodeId last = all[prefix - 1];
    all = part(all, 0, prefix);
    // Usually the last one is where it fails, and only what feeds it can matter.
    WHITTLE_TRY(const bool cut, trials.attempt(kPhase, CutAfter{last}));
    if (cut) {
        all = nodesOf(trials.best());
        middle = std::min(middle, all.size() - 1);
    }
    if (all.size() < 2) return NodeSearch::Settled;

    // Counted from the end, so that a longer stretch is the larger number, as in the other bisections.
    const std::size_t shortest = cut ? 1 : all.size() - std::min(middle, all.size() - 1);
    WHITTLE_TRY(const std::size_t suffix, bisect(shortest, all.size(), [&](std::size_t length) {
                    return trials.attempt(kPhase, KeepNodes{part(all, all.size() - length, all.size())});
                }));
    NodeList essential{all[all.size() - suffix], last};
    NodeList open = part(all, all.size() - suffix + 1, all.size() - 1);
    int futile = 0;
    while (!open.empty()) {
        WHITTLE_TRY(const bool enough, trials.attempt(kPhase, KeepNodes{essential}));
        if (enough) return NodeSearch::Settled;
        WHITTLE_TRY(const std::size_t stretch, bisect(0, open.size(), [&](std::size_t length) {
                        NodeList nodes = part(open, 0, length);
                        nodes.insert(nodes.end(), essential.begin(), essential.end());
                        return trials.attempt(kPhase, KeepNodes{std::move(nodes)});
                    }));
        futile = stretch == open.size() ? futile + 1 : 0;
        if (futile == kPatience) return NodeSearch::Open;
        essential.push_back(open[stretch - 1]);
        open.resize(stretch - 1);
    }
    return NodeSearch::Settled;
}

}  // namespace

Result<NodeSearch> searchNodes(Trials& trials) {
    WHITTLE_TRY_VOID(followHint(trials));
    WHITTLE_TRY_VOID(halve(trials));
    if (trials.best().nodes().size() < 3) return NodeSearch::Settled;
    return findEssentials(trials);
}

}  // namespace whittle

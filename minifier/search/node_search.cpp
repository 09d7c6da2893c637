#include "minifier/search/node_search.h"

#include <algorithm>
#include <cmath>

#include "minifier/search/lookahead.h"
#include "minifier/search/spread.h"

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

// The nodes, what they read from and what reads them: enough for a failure that takes two neighbours.
NodeList neighbourhood(const Graph& graph, const NodeList& centre) {
    const UseMap uses(graph);
    NodeList out = centre;
    const auto add = [&](NodeId id) {
        if (id.valid() && std::ranges::find(out, id) == out.end()) out.push_back(id);
    };
    for (const NodeId node : centre) {
        for (const ValueId id : graph.node(node).inputs()) add(graph.value(id).producer);
        for (const ValueId id : graph.node(node).outputs)
            for (const NodeId user : uses.users(id)) add(user);
    }
    return out;
}

// A compiler that says where it failed is nearly always right about it. A wrong hint costs these few candidates: each guess by itself,
// and the likeliest with what is next to it.
Result<void> followHint(Trials& trials) {
    constexpr std::size_t kMost = 4;
    WHITTLE_TRY(const std::vector<NodeList> guesses, trials.guessNodes());
    if (guesses.empty()) return {};
    std::vector<Edit> ways;
    for (const NodeList& nodes : {guesses.front(), neighbourhood(trials.best(), guesses.front())}) ways.push_back(KeepNodes{nodes});
    for (const NodeList& nodes : std::span(guesses).subspan(1)) ways.push_back(KeepNodes{nodes});
    ways.resize(std::min(ways.size(), kMost));
    for (std::size_t i = 0; i < ways.size(); ++i) {
        WHITTLE_TRY(const bool enough, trials.attempt("hint", ways[i], likely({ways.begin() + static_cast<std::ptrdiff_t>(i) + 1, ways.end()})));
        if (enough) return {};
    }
    return {};
}

// For the estimate: what a bisection takes, and what the sweep proposes for the few operators that are usually left.
double questions(std::size_t nodes) { return nodes > 1 ? std::ceil(std::log2(static_cast<double>(nodes))) : 0; }
constexpr double kSweep = 10;

// Above this, halves: they are smaller than prefixes, and what a candidate costs grows with its size. Below, prefixes: one question a
// bit, where halves take one or two.
constexpr std::size_t kFewNodes = 80;

// What the halves leave: the nodes of the best graph, of which the first `passingPrefix` do not fail by themselves.
struct Halved {
    std::size_t passingPrefix = 0;
    std::size_t passingSuffix = 0;  ///< begins there; with it neither end fails, so several are needed, one of them before it and one behind the prefix
    bool several = false;
};

// While either end fails by itself, go on with that end. Of all nodes the ends overlap: where several are needed in all the graph, that
// neither end has them says more than it would of halves, and for one needed the overlap is not asked about again.
Result<Halved> halve(Trials& trials) {
    constexpr std::size_t kEnd = 5, kWhole = 8;
    Halved found;
    for (bool isWhole = true;; isWhole = false) {
        const NodeList all = nodesOf(trials.best());
        const std::size_t size = all.size(), low = std::min(found.passingPrefix, size), open = size - low;
        if (open <= kFewNodes) return found;
        trials.expect(1.5 * questions(open / kFewNodes + 1) + questions(kFewNodes) + kSweep);
        const std::size_t end = low + (isWhole ? open * kEnd / kWhole : open / 2), begin = isWhole ? size - end : end;
        const auto prefix = [&](std::size_t to) { return KeepNodes{part(all, 0, to)}; };
        const KeepNodes first = prefix(end), second{part(all, begin, size)};
        WHITTLE_TRY(const bool inFirst, trials.attempt("halves", first, likely({second, prefix(low + (end - low) / 2), prefix(end + (size - end) / 2)})));
        if (inFirst) continue;
        WHITTLE_TRY(const bool inSecond, trials.attempt("halves", second, likely({KeepNodes{part(all, begin, end + (size - end) / 2)}, prefix(end + (size - end) / 2)})));
        if (!inSecond) return Halved{.passingPrefix = end, .passingSuffix = begin, .several = true};
        found.passingPrefix = end - begin;
    }
}

// Smallest `k` in (low, high] for which the graph edited by `edit(k)` fails, given that it does not at `low` and does at `high`. `spread`: where
// it is likely to be among `size`.
template <class F>
Result<std::size_t> bisect(Trials& trials, std::size_t low, std::size_t high, const Spread& spread, std::size_t size, F&& edit) {
    const auto middleOf = [=](std::size_t from, std::size_t to) { return spread.middle(from, to, size); };
    while (high - low > 1) {
        trials.expect(questions(high - low) + kSweep);
        const std::size_t middle = middleOf(low, high);
        WHITTLE_TRY(const bool failed, trials.attempt("essentials", edit(middle), likelyInBisection(low, high, middleOf, edit)));
        (failed ? high : low) = middle;
    }
    return high;
}

// The last node needed ends the smallest failing prefix. Often it is the only one; else the first one needed begins the smallest
// failing suffix, and each other is found as the end of the smallest stretch between them that fails together with those known.
Result<NodeSearch> findEssentials(Trials& trials, const Halved& halved) {
    constexpr std::string_view kPhase = "essentials";
    // Rounds that together left out less than this part of a stretch found next to nothing. When so much can go neither from its end
    // nor from its beginning, chunks take over: on a path of data nearly every node is needed, and each would cost a bisection.
    constexpr std::size_t kFutileRounds = 2, kFutileShare = 8;

    NodeList all = nodesOf(trials.best());
    const bool several = halved.several;
    Spread spread = Spread::several();
    WHITTLE_TRY(const std::size_t prefix, bisect(trials, std::min(halved.passingPrefix, all.size() - 1), all.size(), several ? spread : Spread(), all.size(),
                                                 [all](std::size_t end) { return KeepNodes{part(all, 0, end)}; }));
    const NodeId last = all[prefix - 1];
    spread.found(static_cast<double>(prefix) / static_cast<double>(all.size()));
    all = part(all, 0, prefix);
    if (!several && prefix > 1) {
        WHITTLE_TRY(const bool alone, trials.attempt(kPhase, KeepNodes{{last}}, likely({CutAfter{last}})));
        if (alone) return NodeSearch::Settled;
    }
    // Usually the last one is where it fails, and only what feeds it can matter.
    WHITTLE_TRY(const bool cut, trials.attempt(kPhase, CutAfter{last}));
    if (cut) all = nodesOf(trials.best());
    if (all.size() < 2) return NodeSearch::Settled;

    // Counted from the end, so that a longer stretch is the larger number, as in the other bisections.
    const std::size_t shortest = cut || !several ? 1 : all.size() - std::min(halved.passingSuffix, all.size() - 1);
    WHITTLE_TRY(const std::size_t suffix, bisect(trials, shortest, all.size(), several ? spread : Spread(), all.size(), [all](std::size_t length) {
                    return KeepNodes{part(all, all.size() - length, all.size())};
                }));
    NodeList essential{all[all.size() - suffix], last};
    NodeList open = part(all, all.size() - suffix + 1, all.size() - 1);
    std::size_t rounds = 0, stretchBefore = open.size();
    spread.found(static_cast<double>(suffix) / static_cast<double>(all.size()));
    while (!open.empty()) {
        WHITTLE_TRY(const bool enough, trials.attempt(kPhase, KeepNodes{essential}));
        if (enough) return NodeSearch::Settled;
        const auto edit = [open, essential](std::size_t length) {
            NodeList nodes = part(open, 0, length);
            nodes.insert(nodes.end(), essential.begin(), essential.end());
            return KeepNodes{std::move(nodes)};
        };
        std::size_t most = open.size();
        if (rounds >= kFutileRounds) {
            const std::size_t some = std::max<std::size_t>(1, most / kFutileShare);
            WHITTLE_TRY(const bool lastGo, trials.attempt(kPhase, edit(most - some)));
            if (lastGo) {
                most -= some;
            } else {
                NodeList others = part(open, some, most);
                others.insert(others.end(), essential.begin(), essential.end());
                WHITTLE_TRY(const bool firstGo, trials.attempt(kPhase, KeepNodes{std::move(others)}));
                if (!firstGo) return NodeSearch::Open;
                open.erase(open.begin(), open.begin() + static_cast<std::ptrdiff_t>(some));
                rounds = 0;
                stretchBefore = open.size();
                continue;
            }
        }
        WHITTLE_TRY(const std::size_t stretch, bisect(trials, 0, most, spread, open.size(), edit));
        spread.found(static_cast<double>(stretch) / static_cast<double>(open.size()));
        essential.push_back(open[stretch - 1]);
        open.resize(stretch - 1);
        ++rounds;
        if ((stretchBefore - open.size() - rounds) * kFutileShare >= stretchBefore) {
            rounds = 0;
            stretchBefore = open.size();
        }
    }
    return NodeSearch::Settled;
}

}  // namespace

Result<NodeSearch> searchNodes(Trials& trials) {
    WHITTLE_TRY_VOID(followHint(trials));
    WHITTLE_TRY(const Halved halved, halve(trials));
    if (trials.best().nodes().size() < 3) return NodeSearch::Settled;
    return findEssentials(trials, halved);
}

}  // namespace whittle

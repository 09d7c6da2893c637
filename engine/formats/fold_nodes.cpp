#include "engine/formats/fold_nodes.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace whittle {
namespace {

// "layers.1.attn" and "layers.10.attn" have "layers" in common.
std::string commonModule(const std::string& a, const std::string& b) {
    std::size_t whole = 0, i = 0;
    for (; i < a.size() && i < b.size() && a[i] == b[i]; ++i)
        if (a[i] == '.') whole = i;
    if ((i == a.size() || a[i] == '.') && (i == b.size() || b[i] == '.')) whole = i;
    return a.substr(0, whole);
}

std::size_t depthOf(const std::string& module) {
    return module.empty() ? 0 : 1 + static_cast<std::size_t>(std::ranges::count(module, '.'));
}

// Joins neighbours two at a time: those first that are not beside marked nodes, of these the deepest in a common module, of
// these the smallest.
class Joiner {
public:
    Joiner(std::vector<NodeRun> runs, bool acrossMarked) : m_runs(std::move(runs)), m_acrossMarked(acrossMarked) {
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            m_next.push_back(i + 1);
            m_before.push_back(i);  // of the first itself: there is none
            if (i > 0) m_before[i] = i - 1;
        }
        for (std::size_t i = 0; i + 1 < m_runs.size(); ++i) offer(i);
        m_left = m_runs.size();
    }

    std::vector<NodeRun> downTo(std::size_t most) {
        while (m_left > most && !m_offers.empty()) join(std::get<3>(*m_offers.begin()));
        std::vector<NodeRun> out;
        for (std::size_t i = 0; i < m_runs.size(); i = m_next[i]) out.push_back(std::move(m_runs[i]));
        return out;
    }

private:
    using Offer = std::tuple<bool, std::size_t, std::size_t, std::size_t>;  // near, how far from deep, size, first of the two

    std::optional<Offer> offerOf(std::size_t first) const {
        if (m_next[first] >= m_runs.size()) return std::nullopt;
        const NodeRun &a = m_runs[first], &b = m_runs[m_next[first]];
        if (!m_acrossMarked && (a.marked || b.marked)) return std::nullopt;
        constexpr std::size_t kDeepest = 1000;
        const std::size_t depth = std::min(depthOf(commonModule(a.module, b.module)), kDeepest);
        return Offer{a.near || b.near, kDeepest - depth, a.nodes.size() + b.nodes.size(), first};
    }
    void offer(std::size_t first) {
        if (const auto made = offerOf(first)) m_offers.insert(*made);
    }
    void withdraw(std::size_t first) {
        if (const auto made = offerOf(first)) m_offers.erase(*made);
    }

    void join(std::size_t first) {
        const std::size_t second = m_next[first];
        const bool begins = m_before[first] == first;
        if (!begins) withdraw(m_before[first]);
        withdraw(first);
        withdraw(second);
        NodeRun &a = m_runs[first], &b = m_runs[second];
        a.module = commonModule(a.module, b.module);
        a.marked = a.marked || b.marked;
        a.near = a.near || b.near;
        a.nodes.insert(a.nodes.end(), b.nodes.begin(), b.nodes.end());
        b.nodes = {};
        m_next[first] = m_next[second];
        if (m_next[first] < m_runs.size()) m_before[m_next[first]] = first;
        --m_left;
        if (!begins) offer(m_before[first]);
        offer(first);
    }

    std::vector<NodeRun> m_runs;
    bool m_acrossMarked;
    std::vector<std::size_t> m_next, m_before;
    std::set<Offer> m_offers;
    std::size_t m_left = 0;
};

}  // namespace

std::vector<NodeRun> foldNodes(const Graph& graph, const std::vector<NodeId>& marked, std::size_t most) {
    const std::set<NodeId> special(marked.begin(), marked.end());
    std::set<ValueId> given, wanted;  // by marked nodes
    for (const Node& node : graph.nodes()) {
        if (!special.contains(node.id)) continue;
        given.insert(node.outputs.begin(), node.outputs.end());
        for (const ValueId read : node.inputs()) wanted.insert(read);
    }
    std::vector<NodeRun> runs;
    for (const Node& node : graph.nodes()) {
        const bool near = std::ranges::any_of(node.outputs, [&](ValueId id) { return wanted.contains(id); }) ||
                          std::ranges::any_of(node.inputs(), [&](ValueId id) { return given.contains(id); });
        runs.push_back({.nodes = {node.id}, .module = node.origin->modulePath, .marked = special.contains(node.id), .near = near});
    }
    if (most == 0 || runs.size() <= most) return runs;
    // Each marked node has at most two unmarked runs beside it that cannot be joined.
    const bool acrossMarked = 2 * special.size() + 1 > most;
    return Joiner(std::move(runs), acrossMarked).downTo(most);
}

}  // namespace whittle

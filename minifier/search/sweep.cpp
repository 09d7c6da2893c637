#include "minifier/search/sweep.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "minifier/search/pass_order.h"

namespace whittle {
namespace {

// Below this many proposals, trying them one by one costs less than looking for chunks first.
constexpr std::size_t kWorthChunking = 8;

constexpr std::string_view kRemoveNodes = "remove-nodes";

using Passes = std::vector<std::unique_ptr<ReductionPass>>;

// Lithium's schedule: chunks of half the proposals, a quarter, ... two; what was accepted is not tried
// again, what was refused is tried again only in smaller chunks.
Result<void> tryChunks(Trials& trials, const ReductionPass& pass) {
    std::vector<Edit> edits = pass.propose(trials.best());
    for (std::size_t size = edits.size() / 2; size >= 2; size /= 2) {
        if (edits.size() < kWorthChunking) return {};
        for (std::size_t begin = 0; begin < edits.size();) {
            const std::size_t end = std::min(begin + size, edits.size());
            const Lookahead ahead = [&](std::size_t i) {
                const std::size_t from = std::min(end + i * size, edits.size()), to = std::min(from + size, edits.size());
                return std::vector<Edit>(edits.begin() + static_cast<std::ptrdiff_t>(from), edits.begin() + static_cast<std::ptrdiff_t>(to));
            };
            WHITTLE_TRY(const bool accepted, trials.attempt(pass.name(), std::span(edits).subspan(begin, end - begin), ahead));
            if (accepted)
                edits.erase(edits.begin() + static_cast<std::ptrdiff_t>(begin), edits.begin() + static_cast<std::ptrdiff_t>(end));
            else
                begin = end;
        }
    }
    return {};
}

// What a round asks from a place on while nothing is accepted: the rest of this pass's proposals, then the next passes'.
class RestOfRound {
public:
    RestOfRound(const Graph& graph, const Passes& passes, std::span<const std::size_t> later) : m_graph(graph), m_passes(passes), m_later(later) {}
    std::vector<Edit> at(std::span<const Edit> own, std::size_t i) {
        if (i < own.size()) return {own[i]};
        i -= own.size();
        while (i >= m_found.size() && !m_later.empty()) {
            std::ranges::move(m_passes[m_later.front()]->propose(m_graph), std::back_inserter(m_found));
            m_later = m_later.subspan(1);
        }
        return i < m_found.size() ? std::vector<Edit>{m_found[i]} : std::vector<Edit>{};
    }

private:
    const Graph& m_graph;
    const Passes& m_passes;
    std::span<const std::size_t> m_later;
    std::vector<Edit> m_found;
};

// For the estimate: how much a round proposes. In a large graph to count it would take longer than the estimate is worth.
class RoundSize {
public:
    RoundSize(const Graph& graph, const Passes& passes) {
        constexpr std::size_t kCountable = 1000;
        if (graph.nodes().size() > kCountable) return;
        for (const auto& pass : passes) m_of.push_back(pass->propose(graph).size());
    }
    /// From here on: what is left of a pass, the passes after it, and all of them once more when the graph has changed.
    void tell(Trials& trials, std::size_t left, std::span<const std::size_t> later, bool again) const {
        if (m_of.empty()) return;
        double proposals = static_cast<double>(left);
        for (const std::size_t pass : later) proposals += static_cast<double>(m_of[pass]);
        if (again) proposals += static_cast<double>(std::accumulate(m_of.begin(), m_of.end(), std::size_t{0}));
        trials.expectProposals(proposals);
    }

private:
    std::vector<std::size_t> m_of;  // by pass
};

// One edit at a time; after a success the search goes on at the same place in the new list.
Result<bool> trySingles(Trials& trials, const Passes& passes, std::span<const std::size_t> order, const RoundSize& round, bool again) {
    const ReductionPass& pass = *passes[order.front()];
    bool any = false;
    std::vector<Edit> edits = pass.propose(trials.best());
    for (std::size_t i = 0; i < edits.size();) {
        RestOfRound rest(trials.best(), passes, order.subspan(1));
        const Lookahead ahead = [&](std::size_t k) { return rest.at(std::span(edits).subspan(i + 1), k); };
        round.tell(trials, edits.size() - i, order.subspan(1), again || any);
        WHITTLE_TRY(const bool accepted, trials.attempt(pass.name(), edits[i], ahead));
        any = any || accepted;
        if (accepted)
            edits = pass.propose(trials.best());
        else
            ++i;
    }
    return any;
}

}  // namespace

Result<void> sweep(Trials& trials, NodeSearch nodes) {
    const Passes passes = allEdits();
    // A search that settled on several has asked about them without the one found last, which is an answer as long as no other edit has made
    // another graph of them.
    constexpr std::size_t kSeveral = 3;
    bool searched = nodes == NodeSearch::Settled && trials.best().nodes().size() >= kSeveral;
    if (nodes == NodeSearch::Open)
        for (const auto& pass : passes)
            if (pass->composable() && !pass->refines()) WHITTLE_TRY_VOID(tryChunks(trials, *pass));
    PassOrder worth(passes.size());
    for (bool any = true; any;) {
        any = false;
        WHITTLE_TRY_VOID(trials.recapture());
        const RoundSize round(trials.best(), passes);
        std::vector<std::size_t> order = worth.next();
        if (std::exchange(searched, false))
            std::ranges::stable_partition(order, [&](std::size_t pass) { return passes[pass]->name() == kRemoveNodes; });
        const auto refining = std::ranges::stable_partition(order, [&](std::size_t pass) { return !passes[pass]->refines(); });
        const std::size_t nodesOnly = order.size() - refining.size();
        bool fewer = false;  // then what would be refined may become less still: the next round begins at once
        for (std::size_t i = 0; i < (fewer ? nodesOnly : order.size()); ++i) {
            const GraphSize before = trials.bestSize();
            const int asked = trials.candidates();
            WHITTLE_TRY(const bool helped, trySingles(trials, passes, std::span(order).first(fewer ? nodesOnly : order.size()).subspan(i), round, any));
            worth.learn(order[i], trials.candidates() - asked, before, trials.bestSize());
            any = any || helped;
            fewer = fewer || (helped && i < nodesOnly);
        }
    }
    return {};
}

}  // namespace whittle

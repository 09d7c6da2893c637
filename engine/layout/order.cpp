#include <algorithm>
#include <cstdint>

#include "engine/layout/layers.h"

namespace whittle::layout {
namespace {

using Ranks = std::vector<std::vector<int>>;

void readPositions(const Ranks& ranks, std::vector<int>& position) {
    for (const std::vector<int>& rank : ranks)
        for (std::size_t i = 0; i < rank.size(); ++i) position[static_cast<std::size_t>(rank[i])] = static_cast<int>(i);
}

// Crossings between one rank and the next: inversions of the lower ends when the links are read from
// left to right, counted with a Fenwick tree in O(links log width).
class CrossingCounter {
public:
    std::int64_t count(const Layers& layers, const std::vector<int>& upper, const std::vector<int>& position,
                       std::size_t lowerWidth) {
        if (upper.size() < 2 && lowerWidth < 2) return 0;
        m_tree.assign(lowerWidth + 1, 0);
        std::int64_t crossings = 0;
        int seen = 0;
        for (const int vertex : upper) {
            m_ends.clear();
            for (const int lower : layers.lowers.of(vertex)) m_ends.push_back(position[static_cast<std::size_t>(lower)]);
            std::sort(m_ends.begin(), m_ends.end());
            for (const int end : m_ends) crossings += seen - sumUpTo(end);
            for (const int end : m_ends) add(end);
            seen += static_cast<int>(m_ends.size());
        }
        return crossings;
    }

private:
    int sumUpTo(int index) const {
        int sum = 0;
        for (int i = index + 1; i > 0; i -= i & -i) sum += m_tree[static_cast<std::size_t>(i)];
        return sum;
    }
    void add(int index) {
        for (int i = index + 1; i < static_cast<int>(m_tree.size()); i += i & -i) ++m_tree[static_cast<std::size_t>(i)];
    }
    std::vector<int> m_tree;
    std::vector<int> m_ends;
};

std::int64_t countCrossings(const Layers& layers, const Ranks& ranks, const std::vector<int>& position) {
    CrossingCounter counter;
    std::int64_t sum = 0;
    for (std::size_t r = 0; r + 1 < ranks.size(); ++r)
        sum += counter.count(layers, ranks[r], position, ranks[r + 1].size());
    return sum;
}

// Sorts a rank by the mean position of its neighbours; a vertex without any keeps its place.
void sortRank(std::vector<int>& rank, const Adjacency& neighbours, std::vector<int>& position,
              std::vector<std::pair<double, int>>& keyed) {
    keyed.clear();
    for (const int vertex : rank) {
        const std::span<const int> around = neighbours.of(vertex);
        double sum = 0;
        for (const int other : around) sum += position[static_cast<std::size_t>(other)];
        keyed.emplace_back(around.empty() ? position[static_cast<std::size_t>(vertex)]
                                          : sum / static_cast<double>(around.size()),
                           vertex);
    }
    std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < rank.size(); ++i) {
        rank[i] = keyed[i].second;
        position[static_cast<std::size_t>(rank[i])] = static_cast<int>(i);
    }
}

}  // namespace

Result<void> orderRanks(Layers& layers, const Options& options, const CancelToken& cancel) {
    for (std::vector<int>& rank : layers.ranks)
        std::stable_sort(rank.begin(), rank.end(), [&](int a, int b) {
            return layers.seed[static_cast<std::size_t>(a)] < layers.seed[static_cast<std::size_t>(b)];
        });
    std::vector<int> position(static_cast<std::size_t>(layers.vertexCount()));
    readPositions(layers.ranks, position);

    Ranks current = layers.ranks;
    std::int64_t best = countCrossings(layers, current, position);
    std::vector<std::pair<double, int>> keyed;
    for (int sweep = 0; sweep < options.sweeps && best > 0; ++sweep) {
        const bool down = sweep % 2 == 0;
        for (std::size_t i = 1; i < current.size(); ++i) {
            WHITTLE_TRY_VOID(cancel.check());
            std::vector<int>& rank = down ? current[i] : current[current.size() - 1 - i];
            if (rank.size() > 1) sortRank(rank, down ? layers.uppers : layers.lowers, position, keyed);
        }
        const std::int64_t crossings = countCrossings(layers, current, position);
        if (crossings >= best) continue;
        best = crossings;
        layers.ranks = current;
    }
    layers.crossings = static_cast<int>(std::min<std::int64_t>(best, INT32_MAX));
    return {};
}

}  // namespace whittle::layout

// Horizontal places by isotonic regression: each rank asks for the places nearest to its neighbours
// that keep the order and the gaps, which pool-adjacent-violators solves exactly in linear time. The
// spine weighs so much that it stays put; without it long drawings drift sideways.
#include <algorithm>

#include "engine/layout/layers.h"

namespace whittle::layout {
namespace {

constexpr double kSpineWeight = 1e7;
constexpr double kLineWeight = 8;    // a line through several ranks should be straight
constexpr double kLooseWeight = 0.05;  // nothing to align with on this side

struct Wish {
    double x = 0;
    double weight = 1;
};

class RankPlacer {
public:
    RankPlacer(Layers& layers, const Options& options) : m_layers(layers), m_options(options) {}

    // Least squares under x[i+1] - x[i] >= gap: subtracting the summed gaps leaves "not decreasing".
    void place(const std::vector<int>& rank, std::span<const Wish> wishes) {
        m_blocks.clear();
        double offset = 0;
        for (std::size_t i = 0; i < rank.size(); ++i) {
            if (i > 0) offset += gapBetween(rank[i - 1], rank[i]);
            Block block{wishes[i].weight, wishes[i].weight * (wishes[i].x - offset), 1};
            while (!m_blocks.empty() && m_blocks.back().mean() > block.mean()) {
                block.join(m_blocks.back());
                m_blocks.pop_back();
            }
            m_blocks.push_back(block);
        }
        offset = 0;
        std::size_t i = 0;
        for (const Block& block : m_blocks)
            for (int k = 0; k < block.count; ++k, ++i) {
                if (i > 0) offset += gapBetween(rank[i - 1], rank[i]);
                m_layers.x[static_cast<std::size_t>(rank[i])] = block.mean() + offset;
            }
    }

private:
    struct Block {
        double weight;
        double sum;
        int count;
        double mean() const { return sum / weight; }
        void join(const Block& other) {
            weight += other.weight;
            sum += other.sum;
            count += other.count;
        }
    };

    double gapBetween(int a, int b) const {
        const float gap = m_layers.isJoint(a) && m_layers.isJoint(b) ? m_options.lineGap : m_options.boxGap;
        return static_cast<double>(m_layers.right[static_cast<std::size_t>(a)]) +
               static_cast<double>(m_layers.left[static_cast<std::size_t>(b)]) + static_cast<double>(gap);
    }

    Layers& m_layers;
    const Options& m_options;
    std::vector<Block> m_blocks;
};

// The middle neighbour (of an even number the mean of the two): aligned with one of them, not between all.
Wish wishFor(const Layers& layers, int vertex, const Adjacency& neighbours, std::vector<double>& xs) {
    const std::span<const int> around = neighbours.of(vertex);
    if (around.empty()) return {layers.x[static_cast<std::size_t>(vertex)], kLooseWeight};
    xs.clear();
    bool straight = false;
    for (const int other : around) {
        xs.push_back(layers.x[static_cast<std::size_t>(other)]);
        straight = straight || (layers.isJoint(vertex) && layers.isJoint(other));
    }
    std::sort(xs.begin(), xs.end());
    const std::size_t middle = xs.size() / 2;
    const double x = xs.size() % 2 == 1 ? xs[middle] : (xs[middle - 1] + xs[middle]) / 2;
    return {x, straight ? kLineWeight : 1};
}

// The lowest box and, upwards, the neighbour box that runs last (inputs run first, so the main chain
// rather than an input beside it): one vertex a rank.
void findSpine(Layers& layers) {
    layers.spine.assign(layers.ranks.size(), -1);
    if (layers.ranks.empty()) return;
    const auto earlier = [&](int a, int b) {
        return layers.seed[static_cast<std::size_t>(a)] < layers.seed[static_cast<std::size_t>(b)];
    };
    int vertex = -1;
    for (std::size_t r = layers.ranks.size(); r-- > 0;) {
        if (vertex >= 0) {
            int next = -1;
            for (const int upper : layers.uppers.of(vertex)) {
                const bool better = next < 0 || (layers.isJoint(next) && !layers.isJoint(upper)) ||
                                    (layers.isJoint(next) == layers.isJoint(upper) && earlier(next, upper));
                if (better) next = upper;
            }
            vertex = next;
        }
        if (vertex < 0)  // the lowest rank, or the chain was cut by a stub
            for (const int candidate : layers.ranks[r])
                if (!layers.isJoint(candidate) && (vertex < 0 || earlier(candidate, vertex))) vertex = candidate;
        layers.spine[r] = vertex;
    }
}

}  // namespace

Result<void> placeVertices(Layers& layers, const Options& options, const CancelToken& cancel) {
    layers.x.assign(static_cast<std::size_t>(layers.vertexCount()), 0);
    findSpine(layers);
    RankPlacer placer(layers, options);
    std::vector<Wish> wishes;
    std::vector<double> xs;
    const std::size_t count = layers.ranks.size();
    for (int sweep = 0; sweep < options.sweeps + 1; ++sweep) {
        const bool down = sweep % 2 == 0;
        for (std::size_t i = 0; i < count; ++i) {
            WHITTLE_TRY_VOID(cancel.check());
            const std::size_t r = down ? i : count - 1 - i;
            wishes.clear();
            for (const int vertex : layers.ranks[r])
                wishes.push_back(vertex == layers.spine[r]
                                     ? Wish{0, kSpineWeight}
                                     : wishFor(layers, vertex, down ? layers.uppers : layers.lowers, xs));
            placer.place(layers.ranks[r], wishes);
        }
    }
    for (std::size_t r = 0; r < count; ++r) {  // what the finite weight left over
        if (layers.spine[r] < 0) continue;
        const double shift = layers.x[static_cast<std::size_t>(layers.spine[r])];
        for (const int vertex : layers.ranks[r]) layers.x[static_cast<std::size_t>(vertex)] -= shift;
    }
    return {};
}

}  // namespace whittle::layout

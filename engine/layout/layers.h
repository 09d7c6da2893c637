// What the steps of the layout share: one connected part of the graph, cut into ranks, with a joint
// wherever an edge passes a rank. Steps in order: rank, build, order, place, route.
#pragma once

#include <vector>

#include "engine/layout/layout.h"

namespace whittle::layout {

/// Adjacent ranks only.
struct Link {
    int upper = 0;
    int lower = 0;
};

/// Neighbours of every vertex in two flat arrays.
class Adjacency {
public:
    enum class Side { Upper, Lower };
    Adjacency() = default;
    Adjacency(int vertices, std::span<const Link> links, Side side);
    std::span<const int> of(int vertex) const {
        const auto v = static_cast<std::size_t>(vertex);
        const auto begin = static_cast<std::size_t>(m_start[v]);
        return std::span(m_items).subspan(begin, static_cast<std::size_t>(m_start[v + 1]) - begin);
    }

private:
    std::vector<int> m_start;
    std::vector<int> m_items;
};

/// One connected part. Vertices are boxes and joints.
struct Layers {
    std::vector<int> box;      ///< by vertex: index of the input's box, -1 for a joint
    std::vector<int> seed;     ///< by vertex: execution order, of the producer for a joint
    std::vector<int> rank;     ///< by vertex
    std::vector<float> left;   ///< by vertex: room needed left of its middle
    std::vector<float> right;
    std::vector<int> above;    ///< by vertex: for a joint the vertex its line comes from
    std::vector<Link> links;
    Adjacency uppers;
    Adjacency lowers;
    std::vector<std::vector<int>> ranks;  ///< vertices by rank, left to right
    std::vector<int> spine;               ///< by rank: the vertex of the longest chain, -1 for none
    std::vector<double> x;                ///< by vertex: middle
    int crossings = 0;

    int vertexCount() const { return static_cast<int>(box.size()); }
    bool isJoint(int vertex) const { return box[static_cast<std::size_t>(vertex)] < 0; }
};

/// Which edges are drawn and how: the plan for the whole input.
struct Plan {
    enum class Style : unsigned char { Line, BackLine, Stub, None };
    std::vector<int> rank;     ///< by box
    std::vector<Style> style;  ///< by edge
};

/// Longest path from the sources; sources and what only they feed then move down to their readers, so
/// that an input stands beside its first use. Decides which edges become stubs.
Plan assignRanks(const Input& input, const Options& options);

/// Reduces crossings: execution order first, then barycentre sweeps; keeps the best order seen.
Result<void> orderRanks(Layers& layers, const Options& options, const CancelToken& cancel);

/// Fills `x`: near the neighbours, no overlap, and the spine one straight vertical line at 0.
Result<void> placeVertices(Layers& layers, const Options& options, const CancelToken& cancel);

/// Places rectangles of the given sizes (x and y are answered) without overlap, largest first, into
/// about the wanted aspect ratio.
void packRects(std::span<Rect> rects, float gap, float aspect);

}  // namespace whittle::layout

// Layered drawing of a dataflow graph: boxes in ranks from top to bottom, edges downwards. Plain C++,
// no Qt, so that it runs in any thread and is tested without a screen. Off-the-shelf engines take
// seconds to forever on a thousand nodes once a mask or a shared weight feeds every block; here such
// edges are not drawn through the whole picture but end in named stubs (docs/workbench.md has figures).
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/base/cancel.h"

namespace whittle::layout {

struct Box {
    enum class Pin : unsigned char { None, Top, Bottom };

    float width = 0;
    float height = 0;
    int outputs = 1;  ///< ports along the lower side
    Pin pin = Pin::None;            ///< Top: a source, in the first rank, which only these have; Bottom: a sink, below everything else
    std::vector<float> inPorts;     ///< from the left side, by Edge::input; empty: lines arrive around the middle
    std::vector<float> outPorts;    ///< from the left side, by Edge::output; empty: spread evenly
};

/// From output `output` of one box to port `input` of another.
struct Edge {
    int from = 0;
    int to = 0;
    int output = 0;
    int input = 0;
};

/// Boxes stand in execution order: an edge to an earlier box is a back edge, drawn upwards. With a pinned box, all is one picture:
/// unconnected parts stand side by side instead of being packed.
struct Input {
    std::vector<Box> boxes;
    std::vector<Edge> edges;
};

struct Options {
    float boxGap = 26;     ///< between neighbours in a rank
    float lineGap = 12;    ///< between two lines that pass a rank
    float rankGap = 34;
    float stubWidth = 84;
    float stubHeight = 17;
    float componentGap = 60;
    int farSpan = 48;      ///< an edge over more ranks becomes a pair of stubs
    int hubUsers = 16;     ///< a value with more users is drawn to its first user only
    int sweeps = 4;        ///< of crossing reduction and of alignment
    float aspect = 1.6F;   ///< width to height that unconnected parts are packed into
};

struct Point {
    float x = 0;
    float y = 0;
};

struct Rect {
    float x = 0;  ///< left
    float y = 0;  ///< top
    float width = 0;
    float height = 0;
    float right() const { return x + width; }
    float bottom() const { return y + height; }
    float centreX() const { return x + width / 2; }
};

/// A chip beside a box that stands for edges not drawn: left of the reader, right of the producer.
struct Stub {
    enum class End { Producer, Reader };
    End end = End::Reader;
    int box = 0;            ///< the box it is attached to
    int output = 0;         ///< of the producer
    std::vector<int> others;  ///< boxes at the other end, in execution order
    std::vector<int> edges;   ///< that are not drawn, ascending
    Rect rect;
};

/// Immutable once made.
struct Drawing {
    std::vector<Rect> boxes;  ///< by box
    std::vector<int> ranks;   ///< by box, from 0 in each connected part
    std::vector<Stub> stubs;
    Rect bounds;
    int crossings = 0;
    int ranksTotal = 0;

    /// The line of an edge from producer to reader: points in pairs, each pair a vertical piece, joined
    /// by curves. Empty when the edge is a stub (or leads from a box to itself).
    std::span<const Point> route(int edge) const {
        const auto begin = static_cast<std::size_t>(routeStart[static_cast<std::size_t>(edge)]);
        const auto end = static_cast<std::size_t>(routeStart[static_cast<std::size_t>(edge) + 1]);
        return std::span(points).subspan(begin, end - begin);
    }
    std::vector<Point> points;
    std::vector<int> routeStart;  ///< by edge, one more at the end
};

/// Deterministic: equal input gives an equal drawing.
///
/// Errors: Argument for an edge to a box that is not there or a box of negative or infinite size;
/// Cancelled. Cost: about linear; 20,000 boxes of a transformer take some 20 ms. Thread-safe. Polls
/// `cancel` once a rank and sweep.
Result<std::shared_ptr<const Drawing>> draw(const Input& input, const Options& options = {},
                                            const CancelToken& cancel = {});

}  // namespace whittle::layout

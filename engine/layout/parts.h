// From the plan to connected parts with joints, and the stubs beside boxes.
#pragma once

#include "engine/layout/layers.h"

namespace whittle::layout {

/// One connected part of the input with the places of its ranks.
struct Part {
    Layers layers;
    std::vector<float> top;     ///< by rank
    std::vector<float> height;  ///< by rank
    Rect rect;                  ///< of everything; x and y: where the packing put it
    float originX = 0;          ///< of the spine inside rect
};

struct Parts {
    std::vector<Part> parts;
    std::vector<int> part;    ///< by box
    std::vector<int> vertex;  ///< by box, in its part
    std::vector<int> tail;    ///< by edge: the vertex one rank above the lower end; -1 when not drawn
};

/// Stubs without their rectangles, in the order of their boxes.
std::vector<Stub> collectStubs(const Input& input, const Plan& plan);

/// Room that `stubs` need: the boxes keep their own size.
Parts splitParts(const Input& input, const Plan& plan, std::span<const Stub> stubs, const Options& options);

}  // namespace whittle::layout

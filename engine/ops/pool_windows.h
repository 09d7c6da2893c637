// What pooling and its gradients share: windows that slide over one to three dimensions, and the bins of adaptive
// pooling. Fewer dimensions are pooled as a volume whose leading sides are 1.
#pragma once

#include <algorithm>
#include <array>

#include "engine/ops/op_call.h"
#include "engine/ops/sizes.h"
#include "engine/tensor/tensor.h"

namespace whittle::ops {

struct Slide {
    std::int64_t kernel = 1, stride = 1, pad = 0, dilation = 1;
    bool ceil = false;
};
struct Windows {
    int spatial = 2;
    std::array<Slide, 3> axes;  // depth, height, width; the last `spatial` are in use
    Slide& axis(int i) { return axes[static_cast<std::size_t>(3 - spatial + i)]; }
    const Slide& axis(int i) const { return axes[static_cast<std::size_t>(3 - spatial + i)]; }
};

/// How many dimensions the operator pools, from its schema's "int[2] kernel_size" or "output_size".
int pooledDims(const OpCall& call, std::string_view argument);
/// Errors: Shape "max_pool2d.1" when self has neither spatial + 1 nor spatial + 2 dimensions.
Result<void> checkPoolRank(const OpCall& call, int spatial);
/// Errors: Argument "max_pool2d.2" to ".4" for windows that make no sense.
Result<Windows> windowsOf(const OpCall& call);
/// Sizes of the pooled tensor. Errors: Shape "max_pool2d.5".
Result<SymSizes> pooledSizes(const OpCall& call, const Windows& windows);

/// The pooled dimensions of a tensor, and how many such volumes it holds.
struct Volume {
    Index count;
    std::array<Index, 3> sides;
    Index size() const { return sides[0] * sides[1] * sides[2]; }
};
Volume volumeOf(const Sizes& sizes, int spatial);

struct Span {
    Index from, to;
    Index padded;  // how many positions count when the padding does
};

/// The part of an averaging window that lies inside.
inline Span windowSpan(const Slide& axis, Index at, Index size) {
    const Index start = at * axis.stride - axis.pad, end = std::min(start + axis.kernel, size + axis.pad);
    return {std::max<Index>(start, 0), std::min(end, size), end - start};
}

/// Bins of adaptive pooling overlap when the sizes do not divide.
inline Span adaptiveSpan(Index at, Index in, Index out) { return {at * in / out, ((at + 1) * in + out - 1) / out, 0}; }

/// Calls f(output position in its volume, d, h, w) for every output element of one volume, in order.
template <class F>
void forEachOutput(const Volume& out, F f) {
    Index k = 0;
    for (Index d = 0; d < out.sides[0]; ++d)
        for (Index h = 0; h < out.sides[1]; ++h)
            for (Index w = 0; w < out.sides[2]; ++w) f(k++, std::array{d, h, w});
}

/// Calls f(input position in its volume) for every element of a box.
template <class F>
void forEachInBox(const Volume& in, const std::array<Span, 3>& box, const std::array<Index, 3>& step, F f) {
    for (Index d = box[0].from; d < box[0].to; d += step[0])
        for (Index h = box[1].from; h < box[1].to; h += step[1])
            for (Index w = box[2].from; w < box[2].to; w += step[2]) f((d * in.sides[1] + h) * in.sides[2] + w);
}

}  // namespace whittle::ops

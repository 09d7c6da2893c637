// What the strategies say may come next, as Lookahead wants it: edits of the graph that is the best now.
#pragma once

#include <memory>

#include "minifier/search/trials.h"

namespace whittle {

/// These, in this order.
inline Lookahead likely(std::vector<Edit> edits) {
    return [edits = std::make_shared<const std::vector<Edit>>(std::move(edits))](std::size_t i) {
        return i < edits->size() ? std::vector<Edit>{(*edits)[i]} : std::vector<Edit>{};
    };
}

/// The questions that a bisection of (low, high] may go on with after its first, nearest first; `edit(k)` is the one about `k`, and `middle(low, high)`
/// where it asks.
template <class F, class Middle>
Lookahead likelyInBisection(std::size_t low, std::size_t high, Middle middle, F edit) {
    return [=](std::size_t i) -> std::vector<Edit> {
        // The i-th node below the root of a binary tree in breadth-first order: its number in binary, without the leading one, is
        // the way to it.
        const std::size_t number = i + 2;
        int depth = 0;
        while (number >> (depth + 1)) ++depth;
        if (depth > 8) return {};
        std::size_t from = low, to = high;
        for (int bit = depth - 1; bit >= 0; --bit) {
            if (to - from <= 1) break;
            const std::size_t place = middle(from, to);
            (number >> bit & 1 ? from : to) = place;
        }
        // A way that ends before it gets there asks nothing more; the attempt before it is known, so it costs nothing to name it again.
        return {edit(to - from > 1 ? middle(from, to) : to)};
    };
}

}  // namespace whittle

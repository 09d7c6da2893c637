// The two products of attention in the ways in which they are written: matmul, mm, bmm, baddbmm with what it adds, and einsum whatever the
// order of its dimensions.
#pragma once

#include <optional>
#include <vector>

#include "engine/ir/graph.h"

namespace whittle {

/// Dimensions of a tensor in the order in which a matrix product wants them; empty: they are.
using DimOrder = std::vector<int>;

/// scores = left [..., rows, depth] times right [..., depth, keys].
struct ScoresProduct {
    ValueId left, right;
    DimOrder leftOrder, rightOrder;
    bool isRightTurned = false;  ///< right is [..., keys, depth]
    double scale = 1;
    ValueId added;               ///< to the scaled product; invalid: nothing
};
std::optional<ScoresProduct> scoresProduct(const Graph& graph, const Node& node);

/// result = weights [..., rows, keys] times values [..., keys, columns].
struct ValuesProduct {
    ValueId weights, values;
    DimOrder valuesOrder;
    DimOrder resultOrder;        ///< the result's dimensions among [..., rows, columns]
};
std::optional<ValuesProduct> valuesProduct(const Graph& graph, const Node& node);

}  // namespace whittle

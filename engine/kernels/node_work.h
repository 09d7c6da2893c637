// How much arithmetic the operators take that libraries compute: for estimates of time, and for holding times against what the
// machine can do.
#pragma once

#include <functional>
#include <optional>

#include "engine/ir/graph.h"

namespace whittle {

/// A size as a number. Errors: it is not known.
using SizeOf = std::function<Result<std::int64_t>(const SymInt&)>;

struct NodeWork {
    double flops = 0;             ///< two a multiply-add; 0 where sizes are not known
    ValueId operand;              ///< whose dtype tells what computes them; invalid where the argument is missing
    double m = 0, n = 0;          ///< rows and columns of each product, 0 for what is no plain product
    double keptApart = 0;         ///< elements that stand between its parts when they run one by one: attention's scores
};

/// Of a product, a convolution or attention; nothing for another operator. Causal attention counts half of its products.
std::optional<NodeWork> nodeWork(const Graph& graph, const Node& node, const SizeOf& sizeOf);

}  // namespace whittle

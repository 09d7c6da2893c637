// What to say about an operator that the table lacks: its name, and those that exist and look like it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace whittle {

/// At most five operators, nearest first: other overloads of the same name, then names that differ by few letters
/// or contain each other. Cost: linear in the table. Thread-safe.
std::vector<std::string_view> nearOps(std::string_view op);

/// Unsupported: "operator aten.ad.Tensor is not supported; near it are aten.add.Tensor (pointwise), ...".
std::unexpected<Error> unknownOp(std::string_view op);

}  // namespace whittle

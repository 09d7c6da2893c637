// The operator that stands for a fault planted in our own compiler. It exists only in graphs inside the
// compiler: the reference kernel is the identity, the executable does what `kind` says.
#pragma once

#include <optional>

#include "engine/base/failure.h"
#include "engine/ir/graph.h"

namespace whittle {

inline constexpr std::string_view kFaultOp = "whittle.fault.default";

struct PlantedFault {
    FailureKind kind = FailureKind::CompileError;
    std::string op;    ///< the operator it was planted at, "aten.relu.default"
    std::string node;  ///< the node it was planted at
};
/// What a fault node does; nothing for every other node.
std::optional<PlantedFault> plantedFault(const Node& node);

}  // namespace whittle

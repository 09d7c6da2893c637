// The operator that stands for a fault planted in our own compiler. It exists only in graphs inside the
// compiler: the reference kernel is the identity, the executable does what `kind` says.
#pragma once

#include <optional>
#include <span>

#include "engine/base/failure.h"
#include "engine/ir/graph.h"

namespace whittle {

inline constexpr std::string_view kFaultOp = "whittle.fault.default";

/// What a fault does, in one word.
struct FaultWord {
    std::string_view name;  ///< "crash", "sigfpe", "nan"
    FailureKind kind;       ///< what it is seen as
};
std::span<const FaultWord> faultWords();

/// A word of the table and how often it strikes: "crash", "crash@0.3".
struct FaultText {
    const FaultWord* word = nullptr;
    double rate = 1;  ///< above 0, at most 1: strikes each time
};
/// Nothing for what is no such text.
std::optional<FaultText> parseFault(std::string_view text);

struct PlantedFault {
    FailureKind kind = FailureKind::CompileError;
    std::string_view name;  ///< FaultWord::name
    double rate = 1;        ///< FaultText::rate
    std::string op;    ///< the operator it was planted at, "aten.relu.default"
    std::string node;  ///< the node it was planted at
};
/// What a fault node does; nothing for every other node.
std::optional<PlantedFault> plantedFault(const Node& node);

}  // namespace whittle

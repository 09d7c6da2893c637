// Which operators the fuzzer draws, how often, and why not the others.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/ops/op_def.h"

namespace whittle {

/// Left out, with the reason: a family ("linalg") or operators by name ("aten.empty" is every overload).
struct Undrawn {
    std::string_view what;
    std::string_view reason;
};
std::span<const Undrawn> undrawnOps();

struct DrawnOp {
    const OpDef* op;
    int weight;  ///< lowered operators are what the compiler is made of: drawn most
};
/// Every other operator of the table, in its order. Random and in-place ones never are among them.
std::span<const DrawnOp> drawnOps();
/// Those that `names` name ("gelu", "aten.gelu" or "aten.gelu.default"), all for none. Errors: Argument for a name that
/// is no operator's, or of one that is left out, with the reason.
Result<std::vector<DrawnOp>> drawnOps(std::span<const std::string> names);

}  // namespace whittle

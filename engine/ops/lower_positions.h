// Positions that come from a tensor, in lowerings: checked as the kernels check them, then part of an index.
#pragma once

#include "engine/ops/lower.h"

namespace whittle::ops {

/// How negative positions count.
enum class Negative {
    Refused,
    FromEnd,       ///< checked as they are
    FromEndFirst,  ///< moved into range, then checked: the error names the moved one
};

/// The element as a position in a dimension. The run ends with refuseOutside's error where it is outside.
inline SymInt checkedPosition(const OpCall& call, LoopBuilder& loops, Expr element, const SymInt& size, int dim, Negative negative) {
    Expr at = element.to(DType::I64);
    const Expr extent = loops.position(size);
    const auto moved = [&](Expr x) { return select(x < 0.0, x + extent, x); };
    if (negative == Negative::FromEndFirst) at = moved(at);
    const Expr inside = (negative == Negative::FromEnd ? at >= -extent : at >= 0.0) & (at < extent);
    at = loops.check(inside, at, fmt::format("{}: index {{value}} is out of bounds for dimension {} with size {{size}}", call.op().name, dim), size);
    return loops.indirect(negative == Negative::FromEnd ? moved(at) : at, size);
}

}  // namespace whittle::ops

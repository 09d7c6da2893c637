// The `reduction` argument of losses: what becomes of one loss an element.
#pragma once

#include "engine/ops/compute.h"

namespace whittle::ops {

enum class ReductionMode { None, Mean, Sum };  // in PyTorch's numbering

inline Result<ReductionMode> reductionMode(const OpCall& call) {
    WHITTLE_TRY(const std::int64_t number, call.integer("reduction"));
    if (number < 0 || number > 2)
        return fail(Code::Argument, "{}.1: reduction must be 0 (none), 1 (mean) or 2 (sum), not {}", call.schema().name, number);
    return static_cast<ReductionMode>(number);
}

/// The losses themselves, or their mean or sum as a 0-d f64 tensor. The mean of none is NaN.
inline Tensor reduced(const Tensor& losses, ReductionMode mode) {
    if (mode == ReductionMode::None) return losses;
    const Tensor wide = dense(losses, DType::F64);
    double sum = 0;
    for (Index i = 0; i < wide.numel(); ++i) sum += wide.data<double>()[i];
    return Tensor::scalar(DType::F64, mode == ReductionMode::Mean ? sum / static_cast<double>(wide.numel()) : sum);
}

}  // namespace whittle::ops

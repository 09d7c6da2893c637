// The tensors that a reproducer script of ours writes in its VALUES: what fillExpression prints.
#pragma once

#include "engine/formats/fx_parser.h"
#include "engine/tensor/tensor.h"

namespace whittle::fx {

/// torch.zeros, ones, full, arange, tensor, and rand, randn and randint of a seeded generator; then .scatter(0, ...) and
/// .reshape(...). The numbers drawn are PyTorch's. Errors, each with "line:column: ": Format, Shape, Unsupported, Limit.
Result<Tensor> parseFilled(const Expr& expr);

}  // namespace whittle::fx

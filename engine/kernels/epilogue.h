// The pointwise operators that a library kernel can do to each element of its result before storing it.
#pragma once

#include <optional>

#include "engine/ir/graph.h"

namespace whittle {

struct PostOp {
    enum class Kind { Relu, GeluErf, GeluTanh, Sigmoid, Tanh, Silu, Clip, Linear, Add, Multiply };
    Kind kind = Kind::Relu;
    double alpha = 0, beta = 0;  ///< Clip: to [alpha, beta]; Linear: alpha * x + beta
    ValueId value;               ///< Add, Multiply: the other operand, of the result's sizes and dtype
    Tensor operand;              ///< the same in a run, dense and lying as the result does
};
std::string_view postOpName(PostOp::Kind kind);

/// What `node` does to `through`, one of its operands; nothing where that is none of the above. The caller sees to sizes
/// and dtypes.
std::optional<PostOp> postOpOf(const Node& node, ValueId through);

}  // namespace whittle

// The pointwise operators that a library kernel can do to each element of its result before storing it, or one compiled kernel that does
// them all to a part of it at a time.
#pragma once

#include <optional>
#include <span>

#include "engine/ir/graph.h"

namespace whittle {

class CompiledTail;

struct PostOp {
    enum class Kind { Relu, GeluErf, GeluTanh, Sigmoid, Tanh, Silu, Clip, Linear, Add, Multiply, Compiled };
    Kind kind = Kind::Relu;
    double alpha = 0, beta = 0;  ///< Clip: to [alpha, beta]; Linear: alpha * x + beta
    ValueId value;               ///< Add, Multiply: the other operand, of the result's sizes and dtype
    Tensor operand;              ///< the same in a run, dense and lying as the result does
    const CompiledTail* tail = nullptr;  ///< Compiled, in a run: gets every part of the result, which is stored nowhere else
};
/// Whether one compiled kernel is all of it.
inline bool isCompiled(std::span<const PostOp> epilogue) { return epilogue.size() == 1 && epilogue.front().kind == PostOp::Kind::Compiled; }
std::string_view postOpName(PostOp::Kind kind);

/// What `node` does to `through`, one of its operands; nothing where that is none of the above. The caller sees to sizes
/// and dtypes.
std::optional<PostOp> postOpOf(const Node& node, ValueId through);

}  // namespace whittle

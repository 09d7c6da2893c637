// The call that a program itself gives as an example: what its file holds for its inputs, else tensors of the sizes that it declares.
#pragma once

#include "engine/capture/call_value.h"
#include "engine/ir/graph.h"

namespace whittle {

struct SequencedCall {
    std::vector<CallValue> arguments;
    std::string text;        ///< "x=f32[4,8], k=3"
    std::uint64_t seed = 0;  ///< of the elements that tensors lack
};

/// For what looks at sizes alone: tensors that the file does not hold are zeros, which take no memory.
/// Errors: NotFound for a size or a number that the file gives no example of; Limit; each names the argument.
Result<SequencedCall> exampleCall(const Graph& graph);

}  // namespace whittle

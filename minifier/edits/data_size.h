// How much there is to say about the data of an input, for GraphSize: nothing about zeros, a file about what nobody can
// describe.
#pragma once

#include "engine/ir/graph.h"

namespace whittle {

struct DataSize {
    std::int64_t kind = 0;  ///< 0 zeros, 1 one value, 2 counted up, 3 drawn from a seed, 4 a short list, 5 anything else
    std::int64_t odd = 0;   ///< of kinds 4 and 5: each element other than 0, by how odd it is
};
DataSize dataSize(const Tensor& tensor);

/// Elements of larger tensors are not looked at one by one: not by dataSize, which then counts all of them, nor by a pass.
inline constexpr Index kMostElementsSeen = Index{1} << 16;

}  // namespace whittle

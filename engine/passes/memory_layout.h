// Where things lie in memory, as passes decide it when kernels are chosen: the graph has no word for it, so lowering and the run go by this
// record and decide nothing of the kind by themselves.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "engine/base/ids.h"
#include "engine/loops/index.h"

namespace whittle {

struct MemoryLayout {
    std::unordered_set<NodeId> channelsLast;  ///< nodes whose library leaves its result with the channels innermost
    std::unordered_set<ValueId> packed;       ///< weights of which libraries keep a copy in the order of their kernels
};

/// What the kernel chosen for a node does about memory.
struct KernelHabits {
    std::string name;                            ///< "onednn brgemm:avx512_core"
    MemoryOrder order = MemoryOrder::RowMajor;   ///< in which it computes its result
    std::string_view packs;                      ///< the argument that it reads in an order of its own; empty: none
};

}  // namespace whittle

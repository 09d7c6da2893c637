// Where the stores of a kernel happen: a kernel with several outputs may write some of them in an outer loop, once a row.
#pragma once

#include "engine/loops/kernel.h"

namespace whittle {

/// By store, the level of the placement in which it happens: the innermost loop that its offset or its value needs. The innermost
/// loop of all where there is one store only, or where it writes into what is there.
std::vector<std::size_t> storeLevels(const LoopKernel& kernel, const Placement& placement);

/// Why two steps of the parallel loops may store the same element there, "b1[i1] is one element for every step of i0"; empty: no two do, as far
/// as the offset's constants tell. An Update must only have the loops in its offset: that its places are apart is for the operator to know.
std::string whyShared(const LoopKernel& kernel, const LoopStore& store);

}  // namespace whittle

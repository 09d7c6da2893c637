// How an index moves when one loop variable is replaced by a block of lanes: variable + 0, + 1, ... This decides
// between one vector load, a gather, and one scalar for all lanes.
#pragma once

#include <optional>
#include <set>
#include <string_view>

#include "engine/loops/index.h"

namespace whittle {

/// A block of `count` consecutive values of `variable`, the first a multiple of `count`.
struct LaneBlock {
    std::string_view variable;
    int count = 1;
    const std::set<std::string>* loose = nullptr;  ///< other names whose lanes have nothing to do with each other: positions from memory
};

/// What the index grows by from lane to lane, free of the variable; 0 when all lanes share one index; nothing when the
/// steps differ. A division by a multiple of the block is the same for all lanes when the rest of the dividend is
/// a multiple of the block too: what a reshape leaves behind, mostly.
std::optional<SymInt> laneStride(const SymInt& index, const LaneBlock& lanes);

/// Whether the index without the variable is certainly a multiple of the block.
bool laneAligned(const SymInt& index, const LaneBlock& lanes);

bool mentions(const SymInt& index, std::string_view variable);
/// What the variable is multiplied by in a sum, 0 where it is not there; nothing when it stands inside a division or twice in a product.
std::optional<SymInt> coefficientOf(const SymInt& index, std::string_view variable);
/// Whether the index may differ from lane to lane.
bool moves(const SymInt& index, const LaneBlock& lanes);

/// The largest value the index can take, if that is known when compiling and the index cannot be negative.
std::optional<std::int64_t> largestValue(const SymInt& index, const IndexRanges& ranges);

}  // namespace whittle

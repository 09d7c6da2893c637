// Runs of equal groups that feed one another: the 400 layers of a model are then one group of 400, which can be a card.
#pragma once

#include "engine/layout/path_groups.h"

namespace whittle::layout {

/// Two equal blocks say no more as one card than side by side.
inline constexpr int kFewestRepeats = 3;

/// `groups` with one around each run, PathGroup::blocks of them. A run is kFewestRepeats groups at least that stand in one group, and
/// - whose labels are the same but for a number that counts up by one: the first and the last name say them all;
/// - that hold the same: as many boxes, in this order of equal kinds, of equal paths below the group's, each with the same operands: the same box
///   inside, or something outside;
/// - each of which feeds the next, in the same way: the same boxes of one are the same operands in the next. Whatever else a block reads comes
///   from outside of the run;
/// - nothing of which comes back to it by way of others: between groups, lines still never run in a circle.
///
/// `kinds` by box: of equal ones all is the same that is not an operand, the types of operands too. `edges` say by `input` which operand of the
/// reader they are; of one reader none does twice. Cost: edges times depth.
PathGroups joinRepeats(PathGroups groups, std::span<const std::string> paths, std::span<const int> kinds, std::span<const Edge> edges);

}  // namespace whittle::layout

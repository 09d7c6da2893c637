// How much there is to say about the arguments of nodes, for GraphSize.
#pragma once

#include "engine/ir/schema.h"

namespace whittle {

/// 0 for the default; else more the longer it is to write: 0, 1, powers of two, other integers, fractions by their
/// digits; a list by its elements. `row` is null for an argument that no schema lists. Graphs count 0: their nodes count.
std::int64_t argumentSize(const SchemaArg* row, const Arg& arg);
/// Of all nodes, those of graphs among their arguments included.
std::int64_t argumentsSize(const Graph& graph);

}  // namespace whittle

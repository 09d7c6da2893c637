// Equality of graphs up to names and origins, as a hash: the key of the minifier's cache and the
// fingerprint of a reduced failure.
#pragma once

#include "engine/ir/graph.h"

namespace whittle {

enum class HashData { Include, Ignore };  ///< whether the tensors held by inputs count

/// Depends on operators, arguments, types, input kinds, outputs and their order; not on names, ids,
/// origins or metadata, nor on the order of independent nodes. Dead nodes and unread inputs do not
/// count, while a node without outputs does: it is there for its effect. Floats count bit by bit, and
/// one value read twice differs from two equal values. Symbols count by their ranges and hints. A graph among the
/// arguments counts by its own hash, in which unread inputs do count: operands go to them by position.
/// Cost: one pass over live nodes, plus the bytes of input data unless ignored. Thread-safe.
Hash128 structuralHash(const Graph& graph, HashData data = HashData::Include);

/// Content of a tensor: dtype, sizes and elements in row-major order.
Hash128 contentHash(const Tensor& tensor);

}  // namespace whittle

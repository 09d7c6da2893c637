// Index algebra: SymInt expressions over loop variables, simplified with the knowledge of their ranges.
// This is what lets a reshape disappear into the loads of its consumer.
#pragma once

#include <map>
#include <string>

#include "engine/ir/type.h"

namespace whittle {

/// Extents of loop variables: 0 <= v < extent. Every other symbol is a size and counts as >= 0.
using IndexRanges = std::map<std::string, SymInt, std::less<>>;

/// An equal expression with fewer divisions: with 0 <= i1 < 4, (4*i0 + i1)//4 is i0 and
/// Mod(4*i0 + i1, 4) is i1; 4*(x//4) + Mod(x, 4) is x. Pure.
SymInt simplifyIndex(const SymInt& index, const IndexRanges& ranges);

/// Whether 0 <= index is certain for all values in the ranges. May answer false for what does hold.
bool provablyNonNegative(const SymInt& index, const IndexRanges& ranges);

/// Whether the expression is a sum of `size * loop variable` and sizes: no division and no product of variables.
bool isAffine(const SymInt& index, const IndexRanges& ranges);

/// Strides of a row-major tensor, in elements.
SymSizes rowMajorStrides(const SymSizes& sizes);
/// sum(index * stride), and its inverse.
SymInt flattenIndex(const SymSizes& index, const SymSizes& strides);
SymSizes unflattenIndex(const SymInt& flat, const SymSizes& sizes, const IndexRanges& ranges);
/// The index into a tensor of sizes `to` that has the same row-major position as `index` into `from`. Dimensions
/// that both share pass through; only those that were split or joined cost divisions.
SymSizes reshapeIndex(const SymSizes& index, const SymSizes& from, const SymSizes& to, const IndexRanges& ranges);

}  // namespace whittle

// Index algebra: SymInt expressions over loop variables, simplified with the knowledge of their ranges.
// This is what lets a reshape disappear into the loads of its consumer.
#pragma once

#include <map>
#include <string>

#include "engine/ir/sym_range.h"
#include "engine/ir/type.h"

namespace whittle {

/// Extents of loop variables: 0 <= v < extent. Every other symbol is within what `sizes` has of it, or else a size and counts as >= 0.
struct IndexRanges : std::map<std::string, SymInt, std::less<>> {
    using map::map;
    SymRanges sizes;
};

/// An equal expression with fewer divisions: with 0 <= i1 < 4, (4*i0 + i1)//4 is i0 and
/// Mod(4*i0 + i1, 4) is i1; 4*(x//4) + Mod(x, 4) is x. Pure.
SymInt simplifyIndex(const SymInt& index, const IndexRanges& ranges);

/// Whether 0 <= index is certain for all values in the ranges. May answer false for what does hold.
bool provablyNonNegative(const SymInt& index, const IndexRanges& ranges);

/// Whether the expression is a sum of `size * loop variable` and sizes: no division and no product of variables.
bool isAffine(const SymInt& index, const IndexRanges& ranges);

/// The order of a dense tensor's dimensions in memory. ChannelsLast has dimension 1 innermost, the others in order (NHWC):
/// what convolutions are fastest in.
enum class MemoryOrder : std::uint8_t { RowMajor, ChannelsLast };

/// Strides of a row-major tensor, in elements.
SymSizes rowMajorStrides(const SymSizes& sizes);
/// Dimensions from the outermost in memory to the innermost.
std::vector<std::size_t> dimensionsOf(MemoryOrder order, std::size_t rank);
/// Strides of a dense tensor in that order, in elements.
SymSizes denseStrides(const SymSizes& sizes, MemoryOrder order);
/// sum(index * stride), and its inverse.
SymInt flattenIndex(const SymSizes& index, const SymSizes& strides);
SymSizes unflattenIndex(const SymInt& flat, const SymSizes& sizes, const IndexRanges& ranges);
/// The index into a tensor of sizes `to` that has the same row-major position as `index` into `from`. Dimensions
/// that both share pass through; only those that were split or joined cost divisions.
SymSizes reshapeIndex(const SymSizes& index, const SymSizes& from, const SymSizes& to, const IndexRanges& ranges);

}  // namespace whittle

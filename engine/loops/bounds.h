// What is known of an index or an integer value before anything runs: between which values it lies, and what divides it. Divisions, checks and
// masks that these decide cost nothing.
#pragma once

#include <optional>

#include "engine/loops/expr.h"
#include "engine/loops/index.h"

namespace whittle {

/// Both ends belong to it; free of loop variables.
struct IndexBounds {
    SymInt low, high;
};

/// The smallest interval that we find, or nothing. A loop of no steps has no values, so none outside of it either.
std::optional<IndexBounds> boundsOf(const SymInt& index, const IndexRanges& ranges);

/// Certain for names within what is declared of them, and for all others >= 0. May answer false for what does hold.
bool isNonNegative(const SymInt& size, const SymRanges& declared);

/// No loop variable in it: the same number in every iteration.
bool isInvariant(const SymInt& index, const IndexRanges& ranges);

/// A number > 0 that divides the index, whatever the values of its names; 0 when the index is 0.
std::int64_t divisorOf(const SymInt& index);

/// Of an integer expression, or a bool as 0 and 1.
std::optional<IndexBounds> boundsOf(const ExprPool& pool, ExprId value, const IndexRanges& ranges);
/// Whether a bool is certainly true.
bool alwaysHolds(const ExprPool& pool, ExprId condition, const IndexRanges& ranges);

}  // namespace whittle

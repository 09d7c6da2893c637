// Between which values a symbolic size lies when its symbols lie within ranges: interval arithmetic over exact numbers, open ends included.
#pragma once

#include "engine/ir/sym.h"
#include "engine/ir/sym_condition.h"
#include "engine/ir/sym_range.h"

namespace whittle {

/// A symbol that `ranges` does not name may have any value. Never too small; may be wider than the truth where one symbol stands in
/// several terms. Pure. Cost: one walk.
SymRange intervalOf(const SymInt& size, const SymRanges& ranges);

/// Whether the condition holds, or fails, for every value within the ranges; nothing: it depends.
std::optional<bool> decidedByRanges(const SymCondition& condition, const SymRanges& ranges);

/// Narrows the ranges to the values with which the condition can hold, where it bounds a symbol that stands alone in a term of it
/// (2*s0 + s1 < 10 bounds both). Answers whether anything changed.
bool narrowRanges(const SymCondition& condition, SymRanges& ranges);

/// The same condition with less in it, for sizes within the ranges: factors that both sides have and that are positive go
/// (Eq(s0*s1, 2*s0*s2) is Eq(s1, 2*s2), Eq(Mod(8*s0*s1, 32*s0), 0) is Eq(Mod(s1, 4), 0)), and Eq(s0, 4*(s0//4)) is Eq(Mod(s0, 4), 0).
SymCondition withoutCommonFactors(const SymCondition& condition, const SymRanges& ranges);

}  // namespace whittle

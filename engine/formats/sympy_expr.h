// SymPy's srepr text of a size, "Mul(Integer(2), Symbol('s0', integer=True))", as a SymInt. It is data: nothing
// is evaluated, and what a SymInt cannot say is refused by name.
#pragma once

#include <string>
#include <string_view>

#include "engine/ir/sym.h"

namespace whittle {

/// Errors: Format with the column, Unsupported for a function without a SymInt form, Limit past 64 KiB,
/// 200 levels or 10 000 parts, and for a size that overflows.
Result<SymInt> parseSympy(std::string_view text);

/// The srepr text of an expression: parseSympy(printSympy(e)) == e. Pure.
std::string printSympy(const SymInt& expr);

}  // namespace whittle

// One use of an operator in a line of text, for table tests:
//   "aten.cat.default([f32[2,3], i64[s0,3]], dim=0)"     types; s0 is a symbolic size
//   "aten.mm.default(f32[1,2]{1,2}, f32[2,1])"           with data; without braces the elements are 0, 1, 2, ...
// Other arguments: 3, 2.5, true, none, "text", f16 (a dtype), sym(s0) (a symbolic number), nested lists.
#pragma once

#include <string_view>

#include <QString>

#include "engine/ops/op_call.h"

namespace whittle::test {

/// The inferred output types, "f32[2,4], i64[2]", or the error's first line.
QString opTypes(std::string_view text);

/// The outputs of the reference kernel, "f32[2] 1 2.5; i64[1] 0", or the error's first line.
QString opRun(std::string_view text, Precision precision = Precision::AsGiven);

/// The outputs themselves; random operators draw from a generator of `seed`. The operator's own errors.
Result<std::vector<Datum>> opOutputs(std::string_view text, std::uint64_t seed = 0, Precision precision = Precision::AsGiven);

/// The same, through the operator's decomposition.
QString opDecomposed(std::string_view text, Precision precision = Precision::AsGiven);

}  // namespace whittle::test

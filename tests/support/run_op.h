// Runs one operator without a graph.
#pragma once

#include <string_view>
#include <vector>

#include "engine/ops/kernel_call.h"

namespace whittle::test {

/// A tensor argument: `tensorArg(1)` stands for tensors[1] in runOp and opTypes.
inline Arg tensorArg(int index) { return Arg(ValueId(index)); }

/// Binds `args` (schema names), infers the types and runs the reference kernel, or without one the decomposition. Errors: the operator's own;
/// Random operators draw from a generator of `seed`.
/// NotFound when the table lacks it or it has no kernel.
Result<std::vector<Datum>> runOp(std::string_view op, const std::vector<NamedArg>& args,
                                 const std::vector<Datum>& tensors, Precision precision = Precision::AsGiven,
                                 std::uint64_t seed = 0);

/// Only the type rule, on types that may hold symbols.
Result<Types> opTypes(std::string_view op, const std::vector<NamedArg>& args, const std::vector<Type>& types,
                      Precision precision = Precision::AsGiven);

/// "f32[s0,3]" to a type. Ends the test program on a text that does not parse.
Type typeFrom(std::string_view text);
/// "f32[2], i64[2]" or the error's first line.
std::string typesText(const Result<Types>& types);

}  // namespace whittle::test

// Is a compiled result wrong? Three runs answer: compiled, eager in the graph's own dtypes, and eager in
// float64. A result that differs from eager but is as close to float64 as eager is, is not wrong.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/failure.h"
#include "engine/tensor/compare.h"
#include "engine/tensor/datum.h"

namespace whittle {

struct Judgement {
    std::span<const Datum> compiled;
    std::span<const Datum> eager;
    /// The float64 run, asked for only when compiled and eager differ.
    std::function<Result<std::vector<Datum>>()> reference;
    std::span<const std::string> names = {};  ///< of each output, in words; empty: "output 0"
    std::optional<Tolerance> tolerance;  ///< default: dtypeTolerance of each output, scaled to it
    /// Eager runs with other roundings (RoundingNoise), asked for only when an output is wrong by the rest, and again for others as long
    /// as it is by all so far. Answers none when there are no more.
    std::function<Result<std::vector<std::vector<Datum>>>()> disturbed = {};
};

/// The worst output as a WrongResult failure, or nothing when all agree; `detail` says where in it is worst, and which others are wrong.
/// Another kind, dtype or shape is worse than NaN, that than Inf, and that than a value; among their like it is the one furthest
/// beyond what is allowed. An output is wrong when
///   - it is of another kind, dtype or shape than eager's ("dtype", "shape");
///   - NaN or Inf stand where neither eager nor float64 has them, or are missing where both do ("nan", "inf");
///   - it is out of tolerance against eager and against float64, and its root mean square error against
///     float64 is more than 2 times eager's own (3 times for half precision and small tensors) ("value");
///   - it is integral and equals neither ("value").
/// With disturbed runs, it also has to be further off than they are: its root mean square distance from eager more than
/// 4 times the largest of theirs; integers wrong in more than 4 times as many places; NaN and Inf where no such run has moved any.
/// The signature names the class only, so it stays when nodes are renamed or removed.
/// Errors: those of `reference`.
Result<std::optional<Failure>> judgeOutputs(const Judgement& judgement);

}  // namespace whittle

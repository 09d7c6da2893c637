// What a value of a graph holds at run time: a tensor, a number, a bool, or nothing (None).
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "engine/tensor/tensor.h"

namespace whittle {

using Datum = std::variant<std::monostate, Tensor, std::int64_t, double, bool>;

inline const Tensor* asTensor(const Datum& datum) { return std::get_if<Tensor>(&datum); }
std::string describe(const Datum& datum);  ///< "f32[2,3]", "int 5", "None"

}  // namespace whittle

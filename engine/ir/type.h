// What is known about a value before the program runs.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/ir/sym.h"
#include "engine/tensor/datum.h"

namespace whittle {

using SymSizes = std::vector<SymInt>;

struct Device {
    std::string type = "cpu";  ///< PyTorch's name: cpu, cuda, meta, ...
    int index = -1;            ///< -1: not given
    std::string text() const { return index < 0 ? type : fmt::format("{}:{}", type, index); }
    friend bool operator==(const Device&, const Device&) = default;
};

struct TensorType {
    DType dtype = DType::F32;
    SymSizes sizes;
    /// What the producer of the file saw, empty when row-major. A hint: kernels compute real strides.
    SymSizes strides;
    Device device;

    int rank() const { return static_cast<int>(sizes.size()); }
    SymInt numel() const;
    std::string text() const;  ///< "f32[s0,3]", with "{1,2}" for strides and " cuda:0" when not cpu
    friend bool operator==(const TensorType&, const TensorType&) = default;
};

/// A Python number in the graph. `expr` is what an Int is known to equal (always set for Int).
struct NumberType {
    enum class Kind { Int, Float, Bool };
    Kind kind = Kind::Int;
    SymInt expr;
    std::string text() const;  ///< "int(s0)", "float", "bool"
    friend bool operator==(const NumberType& a, const NumberType& b) {
        return a.kind == b.kind && (a.kind != Kind::Int || a.expr == b.expr);
    }
};

/// monostate: an output that is None.
using Type = std::variant<std::monostate, TensorType, NumberType>;

std::string typeText(const Type& type);
inline const TensorType* asTensorType(const Type& type) { return std::get_if<TensorType>(&type); }
inline const NumberType* asNumberType(const Type& type) { return std::get_if<NumberType>(&type); }

/// Same dtype and sizes (strides and device are hints): what the verifier and the minifier mean by "same type".
bool sameShape(const Type& a, const Type& b);

/// The type of a concrete datum, sizes constant; strides left empty when row-major.
Type typeOf(const Datum& datum);

}  // namespace whittle

// Tensors by what fills them: content that a line of Python says in full, so that a script which holds it needs no data
// file. What is drawn is drawn by PyTorch's own generator (docs/random-numbers.md), from a seed of its own a tensor.
#pragma once

#include <optional>

#include "engine/tensor/tensor.h"

namespace whittle {

/// From the simplest on: what a reduction tries in place of what.
enum class Fill {
    Zeros,
    Ones,
    Full,      ///< one value throughout
    Arange,    ///< 0, 1, 2, ... in row-major order
    Integers,  ///< torch.randint of drawnIntegers
    Uniform,   ///< torch.rand
    Normal,    ///< torch.randn
    Listed,    ///< at most kMostListed elements, or zeros but for so many
    Opaque,    ///< anything else: only a data file tells it
};
std::string_view fillName(Fill how);  ///< "zeros", "random integers"
inline constexpr std::size_t kMostListed = 16;
/// Seeds that are tried to recognise what was drawn: 0 up to this.
inline constexpr std::uint64_t kFillSeeds = 16;

struct TensorFill {
    Fill how = Fill::Opaque;
    std::uint64_t seed = 0;  ///< of what is drawn
    friend bool operator==(const TensorFill&, const TensorFill&) = default;
};

/// What Integers draws of a dtype, `to` left out: negative numbers only where they cannot be meant as indices.
struct DrawnIntegers {
    std::int64_t from, to;
};
DrawnIntegers drawnIntegers(DType dtype);

/// Row-major tensor of that content; nothing where the dtype has none of it (torch.randn of integers, an arange beyond
/// the integers that the dtype counts exactly), nor for Full, Listed and Opaque, which are content and not a rule. Pure.
std::optional<Tensor> filled(const TensorFill& fill, DType dtype, Sizes sizes);

/// The simplest that gives these elements bit by bit. Cost: one pass at most for what is recognised, a glance at the first
/// elements for most of the rest. Thread-safe.
TensorFill describeFill(const Tensor& tensor);

/// Row-major positions of the elements that are not +0, the first `most` of them.
std::vector<Index> nonZeroPositions(const Tensor& tensor, std::size_t most);

/// `torch.zeros((2, 3), dtype=torch.float32)`: one expression that gives the elements, row-major, if `fill` is what
/// describeFill says and not Opaque. fx_filled.h reads it.
std::string fillExpression(const TensorFill& fill, const Tensor& tensor);

}  // namespace whittle

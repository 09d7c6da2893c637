// The inputs of a program as sizes are said of them: each tensor and scalar of an example call, with what the user says about it.
#pragma once

#include <span>

#include "engine/capture/dim_spec.h"
#include "engine/capture/source.h"

namespace whittle {

struct DimInput {
    std::string path;            ///< "*args[1]['y']", as PyTorch's run-time checks name it
    Source source;               ///< "L['d']['y']"
    CallValue example;
    std::vector<DimSpec> dims;   ///< one a dimension of a tensor

    /// "d['y']".
    std::string nameFrom(std::span<const std::string> parameters) const;
    std::string sizePath(std::size_t dim) const { return fmt::format("{}.shape[{}]", path, dim); }
    std::string sizeText(std::size_t dim) const { return source.size(static_cast<int>(dim)); }
};

/// In the order of the arguments. What nothing is said about is static.
/// Errors, in PyTorch's words: those of saidInputs and checkSaid.
Result<std::vector<DimInput>> dimInputs(std::span<const std::string> parameters, std::span<const CallValue> example, const ShapeSpec& spec);
/// What is said of which input, whatever the example's sizes are. Errors: Argument for names that the program has not, dimensions said of no tensor.
Result<std::vector<DimInput>> saidInputs(std::span<const std::string> parameters, std::span<const CallValue> example, const ShapeSpec& spec);
/// Errors: Argument for fixed sizes and forms that the example has not, one name with two ranges or two sizes.
Result<void> checkSaid(std::span<const DimInput> inputs);

/// The other way round: what is said of each input, written out.
ShapeSpec shapeSpecOf(std::span<const std::string> parameters, std::span<const DimInput> inputs);

/// The value of a name in the example; nothing when it stands nowhere, or nowhere by an integer.
std::optional<std::int64_t> exampleOf(std::span<const DimInput> inputs, std::string_view name);

}  // namespace whittle

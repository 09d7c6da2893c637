// Case files: safetensors with the tensors of one call, in.0, in.1, ... and what it gave.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/ir/graph.h"

namespace whittle {

using CaseTensors = std::map<std::string, Tensor>;

/// Tensors of a safetensors file. In the file of an archive with several programs "encode.out.0" is out.0 of `model`.
Result<CaseTensors> readCase(const std::string& path, const std::string& model);

/// Whether `key` belongs to a call (in.<i>, out.<i>, ref64.<i>, mut.<name>); any other is a weight's qualified name, "out.weight" too.
bool isOfTheCall(std::string_view key);

/// in.<i> is the i-th argument of the call, flattened; arguments that are constants of the program are not in the file.
/// None at all is allowed for a file of expected outputs: then the graph's own inputs are used, and the answer is empty.
/// Errors: NotFound, Argument and Shape name the file and the tensor.
enum class MayLackInputs { No, Yes };
Result<std::vector<Datum>> caseInputs(const Graph& graph, const CaseTensors& tensors, const std::string& path, MayLackInputs lack);

}  // namespace whittle

// The case files of `whittle run`: inputs of a call, and the state that one call hands to the next.
#pragma once

#include "app/cli/run_check.h"

namespace whittle::cli {

/// Tensors of a safetensors file. In the file of an archive with several programs "encode.out.0" is out.0 of `model`.
Result<CaseTensors> readCase(const std::string& path, const std::string& model);

/// in.<i> is the i-th argument of the call, flattened; arguments that are constants of the program are not in the file.
/// None at all is allowed for a file of expected outputs: then the graph's own inputs are used, and the answer is empty.
/// Errors: NotFound, Argument and Shape name the file and the tensor.
enum class MayLackInputs { No, Yes };
Result<std::vector<Datum>> caseInputs(const Graph& graph, const CaseTensors& tensors, const std::string& path, MayLackInputs lack);

/// Buffers by name from `path`, a safetensors file or another program: the state to start from. Answers how many
/// were taken over. Errors: NotFound when it holds none of the graph's buffers; Shape when one does not fit.
Result<int> takeState(Graph& graph, const std::string& path);

/// Mutated buffers become the graph's own, so that the next call starts from them. Answers whether there were any.
bool carryState(Graph& graph, std::span<const Datum> outputs);

}  // namespace whittle::cli

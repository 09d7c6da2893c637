// Single-operator cases recorded from PyTorch: a JSON file of operators, arguments and what came out (or the
// text of the refusal), beside a safetensors file with the tensors. Written by tests/torch/record_opcases.py.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/ops/kernel_call.h"
#include "engine/tensor/compare.h"

namespace whittle::test {

/// One recorded result. Sizes of 1 have strides too, but those mean nothing and are not compared.
struct RecordedOutput {
    Tensor tensor;  ///< row-major
    Sizes strides;  ///< as PyTorch laid it out
};

struct OpCase {
    std::string id;
    std::string op;  ///< "aten.add.Tensor"
    std::vector<NamedArg> args;  ///< by the schema of `op`, or of its functional form
    std::vector<Datum> tensors;  ///< the inputs, with the strides that PyTorch saw; ValueId i is tensors[i]
    std::vector<RecordedOutput> outputs;
    /// What PyTorch gives with everything floating in float64, where that differs by more than rounding.
    std::vector<Tensor> outputs64;
    bool fails = false;  ///< PyTorch refused it
    std::string error;   ///< with this text
    std::string note;
    Tolerance tolerance;
    std::string unreadable;  ///< why the case cannot be posed here: no such operator, no such dtype
};

/// `path` names the JSON file; its "tensors" entry, or else its own stem, names the safetensors file beside it.
/// Errors: Io, Format.
Result<std::vector<OpCase>> readOpCases(const std::filesystem::path& path);

}  // namespace whittle::test

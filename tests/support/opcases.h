// The single-operator cases recorded from PyTorch in tests/golden/ops: operator, arguments, inputs, and the
// outputs or the fact of an error. Reads them and judges our kernels by them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/ops/kernel_call.h"
#include "engine/tensor/compare.h"

namespace whittle::test {

struct OpCase {
    int id = 0;
    std::string op;  ///< "aten.add.Tensor"
    std::vector<NamedArg> args;
    std::vector<Datum> tensors;  ///< the inputs, with the strides that PyTorch saw; ValueId i is tensors[i]
    std::vector<Tensor> outputs;
    bool fails = false;  ///< PyTorch refused it
    std::string error;   ///< with this text
    std::string note;
    Tolerance tolerance;
};

/// What became of one case.
struct OpVerdict {
    enum class Kind { Passed, Absent, Failed };
    Kind kind = Kind::Passed;
    std::string reason;  ///< of a failure
};

struct OpCases {
    std::vector<OpCase> cases;       ///< of operators in our table, bound to its schemas
    std::vector<std::string> absent; ///< operators that our table lacks, in order, each once
};

/// Reads opcases.json and opcases.safetensors in `folder`. Cases with complex tensors count as absent.
/// Errors: Io, Format.
Result<OpCases> readOpCases(const std::filesystem::path& folder);

/// Runs the reference kernel and compares dtype, sizes and values, or the fact of an error.
OpVerdict judge(const OpCase& opCase);

}  // namespace whittle::test

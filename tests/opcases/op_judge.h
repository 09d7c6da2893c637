// Whether our way to run an operator agrees with what PyTorch recorded.
#pragma once

#include <optional>
#include <string_view>

#include "engine/ir/graph.h"
#include "tests/opcases/op_case_file.h"

namespace whittle::test {

enum class OpMode {
    Eager,      ///< the interpreter in the dtypes given: dtype, sizes, strides and values
    Compiled,   ///< a graph of one node, compiled: the same
    Reference,  ///< the interpreter in float64: sizes and values
};
std::optional<OpMode> parseOpMode(std::string_view name);  ///< "eager", "compiled", "reference"

/// A graph of one node whose inputs carry the case's data and strides. Errors: the operator's own refusal.
Result<Graph> oneNodeGraph(const OpCase& one);

/// Whether the case's operator says how it compiles to loops, and whether this case does: then `judge` compares machine code.
bool hasLowering(const OpCase& one);
bool runsOnLoops(const OpCase& one);

/// Empty when we agree, else the reason in one line. A refusal agrees with a recorded error unless ours is a
/// fault of the program (Internal, Verify, Compile) or a gap (Unsupported) that PyTorch does not have too.
std::string judge(const OpCase& one, OpMode mode);

}  // namespace whittle::test

// What `str(exported_program)` says below the graph: which inputs are weights, and of what name, and which outputs are written back. The
// text that we print ends with the same lines, as comments, so that it stays Python.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/formats/print_python.h"

namespace whittle::fx {

struct Signature {
    struct Input {
        InputKind kind = InputKind::User;
        std::string target;
        bool persistent = true;
    };
    struct Output {
        OutputKind kind = OutputKind::User;
        std::string target;
    };
    std::map<std::string, Input, std::less<>> inputs;  ///< by name
    std::vector<Output> outputs;                       ///< in the order of what forward returns
};

/// The signature in `text`, in PyTorch's form of 2.6 (the repr of an ExportGraphSignature) or of later versions (a line for each), or
/// nothing when there is none. Kinds that no graph of ours has are those of the user. Errors: Format with the line.
Result<std::optional<Signature>> readSignature(std::string_view text);

/// Comment lines; empty when all inputs and outputs are the user's.
std::string signatureText(const Graph& graph, const py::Names& names);

}  // namespace whittle::fx

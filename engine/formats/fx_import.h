// From the syntax of an FX `forward` to a Graph: names become values, torch.ops calls become nodes, `# File:`
// comments become origins; nested classes become the graphs that higher-order operators run.
// Calls above the ATen level (torch functions, methods, Python operators on tensors), as Dynamo's own graphs have them, become nodes
// that load and do not run, named "torch.relu", "torch.Tensor.view", "torch.Tensor.__add__", where an annotation says what they give; others are
// refused with the place and the construct, since nothing here lowers them.
#pragma once

#include <map>

#include "engine/formats/fx_given.h"
#include "engine/formats/fx_parser.h"
#include "engine/formats/fx_signature.h"
#include "engine/ir/graph.h"

namespace whittle::fx {

/// What load_args or __init__ says about an input.
struct InputSpec {
    Type type;
    Datum data;
    InputKind kind = InputKind::User;
    std::string target;
    bool persistent = true;  ///< of a buffer
};

struct ForwardSource {
    const Function& forward;
    const Class* module = nullptr;         ///< null for a bare function
    const Tokens& tokens;                  ///< of the whole file
    std::span<const InputSpec> inputs;     ///< by position, from load_args; empty: the annotations say the types
    std::map<std::string, InputSpec> attributes;  ///< "fc1.weight", from __init__
    const GivenTensors* given = nullptr;   ///< tell the types of what nothing else does
    const Signature* signature = nullptr;  ///< what inputs and outputs are, where the text says it
    int depth = 0;                         ///< graphs around this one
};

struct Imported {
    Graph graph;
    std::vector<std::string> notes;
};

/// Errors, all with "line:column: ": Format, Unsupported, Type for an input whose type nothing tells, and the
/// operators' own. The result keeps verifyStructure's rules.
Result<Imported> importForward(const ForwardSource& source);

}  // namespace whittle::fx

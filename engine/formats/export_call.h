// How a program is called: the user inputs in order, the constants among them, and the pytree that PyTorch packs
// them in. Read from the graph's metadata, which the readers filled; made up where an edit made that stale.
#pragma once

#include <string>
#include <vector>

#include "engine/formats/json.h"
#include "engine/formats/torch_file_write.h"
#include "engine/ir/graph.h"

namespace whittle {

/// One leaf of the call.
struct CallLeaf {
    ValueId input;     ///< a user input of the graph; invalid: a constant of the program
    std::string name;  ///< of the constant's argument
    std::string value; ///< of the constant, as JSON of the schema: {"as_float": 2.5}
};

struct ProgramCall {
    std::vector<CallLeaf> leaves;
    std::string inSpec, outSpec;  ///< JSON text as in the schema
    std::string argNames;         ///< JSON list, or empty
};

// Keys of a graph's metadata for what a program has and a graph has not; the reader fills them.
inline constexpr const char* kCallLeaves = "call_leaves";             ///< JSON list: the leaves, null for a graph input
inline const std::string kConstantInput = "constant_input.";          ///< + argument: a constant's value, to be shown
inline const std::string kOutputRole = "output_role.";                ///< + value: "loss_output", "gradient_to_parameter NAME"
inline const std::string kExtraFile = "extra_file.";                  ///< + name: a text that the archive carries

ProgramCall programCall(const Graph& graph);

/// (args, kwargs) in the structure of the call, from the inputs' data. An input without data makes the answer None:
/// then the program has no example call. Unknown containers become tuples.
TorchValue exampleCall(const Graph& graph, const ProgramCall& call);

}  // namespace whittle

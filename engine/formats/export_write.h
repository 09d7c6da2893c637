// A graph as the JSON of an exported program, the counterpart of export_json.h: what importExport reads back is equal.
#pragma once

#include <string>

#include "engine/formats/export_call.h"

namespace whittle {

/// Which PyTorch shall read it. Its 2.6 refuses every key that 8.2 lacks; newer ones read both.
enum class ExportSchema { V8_2, V8_20 };

/// Errors: Unsupported for what the schema cannot say, with the node.
Result<std::string> printExport(const Graph& graph, const ProgramCall& call, ExportSchema schema);

/// Whether a weight lies in the state dict (parameters, persistent buffers) or among the constants.
bool inStateDict(const GraphInput& input);

}  // namespace whittle

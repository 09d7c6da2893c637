// Where a node of an exported program comes from: the module path, the source line and the Python traceback
// that PyTorch keeps as text in the node's metadata.
#pragma once

#include <string_view>

#include "engine/formats/json.h"
#include "engine/ir/graph.h"

namespace whittle {

/// From a node's "metadata" object; unknown keys and odd text are ignored, since nothing depends on them. Pure.
Origin exportOrigin(const Json& metadata);

/// The innermost frame of a Python traceback that lies outside PyTorch (else the innermost) goes to
/// file, line, function and code.
void readStackTrace(std::string_view trace, Origin& origin);

}  // namespace whittle

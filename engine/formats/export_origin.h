// Where a node of an exported program comes from: the module path, the source line and the Python traceback
// that PyTorch keeps as text in the node's metadata.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/formats/json.h"
#include "engine/ir/graph.h"

namespace whittle {

/// From a node's "metadata" object; unknown keys and odd text are ignored, since nothing depends on them. Pure.
Origin exportOrigin(const Json& metadata);

/// The way back: the metadata of a node from its origin. What PyTorch has no key for (a node name that its results
/// do not imply, the nodes a pass merged) goes to the key "whittle", which PyTorch ignores and exportOrigin reads.
std::map<std::string, std::string> originMetadata(const Origin& origin, const std::string& nodeName);
/// The node name that "whittle" holds, or nothing.
std::optional<std::string> keptNodeName(const Json& metadata);

/// The innermost frame of a Python traceback that lies outside PyTorch (else the innermost) goes to
/// file, line, function and code.
void readStackTrace(std::string_view trace, Origin& origin);

/// "aten.cat.default" of the target "torch.ops.aten.cat.default".
std::string exportOperator(std::string_view target);
/// The name of a node's JSON, empty when it has none.
std::string exportNodeName(const Json& json);
/// "node 'cat_7' (aten.cat.default, net.py:17)" from whatever the JSON has of it.
std::string describeExportNode(const Json& json);

}  // namespace whittle

// `.wtl` files: the text form plus, beside it, `<name>.safetensors` with the tensors that inputs hold.
#pragma once

#include <filesystem>

#include "engine/ir/graph.h"

namespace whittle {

/// Writes `path` and, when any input holds a tensor, `path` with ".safetensors" appended (keys are value names).
/// Numbers held by inputs stand in the text. Errors: Io.
Result<void> writeWtl(const Graph& graph, const std::filesystem::path& path);

/// Reads both. An input whose tensor is absent has no data. Errors: Format, Verify, Io.
Result<Graph> readWtl(const std::filesystem::path& path);

}  // namespace whittle

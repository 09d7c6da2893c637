// `.wtl` files: the text form plus, beside it, `<name>.safetensors` with the tensors that inputs hold.
#pragma once

#include <filesystem>

#include "engine/ir/graph.h"

namespace whittle {

enum class WtlWrite {
    Synced,  ///< as writeFileAtomic()
    Whole,   ///< as writeFileWhole()
};

/// Writes `path` and, when any input holds a tensor, `path` with ".safetensors" appended (keys are value names).
/// Numbers held by inputs stand in the text. Without tensors, a file of that second name is removed. Errors: Io.
Result<void> writeWtl(const Graph& graph, const std::filesystem::path& path, WtlWrite how = WtlWrite::Synced);

/// Reads both and verifies the graph. An input whose tensor is absent has no data; a tensor without an input
/// is an error. A tensor lies at the strides that its input's type has on record. Errors: Format, Verify, Limit, Unsupported
/// (dtype), Io; openGraph adds the name of `path`.
Result<Graph> readWtl(const std::filesystem::path& path);

}  // namespace whittle

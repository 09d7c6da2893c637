// Writes `.pt2` archives that PyTorch loads with torch.export.load and that importPt2 reads back equal.
#pragma once

#include <filesystem>

#include "engine/formats/byte_rope.h"
#include "engine/ir/graph.h"

namespace whittle {

enum class Pt2Layout {
    A,  ///< four torch.save files beside the JSON: PyTorch 2.6 and 2.7 read it, newer ones too
    B,  ///< raw storages under one root folder: PyTorch 2.8 and later
};

/// The archive of one program. `root` names the folder of layout B. Weights are borrowed, sharing is kept; the bytes
/// depend on the graph alone. Errors: NotFound for a weight without data, Unsupported as printExport.
Result<ByteRope> pt2Bytes(const Graph& graph, Pt2Layout layout, const std::string& root);

/// The same to a file, complete or not there at all.
Result<void> writePt2(const Graph& graph, const std::filesystem::path& path, Pt2Layout layout);

}  // namespace whittle

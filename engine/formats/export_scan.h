// PyTorch's `scan` lost its `dim` and `reverse` after 2.6: they became permutations and flips around it. Our graphs have them, as 2.6 does.
#pragma once

#include <optional>

#include "engine/formats/export_write.h"

namespace whittle {

/// `graph` with its scans, those in graphs inside operators too, as whoever reads `schema` takes them: all six arguments, or the four
/// that are left. Nothing when it has no scan. Errors: those of the type rules.
Result<std::optional<Graph>> withScansFor(const Graph& graph, ExportSchema schema);

}  // namespace whittle

// The best graph so far, on disk while a job runs: whatever kills the job, one complete pair of text and
// tensors is there. The two files cannot be replaced in one step, so each best has a number of its own,
// and the one before goes only when the next is complete.
#pragma once

#include <filesystem>

#include "engine/ir/graph.h"

namespace whittle {

/// Writes `folder/best-NUMBER.wtl` with its tensors and removes those with other numbers. Errors: Io.
Result<void> saveBestGraph(const std::filesystem::path& folder, int number, const Graph& graph);
/// At the end, when the reproducer says the same. Errors: Io.
Result<void> removeBestGraphs(const std::filesystem::path& folder);

}  // namespace whittle

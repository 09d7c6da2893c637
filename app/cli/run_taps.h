// `whittle run --tap NODE[=FILE]`: what an intermediate was, as a line or as a file.
#pragma once

#include "app/cli/command.h"
#include "engine/runtime/compile.h"

namespace whittle::cli {

struct WantedTap {
    std::string name;  ///< of a node or value
    std::string file;  ///< safetensors; empty: a summary
};
WantedTap parseTap(const std::string& text);
std::vector<std::string> tapNames(std::span<const WantedTap> wanted);

/// "%h f32[2,3] min -1 max 2 mean 0.5, 0 NaN"; what is not a number does not count for the others.
std::string tapText(const Tapped& tapped);
Json tapJson(const Tapped& tapped);

/// Writes each tap that wants a file: the values of a node under their names. Answers a line for each file. Errors: Io; Argument where
/// there is no tensor to write.
Result<std::vector<std::string>> saveTaps(const Graph& graph, std::span<const WantedTap> wanted, std::span<const Tapped> taps);

}  // namespace whittle::cli

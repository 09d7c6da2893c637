// Every form that a graph can be written in for other programs, as one table.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "engine/formats/pt2_write.h"
#include "engine/formats/safetensors.h"

namespace whittle {

struct GraphWriter {
    std::string_view name;    ///< "pt2"
    std::string_view suffix;  ///< ".pt2", by which programs tell what a file is
    std::string_view what;
    /// To `path`, complete or not there at all; what goes into files beside it is named by it or by the form.
    Result<void> (*write)(const Graph& graph, const std::filesystem::path& path, Pt2Layout layout);
};
std::span<const GraphWriter> graphWriters();
const GraphWriter* findGraphWriter(std::string_view name);  ///< null: there is none

/// Weights by qualified name, the example call as in.0, in.1, ..., which is what `run --inputs` reads.
NamedTensors callTensors(const Graph& graph);

}  // namespace whittle

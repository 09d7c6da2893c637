// One way in for every kind of file: a PT2 archive of either layout, a bare export JSON, `.wtl`, FX
// text, a reproducer or minifier launcher `.py`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/ir/graph.h"

namespace whittle {

struct OpenOptions {
    std::string model;              ///< which program of an archive with several; empty: the only or first one
    bool fillMissing = true;        ///< absent weights and inputs get values from `seed`; false: they stay without data
    std::uint64_t seed = 0;
};

struct OpenedGraph {
    Graph graph;
    std::string format;                 ///< "pt2", "export json", "wtl", "fx text", "repro", "minifier launcher"
    std::vector<std::string> notes;     ///< what the user must know: "weights absent: 12 filled from seed 0"
};

/// Reads the content, not the extension, to tell the format. Verified with verifyStructure; operators
/// that Whittle lacks load (so that `info` and the window can show them) and are refused when run.
/// Files are hostile: every length, offset and name is checked, nothing in them is executed.
/// Errors: Io, Format, Unsupported, Limit, NotFound, each with the chain of file, entry and node.
Result<OpenedGraph> openGraph(const std::filesystem::path& path, const OpenOptions& options = {});

}  // namespace whittle

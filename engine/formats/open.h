// One way in for every kind of file: a PT2 archive of either layout, a bare export JSON, `.wtl`, FX
// text, a reproducer or minifier launcher `.py`; each of the texts also packed by xz.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/ir/graph.h"

namespace whittle {

class PendingChecks;

/// When the checksums of weights are worked out: before openGraph answers, or by whoever is about to use them
/// (OpenedGraph::checkData), since it means reading every byte of the file.
enum class DataCheck { Now, Later };

struct OpenOptions {
    std::string model;              ///< which program of an archive with several; empty: the only or first one
    bool fillMissing = true;        ///< absent weights and inputs get values from `seed`; false: they stay without data
    std::uint64_t seed = 0;
    DataCheck check = DataCheck::Now;
    /// A case file: its in.<i> are the inputs in the place of the file's own example call, and weights that the file lacks are
    /// taken from it by qualified name; a Python text without types takes types from it too.
    std::string inputs;
};

struct OpenedGraph {
    Graph graph;
    std::string format;                 ///< "pt2", "export json", "wtl", "fx text", "repro", "minifier launcher"
    std::vector<std::string> notes;     ///< what the user must know: "weights absent: 12 filled from seed 0"
    std::vector<std::string> models;    ///< every program of an archive that names its programs
    std::shared_ptr<const PendingChecks> owed;  ///< with DataCheck::Later, else null

    /// The checks owed. Errors: Format, with the entry whose bytes are damaged. Cost: reads all weights.
    Result<void> checkData() const;
};

/// Reads the content, not the extension, to tell the format. Verified with verifyStructure; operators
/// that Whittle lacks load (so that `info` and the window can show them) and are refused when run.
/// Files are hostile: every length, offset and name is checked, nothing in them is executed.
/// Errors: Io, Format, Unsupported, Limit, NotFound, each with the chain of file, entry and node.
Result<OpenedGraph> openGraph(const std::filesystem::path& path, const OpenOptions& options = {});

}  // namespace whittle

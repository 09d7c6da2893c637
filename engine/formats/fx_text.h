// Python text that holds a graph: `print_readable` output, `gm.code`, PyTorch's reproducers and minifier launchers,
// and Whittle's own reproducers. The text is parsed, never executed.
#pragma once

#include <filesystem>
#include <string_view>

#include "engine/formats/open.h"

namespace whittle {

/// Whether the text has what every kind of it has: a forward function or the name of an exported program.
bool looksLikePython(std::string_view text);

/// `path` is where the text came from: files that the script names are looked for as given, relative to it and
/// beside it. Inputs that load_args describes without data get example values when `options.fillMissing`; those that
/// only have an annotation stay without. Config patches, command and check_str of a reproducer are kept in `graph.metadata`.
/// Errors: Format and Unsupported start with "line:column: "; NotFound names every place a file was looked for in;
/// Limit past 256 MB, 4 000 000 lines or 200 levels. Thread-safe.
Result<OpenedGraph> openPython(std::string_view text, const std::filesystem::path& path, const OpenOptions& options = {});

}  // namespace whittle

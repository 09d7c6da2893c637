// Where an artifact lies when it is written to a file of its own: names come from the log, and nothing of them may leave the folder.
#pragma once

#include <filesystem>

#include "engine/formats/trace/compile_record.h"

namespace whittle::trace {

/// "0_1/aot_forward_graph.py"; below "no_compile" what belongs to none.
std::filesystem::path artifactFile(const Compile& compile, const Artifact& artifact);
/// One name of a file or folder made of any text: of letters, digits, blanks and ".-_", at most 200 bytes, and not hidden.
std::string safeFileName(std::string_view name);

}  // namespace whittle::trace

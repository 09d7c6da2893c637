// A command line as words, without a shell: what it would expand stays as it is.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace whittle {

/// Words part at blanks; '...' and "..." hold blanks together, and outside of '...' a backslash takes the next character as
/// it is. Errors: Argument for a quote that is not closed and for no word at all.
Result<std::vector<std::string>> splitWords(std::string_view text);

/// As splitWords(), to be run in another folder: the program is looked up in `path` (as PATH holds it) unless it has a
/// slash; it and every argument that names a file in `folder` get their full paths. Errors: NotFound, and Argument
/// for what is no program.
Result<std::vector<std::string>> commandWords(std::string_view text, const std::filesystem::path& folder, std::string_view path);

/// With `{}` replaced by the candidate wherever it stands, or the candidate as one more argument. Pure.
std::vector<std::string> wordsFor(std::vector<std::string> words, const std::string& candidate);

}  // namespace whittle

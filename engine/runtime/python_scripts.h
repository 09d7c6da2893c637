// Scripts of resources/ for a Python of the user's: copied to where that can see them, since one in a container of its own may not see
// where Whittle is installed.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string_view>

#include "engine/base/result.h"

namespace whittle {

/// Copies `script` and the modules that it imports, which lie beside it, into `folder`. @return the script's copy. Errors: Io.
Result<std::filesystem::path> copyScript(const std::filesystem::path& script, std::initializer_list<std::string_view> modules, const std::filesystem::path& folder);

}  // namespace whittle

// What writing a file leaves behind when its process is killed: a part of it beside the file, under a name that is made for that
// and by nobody else.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace whittle {

/// As writeFileAtomic(), but not forced to the disk: whole or not at all for whoever kills this process, and not for a machine that
/// loses its power.
Result<void> writeFileWhole(const std::filesystem::path& path, std::span<const std::string_view> parts);

/// Removes from the folder all that a kill left of writing files of whose names `isOurs` is true. Only where nobody writes them now.
/// A folder that is not there has none. Errors: Io.
Result<void> removeTornWrites(const std::filesystem::path& folder, bool (*isOurs)(std::string_view target));

}  // namespace whittle

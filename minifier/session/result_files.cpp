#include "minifier/session/result_files.h"

#include <algorithm>

#include "engine/base/torn_writes.h"

namespace whittle {

Result<void> removeTornResults(const std::filesystem::path& folder) {
    WHITTLE_TRY_VOID(removeTornWrites(folder, [](std::string_view name) { return std::ranges::find(kResultFiles, name, &ResultFile::name) != std::end(kResultFiles); }));
    return removeTornWrites(folder / kOtherFolder, [](std::string_view name) { return name.ends_with(".wtl") || name.ends_with(".wtl.safetensors"); });
}

}  // namespace whittle

#include "minifier/session/result_files.h"

#include <algorithm>

#include "engine/base/torn_writes.h"
#include "minifier/session/holder.h"

namespace whittle {

Result<void> removeTornResults(const std::filesystem::path& folder) {
    const auto isOurs = [](std::string_view name) { return name == kJobFile || std::ranges::find(kResultFiles, name, &ResultFile::name) != std::end(kResultFiles); };
    WHITTLE_TRY_VOID(removeTornWrites(folder, isOurs));
    return removeTornWrites(folder / kOtherFolder, [](std::string_view name) { return name.ends_with(".wtl") || name.ends_with(".wtl.safetensors"); });
}

}  // namespace whittle

#include "engine/runtime/python_scripts.h"

namespace whittle {
namespace {

Result<void> copyInto(const std::filesystem::path& file, const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::copy_file(file, folder / file.filename(), std::filesystem::copy_options::overwrite_existing, error);
    if (error) return fail(Code::Io, "{} could not be copied to {}: {}", file.string(), folder.string(), error.message());
    return {};
}

}  // namespace

Result<std::filesystem::path> copyScript(const std::filesystem::path& script, std::initializer_list<std::string_view> modules, const std::filesystem::path& folder) {
    for (const std::string_view module : modules) WHITTLE_TRY_VOID(copyInto(script.parent_path() / module, folder));
    WHITTLE_TRY_VOID(copyInto(script, folder));
    return folder / script.filename();
}

}  // namespace whittle

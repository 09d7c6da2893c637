#include "engine/base/scratch_folder.h"

#include <cstdlib>
#include <string>

namespace whittle {

Result<ScratchFolder> ScratchFolder::make(std::string_view name) {
    std::error_code error;
    std::string path = (std::filesystem::temp_directory_path(error) / fmt::format("{}-XXXXXX", name)).string();
    if (error || !::mkdtemp(path.data())) return fail(Code::Io, "no temporary folder could be made at {}", path);
    return ScratchFolder(path);
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;  // what is left of a temporary folder is no one's loss
    if (!m_path.empty()) std::filesystem::remove_all(m_path, ignored);
}

}  // namespace whittle

#include "engine/base/program_file.h"

#include <string>
#include <string_view>

namespace whittle {

std::filesystem::path programFile(const std::filesystem::path& process) {
    constexpr std::string_view kDeleted = " (deleted)";
    std::error_code trouble;
    std::filesystem::path file = std::filesystem::read_symlink(process / "exe", trouble);
    std::string text = file.string();
    if (!text.ends_with(kDeleted) || std::filesystem::exists(file, trouble)) return file;  // who names a program so means it
    text.resize(text.size() - kDeleted.size());
    return text;
}

}  // namespace whittle

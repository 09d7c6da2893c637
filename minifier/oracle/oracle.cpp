#include "minifier/oracle/oracle.h"

namespace whittle {

std::string LeftOut::text() const {
    std::string text;
    const auto add = [&](const std::string& words) { text += (text.empty() ? "" : ", ") + words; };
    if (passLimit >= 0) add(fmt::format("only the first {} passes", passLimit));
    if (!passes.empty()) add(fmt::format("without passes {}", fmt::join(passes, ", ")));
    if (fusion) add("without fusion");
    if (!apart.empty()) add(fmt::format("without fusing {}", fmt::join(apart, ", ")));
    if (!plainer.empty()) add(fmt::format("with {}", fmt::join(plainer, ", ")));
    return text.empty() ? "with everything" : text;
}

std::string fileStamp(const std::filesystem::path& file) {
    std::error_code noSize, noTime;
    const auto size = std::filesystem::file_size(file, noSize);
    const auto time = std::filesystem::last_write_time(file, noTime).time_since_epoch().count();
    return noSize || noTime ? std::string() : fmt::format("{} {}", size, time);
}

}  // namespace whittle

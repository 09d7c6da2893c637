#include "engine/base/result.h"

#include <array>

namespace whittle {

std::string_view codeName(Code code) {
    static constexpr std::array<std::string_view, 13> kNames{
        "io",       "format", "unsupported", "not_found", "type", "shape",     "argument",
        "limit",    "verify", "compile",     "run",       "cancelled", "internal"};
    return kNames[static_cast<size_t>(code)];
}

std::string Error::describe() const {
    std::string text = fmt::format("{}: {}", codeName(code), message);
    for (const std::string& line : context) text += "\n  while " + line;
    return text;
}

}  // namespace whittle

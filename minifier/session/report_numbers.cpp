#include "minifier/session/report_numbers.h"

#include <cmath>

#include <fmt/format.h>

namespace whittle {

std::string wholeCount(std::int64_t value) {
    std::string digits = std::to_string(value);
    for (std::size_t at = digits.size(); at > (value < 0 ? 4U : 3U);) digits.insert(at -= 3, ",");
    return digits;
}

std::string shortCount(double value) {
    constexpr const char* kUnits[] = {"", " k", " M", " G", " T"};
    std::size_t unit = 0;
    while (std::abs(value) >= 1000 && unit + 1 < std::size(kUnits)) {
        value /= 1000;
        ++unit;
    }
    const bool whole = value == std::round(value) || std::abs(value) >= 100;
    return fmt::format("{:.{}f}{}", value, whole ? 0 : 1, kUnits[unit]);
}

std::string duration(double seconds) {
    const double ms = seconds * 1000;
    if (ms < 10) return fmt::format("{:.2f} ms", ms);
    if (ms < 1000) return fmt::format("{:.{}f} ms", ms, ms < 100 ? 1 : 0);
    if (seconds < 100) return fmt::format("{:.{}f} s", seconds, seconds < 10 ? 2 : 1);
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace whittle

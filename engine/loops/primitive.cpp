#include "engine/loops/primitive.h"

#include <fmt/ranges.h>

namespace whittle {

std::string scheduleText(const std::vector<SchedulePrimitive>& schedule) {
    std::string out;
    for (const SchedulePrimitive& one : schedule) out += fmt::format("{}{} {}", out.empty() ? "" : "; ", one.name, fmt::join(one.args, " "));
    return out;
}

}  // namespace whittle

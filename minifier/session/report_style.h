// The style sheet of report.html: light and dark by what the reader prefers, also for print.
#pragma once

#include <string_view>

namespace whittle {

std::string_view reportStyle();

}  // namespace whittle

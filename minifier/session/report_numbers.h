// Numbers as the reports show them.
#pragma once

#include <cstdint>
#include <string>

namespace whittle {

std::string wholeCount(std::int64_t value);  ///< "12,345"
std::string shortCount(double value);        ///< "12", "1.5 k", "33 M"
std::string duration(double seconds);        ///< "0.42 ms", "12.3 ms", "350 ms", "1.20 s", "2 min 05 s"

}  // namespace whittle

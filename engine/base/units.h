// Sizes in words, for the command and its reports.
#pragma once

#include <cstdint>
#include <string>

namespace whittle {

std::string humanBytes(std::uint64_t bytes);  ///< "1.2 MB"

}  // namespace whittle

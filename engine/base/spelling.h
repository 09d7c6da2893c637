// How alike two names are, for messages that suggest what may have been meant.
#pragma once

#include <cstddef>
#include <string_view>

namespace whittle {

/// Letters to insert, remove or replace to make `b` of `a`. Cost: the product of their lengths.
std::size_t editDistance(std::string_view a, std::string_view b);

}  // namespace whittle

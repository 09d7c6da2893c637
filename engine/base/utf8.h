// Text that must be UTF-8, out of bytes that may be anything: what JSON and a window can show.
#pragma once

#include <string>
#include <string_view>

namespace whittle {

/// Each byte that is no part of a well-formed character becomes U+FFFD. Well-formed text stays as it is. Pure.
std::string validUtf8(std::string_view bytes);

}  // namespace whittle

// Text that must be UTF-8, out of bytes that may be anything: what JSON, a window and a terminal can show.
#pragma once

#include <string>
#include <string_view>

namespace whittle {

/// Each byte that is no part of a well-formed character becomes U+FFFD. Well-formed text stays as it is. Pure.
std::string validUtf8(std::string_view bytes);

/// For a terminal, which a text from elsewhere must not command: validUtf8, and control characters as "\\x1b", but for tabs and ends of lines. Pure.
std::string printable(std::string_view bytes);

}  // namespace whittle

// Text from files and programs inside XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace whittle {

/// Stands as text and as a quoted attribute, whatever it holds: the five marks as entities, control characters other than
/// line ends as blanks, bytes that are not UTF-8 as U+FFFD. Pure.
std::string escapeMarkup(std::string_view text);

/// The text if it has at most `letters` (2 or more) characters, else its beginning (or its end) and an ellipsis.
std::string shortened(std::string_view text, std::size_t letters);
std::string shortenedFront(std::string_view text, std::size_t letters);

}  // namespace whittle

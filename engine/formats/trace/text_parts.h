// Parts of texts that PyTorch wrote for people.
#pragma once

#include <string_view>

namespace whittle::trace {

inline std::string_view trimmed(std::string_view text) {
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    return start == text.npos ? std::string_view() : text.substr(start, text.find_last_not_of(" \t\r\n") - start + 1);
}

inline std::string_view firstLine(std::string_view text) { return text.substr(0, text.find('\n')); }

/// Calls `take` with each line, without its end; what is behind the last end is a line only if there is something.
template <class Take>
void forEachLine(std::string_view text, Take&& take) {
    while (!text.empty()) {
        const std::string_view line = firstLine(text);
        take(line);
        text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
    }
}

}  // namespace whittle::trace

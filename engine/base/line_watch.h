// The output of a program that may write without end: its tail, and the first line in which a pattern is found.
#pragma once

#include <optional>
#include <regex>
#include <string>
#include <string_view>

#include "engine/base/keeper.h"

namespace whittle {

class LineWatch {
public:
    static constexpr std::size_t kTailBytes = 4096;
    static constexpr std::size_t kLineBytes = 4096;  ///< std::regex recurses: a longer line could take all the stack
    static constexpr std::uint64_t kWatchedBytes = 64 << 20;  ///< matching is slower than most programs write

    /// Looks for the pattern when it is of this stream; one that is no pattern matches nothing (checkPattern).
    void watch(const std::optional<OutputPattern>& pattern, OutputPattern::Stream stream);
    void add(std::string_view bytes);
    const std::string& tail() const { return m_tail; }
    /// The output has ended, if in the middle of a line. @return the first line that matched
    std::optional<std::string> finish();

private:
    void endLine();
    std::optional<std::regex> m_pattern;
    std::optional<std::string> m_matched;
    std::string m_line, m_tail;
    std::uint64_t m_seen = 0;
};

/// Errors: Argument with what is wrong about it.
Result<void> checkPattern(const std::string& pattern);

}  // namespace whittle

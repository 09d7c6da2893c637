#include "engine/base/line_watch.h"

#include <algorithm>

namespace whittle {
namespace {

Result<std::regex> compiled(const std::string& pattern) {
    try {
        return std::regex(pattern, std::regex::ECMAScript);
    } catch (const std::regex_error& error) {
        return fail(Code::Argument, "'{}' is no regular expression: {}", pattern, error.what());
    }
}

bool found(const std::string& line, const std::regex& pattern) {
    try {
        return std::regex_search(line, pattern);
    } catch (const std::regex_error&) {  // too complex for this line
        return false;
    }
}

}  // namespace

Result<void> checkPattern(const std::string& pattern) {
    WHITTLE_TRY_VOID(compiled(pattern));
    return {};
}

void LineWatch::watch(const std::optional<OutputPattern>& pattern, OutputPattern::Stream stream) {
    if (!pattern || pattern->stream != stream) return;
    if (Result<std::regex> regex = compiled(pattern->pattern)) m_pattern = *std::move(regex);
}

void LineWatch::add(std::string_view bytes) {
    m_tail.append(bytes.substr(bytes.size() - std::min(bytes.size(), kTailBytes)));
    if (m_tail.size() > kTailBytes) m_tail.erase(0, m_tail.size() - kTailBytes);
    m_seen += bytes.size();
    if (!m_pattern || m_matched || m_seen > kWatchedBytes) return;
    while (!bytes.empty() && !m_matched) {
        const std::size_t end = bytes.find('\n');
        const std::string_view piece = bytes.substr(0, end);
        m_line += piece.substr(0, kLineBytes - std::min(kLineBytes, m_line.size()));
        if (end == std::string_view::npos) return;
        endLine();
        bytes.remove_prefix(end + 1);
    }
}

void LineWatch::endLine() {
    if (!m_line.empty() && m_line.back() == '\r') m_line.pop_back();
    if (found(m_line, *m_pattern)) m_matched = m_line;
    m_line.clear();
}

std::optional<std::string> LineWatch::finish() {
    if (m_pattern && !m_matched && !m_line.empty()) endLine();
    return m_matched;
}

}  // namespace whittle

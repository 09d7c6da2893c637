#include "engine/formats/trace/json_members.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "engine/formats/json.h"

namespace whittle::trace {
namespace {

constexpr std::size_t kMostMembers = 4096;
constexpr int kDeepest = 200;

class Scan {
public:
    explicit Scan(std::string_view text) : m_at(text.data()), m_end(text.data() + text.size()) {}

    void blanks() {
        while (m_at != m_end && (*m_at == ' ' || *m_at == '\t' || *m_at == '\n' || *m_at == '\r')) ++m_at;
    }
    bool take(char c) {
        blanks();
        if (m_at == m_end || *m_at != c) return false;
        ++m_at;
        return true;
    }
    bool atEnd() {
        blanks();
        return m_at == m_end;
    }

    // What stands between the quotes, escapes as they are.
    std::optional<std::string_view> string() {
        if (!take('"')) return {};
        const char* start = m_at;
        if (!skipString()) return {};
        return std::string_view(start, static_cast<std::size_t>(m_at - start - 1));
    }

    std::optional<std::string_view> value() {
        blanks();
        const char* start = m_at;
        if (m_at == m_end) return {};
        bool fine = true;
        if (*m_at == '{' || *m_at == '[') {
            fine = skipNest();
        } else if (*m_at == '"') {
            ++m_at;
            fine = skipString();
        } else {
            while (m_at != m_end && isWord(*m_at)) ++m_at;
        }
        if (!fine || m_at == start) return {};
        return std::string_view(start, static_cast<std::size_t>(m_at - start));
    }

private:
    // Of numbers, true, false, null, NaN and Infinity.
    static bool isWord(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' || c == '.';
    }

    // From behind the opening quote to behind the closing one.
    bool skipString() {
        const char* start = m_at;
        while (m_at != m_end) {
            const void* found = std::memchr(m_at, '"', static_cast<std::size_t>(m_end - m_at));
            if (!found) return false;
            const char* quote = static_cast<const char*>(found);
            const char* before = quote;
            while (before != start && before[-1] == '\\') --before;
            m_at = quote + 1;
            if ((quote - before) % 2 == 0) return true;
        }
        return false;
    }

    bool skipNest() {
        std::string closers;
        while (m_at != m_end) {
            const char c = *m_at++;
            if (c == '"') {
                if (!skipString()) return false;
            } else if (c == '{' || c == '[') {
                if (closers.size() == kDeepest) return false;
                closers += c == '{' ? '}' : ']';
            } else if (c == '}' || c == ']') {
                if (closers.empty() || closers.back() != c) return false;
                closers.pop_back();
                if (closers.empty()) return true;
            }
        }
        return false;
    }

    const char* m_at;
    const char* m_end;
};

template <class T>
std::optional<T> whole(std::string_view text) {
    T value{};
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (trouble != std::errc() || end != text.data() + text.size()) return {};
    return value;
}

}  // namespace

std::optional<std::vector<JsonMember>> jsonMembers(std::string_view object) {
    Scan scan(object);
    std::vector<JsonMember> out;
    if (!scan.take('{')) return {};
    if (scan.take('}')) return scan.atEnd() ? std::optional(out) : std::nullopt;
    do {
        const auto key = scan.string();
        if (!key || !scan.take(':')) return {};
        const auto value = scan.value();
        if (!value || out.size() == kMostMembers) return {};
        out.push_back({*key, *value});
    } while (scan.take(','));
    if (!scan.take('}') || !scan.atEnd()) return {};
    return out;
}

std::optional<std::vector<std::string_view>> jsonElements(std::string_view array) {
    Scan scan(array);
    std::vector<std::string_view> out;
    if (!scan.take('[')) return {};
    if (scan.take(']')) return scan.atEnd() ? std::optional(out) : std::nullopt;
    do {
        const auto value = scan.value();
        if (!value) return {};
        out.push_back(*value);
    } while (scan.take(','));
    if (!scan.take(']') || !scan.atEnd()) return {};
    return out;
}

std::string_view jsonMember(std::string_view object, std::string_view key) {
    Scan scan(object);
    if (!scan.take('{')) return {};
    do {
        const auto found = scan.string();
        if (!found || !scan.take(':')) return {};
        const auto value = scan.value();
        if (!value) return {};
        if (*found == key) return *value;
    } while (scan.take(','));
    return {};
}

std::optional<std::string> jsonString(std::string_view value) {
    if (value.size() < 2 || value.front() != '"' || value.back() != '"') return {};
    const std::string_view inside = value.substr(1, value.size() - 2);
    if (inside.find('\\') == inside.npos) return std::string(inside);
    const Result<Json> parsed = parseJson(value);
    if (!parsed || !parsed->is_string()) return {};
    return parsed->get<std::string>();
}

std::optional<std::int64_t> jsonInt(std::string_view value) {
    if (const auto exact = whole<std::int64_t>(value)) return exact;
    const auto real = jsonNumber(value);
    constexpr double kExact = 9007199254740992.0;  // up to here a double is the integer that was written
    if (!real || !(std::abs(*real) <= kExact) || std::trunc(*real) != *real) return {};
    return static_cast<std::int64_t>(*real);
}

int clampedInt(std::optional<std::int64_t> value) {
    return static_cast<int>(std::clamp<std::int64_t>(value.value_or(0), 0, std::numeric_limits<int>::max()));
}

std::optional<double> jsonNumber(std::string_view value) {
    if (value.empty() || !(value[0] == '-' || (value[0] >= '0' && value[0] <= '9'))) return {};
    return whole<double>(value);
}

std::optional<bool> jsonBool(std::string_view value) {
    if (value == "true") return true;
    if (value == "false") return false;
    return {};
}

std::string jsonWords(std::string_view value) {
    if (value.empty() || value == "null") return {};
    if (const auto text = jsonString(value)) return *text;
    return std::string(value);
}

}  // namespace whittle::trace

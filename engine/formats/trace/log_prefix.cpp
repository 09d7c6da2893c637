#include "engine/formats/trace/log_prefix.h"

#include <charconv>

#include <fmt/format.h>

#include "engine/formats/trace/json_members.h"

namespace whittle::trace {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// Takes words from the front of a text; once one does not fit, all later ones fail as well.
class Words {
public:
    explicit Words(std::string_view text) : m_text(text) {}

    bool take(char c) {
        if (!m_fine || m_text.empty() || m_text[0] != c) return false;
        m_text.remove_prefix(1);
        return true;
    }
    void want(char c) { m_fine = take(c); }
    void blanks() {
        want(' ');
        while (take(' ')) {}
    }
    // Exactly so many digits; 0 for one or more.
    std::int64_t number(std::size_t digits) {
        std::size_t count = 0;
        while (count < m_text.size() && isDigit(m_text[count]) && (digits == 0 || count < digits)) ++count;
        std::int64_t value = 0;
        m_fine = m_fine && count > 0 && (digits == 0 || count == digits) &&
                 std::from_chars(m_text.data(), m_text.data() + count, value).ec == std::errc();
        if (m_fine) m_text.remove_prefix(count);
        return value;
    }
    // Up to the character, which is taken as well.
    std::string_view until(char c) {
        const std::size_t end = m_text.find(c);
        m_fine = m_fine && end != m_text.npos;
        if (!m_fine) return {};
        const std::string_view word = m_text.substr(0, end);
        m_text.remove_prefix(end + 1);
        return word;
    }
    bool fine() const { return m_fine; }
    std::string_view rest() const { return m_text; }

private:
    std::string_view m_text;
    bool m_fine = true;
};

std::string part(const std::optional<std::int64_t>& number) { return number ? std::to_string(*number) : "-"; }

bool readPart(std::string_view text, std::optional<std::int64_t>& out) {
    if (text == "-") return true;
    std::int64_t value = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || trouble != std::errc() || end != text.data() + text.size() || value < 0) return false;
    out = value;
    return true;
}

}  // namespace

std::optional<LogPrefix> parsePrefix(std::string_view line) {
    LogPrefix out;
    if (line.starts_with("[rank")) {
        Words words(line.substr(5));
        out.rank = clampedInt(words.number(0));
        words.want(']');
        words.want(':');
        if (!words.fine()) return {};
        line = words.rest();
        while (line.starts_with(' ')) line.remove_prefix(1);
    }
    if (line.empty() || std::string_view("VIWEC").find(line[0]) == std::string_view::npos) return {};
    out.level = line[0];
    Words words(line.substr(1));
    out.month = static_cast<int>(words.number(2));
    out.day = static_cast<int>(words.number(2));
    words.blanks();
    const std::int64_t hours = words.number(2);
    words.want(':');
    const std::int64_t minutes = words.number(2);
    words.want(':');
    const std::int64_t seconds = words.number(2);
    words.want('.');
    out.microseconds = ((hours * 60 + minutes) * 60 + seconds) * 1000000 + words.number(6);
    words.blanks();
    out.process = words.number(0);
    words.blanks();
    const std::string_view place = words.until(']');
    const std::size_t colon = place.rfind(':');
    if (!words.fine() || colon == place.npos || colon == 0) return {};
    Words number(place.substr(colon + 1));
    out.line = clampedInt(number.number(0));
    if (!number.fine() || !number.rest().empty()) return {};
    out.module = place.substr(0, colon);
    out.rest = words.rest();
    if (out.rest.starts_with(' ')) out.rest.remove_prefix(1);
    return out;
}

std::string CompileId::text(int attempt) const {
    std::string out = autograd ? fmt::format("!{}/", *autograd) : std::string();
    out += part(frame) + "/" + part(compile);
    if (attempt > 0) out += fmt::format("_{}", attempt);
    return out;
}

std::optional<CompileName> parseCompileName(std::string_view text) {
    CompileName out;
    if (text.starts_with('!')) {
        const std::size_t slash = text.find('/');
        if (slash == text.npos || !readPart(text.substr(1, slash - 1), out.id.autograd)) return {};
        text.remove_prefix(slash + 1);
    }
    if (const std::size_t under = text.find('_'); under != text.npos) {
        std::optional<std::int64_t> attempt;
        if (!readPart(text.substr(under + 1), attempt) || !attempt || *attempt > 1'000'000) return {};
        out.attempt = static_cast<int>(*attempt);
        text = text.substr(0, under);
    }
    const std::size_t slash = text.find('/');
    if (slash == text.npos || !readPart(text.substr(0, slash), out.id.frame) || !readPart(text.substr(slash + 1), out.id.compile)) return {};
    if (!out.id.any()) return {};
    return out;
}

}  // namespace whittle::trace

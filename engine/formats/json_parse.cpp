// The parser of parseJson. The library's own builds a tree without limits, keeps the last of two equal keys, knows no NaN, and looks
// at one character a call: on a program of 27 000 nodes this one takes a fifth off the whole time of opening it.
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "engine/base/decimal.h"
#include "engine/formats/json.h"

namespace whittle {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{512} << 20;
constexpr std::size_t kMaxDepth = 200;
constexpr std::size_t kMaxValues = 50'000'000;  // a value costs 16 bytes and more, so this bounds memory

constexpr struct {
    std::string_view word;
    Json (*make)();
} kWords[] = {{"true", [] { return Json(true); }},           {"false", [] { return Json(false); }},
              {"null", [] { return Json(nullptr); }},        {"NaN", [] { return Json("NaN"); }},
              {"Infinity", [] { return Json("Infinity"); }}, {"-Infinity", [] { return Json("-Infinity"); }}};

// Sequences of UTF-8 (RFC 3629): the range of the first byte, that of the second, and how many bytes follow the first.
constexpr struct {
    unsigned char first, last, from, to;
    std::size_t more;
} kUtf8[] = {{0xc2, 0xdf, 0x80, 0xbf, 1}, {0xe0, 0xe0, 0xa0, 0xbf, 2}, {0xe1, 0xec, 0x80, 0xbf, 2}, {0xed, 0xed, 0x80, 0x9f, 2},
             {0xee, 0xef, 0x80, 0xbf, 2}, {0xf0, 0xf0, 0x90, 0xbf, 3}, {0xf1, 0xf3, 0x80, 0xbf, 3}, {0xf4, 0xf4, 0x80, 0x8f, 3}};

bool isDigit(char c) { return c >= '0' && c <= '9'; }

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}

    Result<Json> run() {
        Json root;
        if (m_text.starts_with("\xef\xbb\xbf")) m_at = 3;
        WHITTLE_TRY_VOID(value(root));
        while (!m_open.empty()) WHITTLE_TRY_VOID(step());
        blanks();
        if (m_at < m_text.size()) return wrong("the end of the text");
        return root;
    }

private:
    char at(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    void blanks() {
        while (at() == ' ' || at() == '\n' || at() == '\r' || at() == '\t') ++m_at;
    }
    std::unexpected<Error> wrong(std::string_view wanted) const {
        std::string found = m_at < m_text.size() ? fmt::format("'{}'", m_text.substr(m_at, 20)) : "the end of the text";
        for (char& c : found)
            if (static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) >= 0x7f) c = '?';
        return fail(Code::Format, "not valid JSON at byte {}: expected {}, found {}", m_at + 1, wanted, found);
    }

    // What comes next in the innermost open list or object. Addresses in the tree stay good: only that one grows.
    Result<void> step() {
        Json& parent = *m_open.back();
        const bool isObject = parent.is_object();
        blanks();
        if (at() == (isObject ? '}' : ']')) {
            ++m_at;
            m_open.pop_back();
            return {};
        }
        if (!parent.empty()) {
            if (at() != ',') return wrong(isObject ? "',' or '}'" : "',' or ']'");
            ++m_at;
            blanks();
        }
        if (!isObject) {
            auto& list = parent.get_ref<Json::array_t&>();
            list.emplace_back();
            return value(list.back());
        }
        if (at() != '"') return wrong("a key in quotes");
        WHITTLE_TRY_VOID(string(m_key));
        const auto [member, fresh] = parent.get_ref<Json::object_t&>().try_emplace(m_key);
        if (!fresh) return fail(Code::Format, "the key '{}' occurs twice", m_key);
        blanks();
        if (at() != ':') return wrong("':'");
        ++m_at;
        return value(member->second);
    }

    Result<void> value(Json& out) {
        if (++m_count > kMaxValues) return fail(Code::Limit, "more than {} values", kMaxValues);
        blanks();
        const char c = at();
        if (c == '"') {
            out = Json(Json::value_t::string);
            return string(out.get_ref<std::string&>());
        }
        if (c == '{' || c == '[') {
            if (m_open.size() >= kMaxDepth) return fail(Code::Limit, "nested deeper than {} levels", kMaxDepth);
            ++m_at;
            out = Json(c == '{' ? Json::value_t::object : Json::value_t::array);
            m_open.push_back(&out);
            return {};
        }
        if (isDigit(c) || (c == '-' && isDigit(at(1)))) return number(out);
        for (const auto& row : kWords)
            if (m_text.substr(m_at).starts_with(row.word)) {
                m_at += row.word.size();
                out = row.make();
                return {};
            }
        return wrong("a value");
    }

    Result<void> number(Json& out) {
        const std::size_t start = m_at;
        const bool negative = at() == '-';
        if (negative) ++m_at;
        bool whole = true;
        if (at() == '0') ++m_at;
        else while (isDigit(at())) ++m_at;
        if (at() == '.') {
            whole = false;
            ++m_at;
            WHITTLE_TRY_VOID(digits());
        }
        if (at() == 'e' || at() == 'E') {
            whole = false;
            m_at += at(1) == '+' || at(1) == '-' ? 2 : 1;
            WHITTLE_TRY_VOID(digits());
        }
        const char *first = m_text.data() + start, *last = m_text.data() + m_at;
        std::uint64_t natural = 0;
        std::int64_t integer = 0;
        if (whole && !negative && std::from_chars(first, last, natural).ec == std::errc()) return out = Json(natural), Result<void>();
        if (whole && negative && std::from_chars(first, last, integer).ec == std::errc()) return out = Json(integer), Result<void>();
        double real = 0;
        if (std::from_chars(first, last, real).ec != std::errc()) real = decimal(std::string(first, last).c_str());  // underflow is zero
        if (!std::isfinite(real)) return m_at = start, wrong("a number of 64 bits");
        out = Json(real);
        return {};
    }
    Result<void> digits() {
        if (!isDigit(at())) return wrong("a digit");
        while (isDigit(at())) ++m_at;
        return {};
    }

    Result<void> string(std::string& out) {
        ++m_at;
        out.clear();
        std::size_t copied = m_at;
        const auto copy = [&] { out.append(m_text.substr(copied, m_at - copied)); };
        while (m_at < m_text.size()) {
            const auto c = static_cast<unsigned char>(m_text[m_at]);
            if (c == '"') {
                copy();
                ++m_at;
                return {};
            }
            if (c < ' ') return wrong("text without control characters");
            if (c == '\\') {
                copy();
                WHITTLE_TRY_VOID(escape(out));
                copied = m_at;
            } else if (c < 0x80) {
                ++m_at;
            } else {
                WHITTLE_TRY_VOID(utf8(c));
            }
        }
        return wrong("'\"'");
    }

    Result<void> utf8(unsigned char first) {
        for (const auto& row : kUtf8) {
            if (first < row.first || first > row.last) continue;
            for (std::size_t i = 1; i <= row.more; ++i) {
                const auto next = static_cast<unsigned char>(at(i));
                if (next < (i == 1 ? row.from : 0x80) || next > (i == 1 ? row.to : 0xbf)) return wrong("UTF-8");
            }
            m_at += row.more + 1;
            return {};
        }
        return wrong("UTF-8");
    }

    Result<void> escape(std::string& out) {
        static constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
        if (at(1) != 'u') {
            const std::size_t found = at(1) == '\0' ? kFrom.npos : kFrom.find(at(1));
            if (found == kFrom.npos) return wrong("an escape");
            out += kTo[found];
            m_at += 2;
            return {};
        }
        WHITTLE_TRY(std::uint32_t code, unit());
        if (code >= 0xdc00 && code < 0xe000) return wrong("a character");
        if (code >= 0xd800 && code < 0xdc00) {  // half of one
            if (at() != '\\' || at(1) != 'u') return wrong("the second half of a character");
            WHITTLE_TRY(const std::uint32_t low, unit());
            if (low < 0xdc00 || low >= 0xe000) return wrong("the second half of a character");
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        }
        appendUtf8(code, out);
        return {};
    }
    // \uXXXX
    Result<std::uint32_t> unit() {
        std::uint32_t code = 0;
        const char* first = m_text.data() + m_at + 2;
        const std::size_t left = m_text.size() - std::min(m_text.size(), m_at + 2);
        if (left < 4 || std::from_chars(first, first + 4, code, 16).ptr != first + 4) return wrong("four hexadecimal digits");
        m_at += 6;
        return code;
    }
    static void appendUtf8(std::uint32_t code, std::string& out) {
        const auto byte = [&](std::uint32_t bits) { out += static_cast<char>(bits); };
        if (code < 0x80) return byte(code);
        if (code < 0x800) return byte(0xc0 | code >> 6), byte(0x80 | (code & 0x3f));
        if (code < 0x10000) return byte(0xe0 | code >> 12), byte(0x80 | (code >> 6 & 0x3f)), byte(0x80 | (code & 0x3f));
        byte(0xf0 | code >> 18), byte(0x80 | (code >> 12 & 0x3f)), byte(0x80 | (code >> 6 & 0x3f)), byte(0x80 | (code & 0x3f));
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_count = 0;
    std::vector<Json*> m_open;
    std::string m_key;
};

}  // namespace

Result<Json> parseJson(std::string_view text) {
    if (text.size() > kMaxBytes) return fail(Code::Limit, "JSON of {} bytes, at most {} are accepted", text.size(), kMaxBytes);
    return Parser(text).run();
}

}  // namespace whittle

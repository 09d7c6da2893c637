#include "engine/formats/fx_lexer.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace whittle::fx {
namespace {

constexpr std::size_t kMaxBytes = 256'000'000;  // a token's size has 28 bits
constexpr int kMaxLines = 4'000'000;
constexpr std::size_t kMaxTokens = 40'000'000;  // a line of a graph has about 20
constexpr std::size_t kMaxNesting = 200;
constexpr std::size_t kMaxName = 1000;

// Longest first where one operator starts another.
constexpr std::array<std::string_view, 22> kOperators{"...", "**=", "//=", ">>=", "<<=", "->", "**", "//", ">>", "<<", "<=",
                                                      ">=",  "==",  "!=",  "+=",  "-=",  "*=", "/=", "%=", "&=", "|=", "^="};

bool nameStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool nameRest(char c) { return nameStart(c) || digit(c); }

void appendUtf8(std::string& out, std::uint32_t code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xc0 | code >> 6);
        out += static_cast<char>(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xe0 | code >> 12);
        out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (code & 0x3f));
    } else {
        out += static_cast<char>(0xf0 | (code >> 18 & 0x07));
        out += static_cast<char>(0x80 | (code >> 12 & 0x3f));
        out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (code & 0x3f));
    }
}

std::size_t escape(std::string_view text, std::size_t at, std::string& out) {
    static constexpr std::string_view kFrom = "ntr0abfv\\'\"";
    static constexpr std::string_view kTo("\n\t\r\0\a\b\f\v\\'\"", 11);
    const char c = text[at++];
    const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (digits == 0) {
        const std::size_t found = kFrom.find(c);
        if (found == std::string_view::npos) out += '\\', out += c;
        else out += kTo[found];
        return at;
    }
    std::uint32_t code = 0;
    std::size_t n = 0;
    for (; n < digits && at < text.size() && std::isxdigit(static_cast<unsigned char>(text[at])); ++n, ++at) {
        const char d = static_cast<char>(std::tolower(static_cast<unsigned char>(text[at])));
        code = code << 4 | static_cast<std::uint32_t>(d <= '9' ? d - '0' : d - 'a' + 10);
    }
    if (n == digits && code < 0x110000) appendUtf8(out, code);
    else out += '?';
    return at;
}

// Length of r, b, u, f prefixes when a quote follows; npos when no string starts here.
std::size_t stringPrefix(std::string_view text) {
    std::size_t n = 0;
    while (n < 2 && n < text.size() && std::string_view("rRbBuUfF").find(text[n]) != std::string_view::npos) ++n;
    return n < text.size() && (text[n] == '"' || text[n] == '\'') ? n : std::string_view::npos;
}

struct ScannedString {
    std::size_t size = 0;  // of the token
    bool closed = false, formatted = false;
};

// The string that `text` starts with, `prefix` letters before its quote; its content goes to `content` if there is one.
ScannedString scanString(std::string_view text, std::size_t prefix, std::string* content) {
    const std::string_view letters = text.substr(0, prefix);
    const bool raw = letters.find_first_of("rR") != std::string_view::npos;
    ScannedString out{.formatted = letters.find_first_of("fF") != std::string_view::npos};
    const char quote = text[prefix];
    const std::string_view mark = text.substr(prefix).starts_with(std::string(3, quote)) ? text.substr(prefix, 3) : text.substr(prefix, 1);
    const auto add = [&](std::string_view part) {
        if (content) *content += part;
    };
    std::size_t at = prefix + mark.size();
    while (at < text.size()) {
        if (text.substr(at).starts_with(mark)) {
            at += mark.size();
            out.closed = true;
            break;
        }
        if (text[at] == '\n' && mark.size() == 1) break;
        if (text[at] != '\\' || at + 1 == text.size()) {
            add(text.substr(at++, 1));
        } else if (raw || text[at + 1] == '\n') {
            if (raw) add(text.substr(at, 2));
            at += 2;
        } else {
            std::string decoded;
            at = escape(text, at + 1, decoded);
            add(decoded);
        }
    }
    out.size = at;
    return out;
}

}  // namespace

class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) {
        m_out.m_text = text;
        m_out.m_lines.push_back(0);
    }

    Result<Tokens> run() {
        while (m_at < m_text.size()) {
            if (m_lineStart && m_brackets == 0) {
                WHITTLE_TRY_VOID(indentation());
                if (m_at >= m_text.size()) break;
            }
            WHITTLE_TRY_VOID(next());
            if (m_out.m_tokens.size() > kMaxTokens)
                return fail(Code::Limit, "{}: more than {} words and signs", here(m_at).text(), kMaxTokens);
        }
        if (!m_lineStart) push(TokenKind::Newline, m_at);
        for (; m_indents.size() > 1; m_indents.pop_back()) push(TokenKind::Dedent, m_at);
        push(TokenKind::End, m_at);
        return std::move(m_out);
    }

private:
    Position here(std::size_t at) const { return {m_line, static_cast<int>(at - m_lineBegin) + 1}; }
    void push(TokenKind kind, std::size_t from) {
        m_out.m_tokens.push_back({.from = static_cast<std::uint32_t>(from), .size = static_cast<std::uint32_t>(m_at - from) & 0xfffffff,
                                  .kind = static_cast<std::uint32_t>(kind) & 0xf, .line = static_cast<std::uint32_t>(m_line)});
    }
    char at(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }

    Result<void> newLine() {
        ++m_at;
        ++m_line;
        m_lineBegin = m_at;
        m_out.m_lines.push_back(static_cast<std::uint32_t>(m_at));
        if (m_line > kMaxLines) return fail(Code::Limit, "{}:1: more than {} lines", m_line, kMaxLines);
        return {};
    }

    void comment() {
        std::size_t end = std::min(m_text.find('\n', m_at), m_text.size());
        std::string_view body = m_text.substr(m_at + 1, end - m_at - 1);
        while (!body.empty() && body.front() == ' ') body.remove_prefix(1);
        while (!body.empty() && body.back() == ' ') body.remove_suffix(1);
        m_out.comments.push_back({m_line, body});
        m_at = end;
    }

    // Blank and comment-only lines have no indentation of their own.
    Result<void> indentation() {
        for (;;) {
            const std::size_t start = m_at;
            while (at() == ' ' || at() == '\t' || at() == '\f') ++m_at;
            if (at() == '#') comment();
            if (m_at >= m_text.size()) return {};
            if (at() == '\n') {
                WHITTLE_TRY_VOID(newLine());
                continue;
            }
            const std::size_t width = m_at - start;
            m_lineStart = false;
            if (width > m_indents.back()) {
                m_indents.push_back(width);
                if (m_indents.size() > kMaxNesting)
                    return fail(Code::Limit, "{}: blocks nested deeper than {}", here(m_at).text(), kMaxNesting);
                push(TokenKind::Indent, m_at);
            }
            while (width < m_indents.back()) {
                m_indents.pop_back();
                push(TokenKind::Dedent, m_at);
            }
            // A dedent to a column that no open block has: Python refuses it; text around a graph may have it.
            if (width != m_indents.back()) m_indents.push_back(width), push(TokenKind::Indent, m_at);
            return {};
        }
    }

    Result<void> next() {
        const char c = at();
        if (c == '\n') {
            if (m_brackets == 0) {
                push(TokenKind::Newline, m_at);
                m_lineStart = true;
            }
            return newLine();
        }
        if (c == ' ' || c == '\t' || c == '\f') {
            ++m_at;
        } else if (c == '\\' && at(1) == '\n') {
            ++m_at;
            return newLine();
        } else if (c == '#') {
            comment();
        } else if (digit(c) || (c == '.' && digit(at(1)))) {
            number();
        } else if (const std::size_t prefix = stringPrefix(m_text.substr(m_at)); prefix != std::string_view::npos) {
            return string(prefix);
        } else if (nameStart(c)) {
            return name();
        } else {
            return op();
        }
        return {};
    }

    Result<void> name() {
        const std::size_t start = m_at;
        while (nameRest(at())) ++m_at;
        if (m_at - start > kMaxName)
            return fail(Code::Limit, "{}: a name of more than {} characters", here(start).text(), kMaxName);
        push(TokenKind::Name, start);
        return {};
    }

    void number() {
        const std::size_t start = m_at;
        bool isFloat = false;
        if (at() == '0' && (at(1) == 'x' || at(1) == 'X' || at(1) == 'b' || at(1) == 'o')) {
            m_at += 2;
            while (std::isxdigit(static_cast<unsigned char>(at())) || at() == '_') ++m_at;
        } else {
            while (digit(at()) || at() == '_') ++m_at;
            if (at() == '.') isFloat = true, ++m_at;
            while (digit(at())) ++m_at;
            if ((at() == 'e' || at() == 'E') && (digit(at(1)) || ((at(1) == '+' || at(1) == '-') && digit(at(2))))) {
                isFloat = true;
                m_at += 2;
                while (digit(at())) ++m_at;
            }
        }
        if (nameRest(at())) {  // 1j, 3abc
            while (nameRest(at())) ++m_at;
            push(TokenKind::Bad, start);
            return;
        }
        push(isFloat ? TokenKind::Float : TokenKind::Int, start);
    }

    Result<void> string(std::size_t prefix) {
        const std::size_t start = m_at;
        const ScannedString found = scanString(m_text.substr(m_at), prefix, nullptr);
        const TokenKind kind = found.closed && !found.formatted ? TokenKind::String : TokenKind::Bad;
        m_at += found.size;
        push(kind, start);  // at the line where it starts
        for (std::size_t line = m_text.find('\n', start); line < start + found.size; line = m_text.find('\n', line + 1)) {
            m_at = line;
            WHITTLE_TRY_VOID(newLine());
        }
        m_at = start + found.size;
        return {};
    }

    Result<void> op() {
        const std::size_t start = m_at;
        for (const std::string_view candidate : kOperators)
            if (m_text.substr(m_at).starts_with(candidate)) {
                m_at += candidate.size();
                push(TokenKind::Op, start);
                return {};
            }
        const char c = at();
        ++m_at;
        if (c == '(' || c == '[' || c == '{') {
            if (++m_brackets > kMaxNesting)
                return fail(Code::Limit, "{}: brackets nested deeper than {}", here(start).text(), kMaxNesting);
        } else if ((c == ')' || c == ']' || c == '}') && m_brackets > 0) {
            --m_brackets;
        } else if (std::string_view(")]},.:;=+-*/%@<>&|^~").find(c) == std::string_view::npos) {
            push(TokenKind::Bad, start);
            return {};
        }
        push(TokenKind::Op, start);
        return {};
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_lineBegin = 0;
    int m_line = 1;
    bool m_lineStart = true;
    std::size_t m_brackets = 0;
    std::vector<std::size_t> m_indents{0};
    Tokens m_out;
};

namespace {

std::string whatIsWrong(std::string_view source) {
    if (digit(source.front()) || source.front() == '.') {
        const bool isComplex = source.find_first_not_of("0123456789._eE+-") == source.size() - 1 && (source.back() == 'j' || source.back() == 'J');
        return fmt::format("'{}' is {}", source, isComplex ? "a complex number, which is not supported as an argument" : "not a number this reader knows");
    }
    if (const std::size_t prefix = stringPrefix(source); prefix != std::string_view::npos)
        return scanString(source, prefix, nullptr).closed ? "formatted strings are code, which is never run" : "the string is not closed";
    return fmt::format("'{}' is not Python", source.front() < ' ' ? '?' : source.front());
}

}  // namespace

Token Tokens::operator[](std::size_t i) const {
    const Packed& token = m_tokens[i];
    return {static_cast<TokenKind>(token.kind), m_text.substr(token.from, token.size)};
}

Position Tokens::at(std::size_t i) const {
    const Packed& token = m_tokens[i];
    return {static_cast<int>(token.line), static_cast<int>(token.from - m_lines[token.line - 1]) + 1};
}

std::string Tokens::text(std::size_t i) const {
    const auto [kind, source] = (*this)[i];
    if (kind == TokenKind::Bad) return whatIsWrong(source);
    std::string out;
    if (kind == TokenKind::String) scanString(source, stringPrefix(source), &out);
    return out;
}

Result<Tokens> tokenise(std::string_view text) {
    if (text.size() > kMaxBytes) return fail(Code::Limit, "the text has {} bytes, at most {} are read", text.size(), kMaxBytes);
    return Lexer(text).run();
}

std::string stripColours(std::string_view text) {
    std::string out;
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        if (text[i] == '\x1b' && i + 1 < text.size() && text[i + 1] == '[') {
            std::size_t end = i + 2;
            while (end < text.size() && (digit(text[end]) || text[end] == ';')) ++end;
            if (end < text.size() && text[end] == 'm') {
                i = end;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

}  // namespace whittle::fx

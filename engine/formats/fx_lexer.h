// Python tokens of FX text and reproducer scripts. Only splits text: nothing here knows a graph, and nothing is
// ever run. Text outside the grammar we read (an unclosed quote in a banner, say) becomes a Bad token, so that
// the parser can step over it where it does not matter.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace whittle::fx {

struct Position {
    int line = 1;    ///< from 1
    int column = 1;  ///< from 1, in bytes
    std::string text() const { return fmt::format("{}:{}", line, column); }
};

enum class TokenKind { Name, Int, Float, String, Op, Newline, Indent, Dedent, Bad, End };

struct Token {
    TokenKind kind = TokenKind::End;
    std::string_view source;  ///< the bytes of the token
};

struct Comment {
    int line = 0;
    std::string_view text;  ///< without '#' and surrounding blanks
};

/// Ends with End; Newline ends each logical line, brackets join lines. A token takes 12 bytes, since a graph of a million nodes has
/// twenty million.
class Tokens {
public:
    std::vector<Comment> comments;

    std::size_t size() const { return m_tokens.size(); }
    Token operator[](std::size_t i) const;
    Position at(std::size_t i) const;
    std::string text(std::size_t i) const;  ///< decoded content of a String, what is wrong with a Bad one

private:
    friend class Lexer;
    struct Packed {
        std::uint32_t from;
        std::uint32_t size : 28;
        std::uint32_t kind : 4;
        std::uint32_t line;
    };
    std::string_view m_text;
    std::vector<Packed> m_tokens;
    std::vector<std::uint32_t> m_lines;  // where each begins
};

/// Views point into `text`, which must outlive the result; colour escapes must be gone (see stripColours).
/// Errors: Limit past 256 MB, 4 000 000 lines, 40 million tokens, 200 nested brackets or blocks, 1000 characters of a name.
Result<Tokens> tokenise(std::string_view text);

/// Removes "ESC [ ... m" of text printed with colours, carriage returns before a line's end, and a byte order mark.
std::string stripColours(std::string_view text);

}  // namespace whittle::fx

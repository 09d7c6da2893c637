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
    std::string text;         ///< decoded content of a String, what is wrong with a Bad one
    Position at;
};

struct Comment {
    int line = 0;
    std::string_view text;  ///< without '#' and surrounding blanks
};

struct Tokens {
    std::vector<Token> tokens;  ///< ends with End; Newline ends each logical line, brackets join lines
    std::vector<Comment> comments;
};

/// Views point into `text`, which must outlive the result; colour escapes must be gone (see stripColours).
/// Errors: Limit past 64 MiB, 1 000 000 lines, 200 nested brackets or blocks, 1000 characters of a name.
Result<Tokens> tokenise(std::string_view text);

/// Removes "ESC [ ... m" of text printed with colours, carriage returns before a line's end, and a byte order mark.
std::string stripColours(std::string_view text);

}  // namespace whittle::fx

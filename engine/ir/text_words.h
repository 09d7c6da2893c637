// Words and spellings that the printer and the parser of the text form must agree on. Private to
// engine/ir/text_*.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "engine/ir/graph.h"

namespace whittle::text {

inline constexpr int kVersion = 1;
inline constexpr int kMaxNesting = 200;

template <class T>
struct Spelling {
    std::string_view word;
    T value;
};

inline constexpr std::array<Spelling<InputKind>, 4> kInputKinds{{{"input", InputKind::User},
                                                                 {"param", InputKind::Parameter},
                                                                 {"buffer", InputKind::Buffer},
                                                                 {"const", InputKind::Constant}}};
inline constexpr std::array<Spelling<OutputKind>, 2> kUpdateKinds{
    {{"buffer", OutputKind::BufferMutation}, {"input", OutputKind::InputMutation}}};
inline constexpr std::array<Spelling<MemoryFormat>, 4> kMemoryFormats{{{"contiguous", MemoryFormat::Contiguous},
                                                                       {"channels_last", MemoryFormat::ChannelsLast},
                                                                       {"channels_last_3d", MemoryFormat::ChannelsLast3d},
                                                                       {"preserve", MemoryFormat::Preserve}}};
inline constexpr std::array<Spelling<Layout>, 1> kLayouts{{{"strided", Layout::Strided}}};

inline constexpr std::string_view kNonPersistent = "nonpersistent";

template <class Table, class T>
constexpr std::string_view wordOf(const Table& table, T value) {
    for (const auto& row : table)
        if (row.value == value) return row.word;
    return "?";
}

/// ASCII only: the text must not depend on the locale.
constexpr bool isAlpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
/// What `%name`, `@name` and metadata keys may hold without quotes.
constexpr bool isNameChar(char c) { return isAlpha(c) || isDigit(c) || c == '.'; }
constexpr bool isOpChar(char c) { return isNameChar(c) || c == ':'; }
constexpr bool isIdentifierChar(char c) { return isAlpha(c) || isDigit(c); }
/// What file, module and function names of an origin may hold without quotes.
constexpr bool isPathChar(char c) {
    return isNameChar(c) || std::string_view("/+-~$<>").find(c) != std::string_view::npos;
}

template <class Predicate>
constexpr bool allOf(std::string_view word, Predicate predicate) {
    return !word.empty() && std::all_of(word.begin(), word.end(), predicate);
}
constexpr bool isIdentifier(std::string_view word) { return allOf(word, isIdentifierChar) && isAlpha(word.front()); }
constexpr bool isOpName(std::string_view word) { return allOf(word, isOpChar) && isAlpha(word.front()); }

/// The parts of an origin after its file, in printing order.
struct OriginPart {
    std::string_view word;
    std::string Origin::*field;
};
inline constexpr std::array<OriginPart, 6> kOriginParts{{{"in", &Origin::function},
                                                         {"module", &Origin::modulePath},
                                                         {"type", &Origin::moduleType},
                                                         {"code", &Origin::code},
                                                         {"op", &Origin::op},
                                                         {"fx", &Origin::name}}};
inline constexpr std::string_view kFrom = "from";

constexpr bool isOriginWord(std::string_view word) {
    return word == kFrom || std::any_of(kOriginParts.begin(), kOriginParts.end(),
                                        [&](const OriginPart& part) { return part.word == word; });
}

}  // namespace whittle::text

// Spellings that the printer and the parser of kernels must agree on. Private to engine/loops/kernel_*.cpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "engine/loops/kernel.h"

namespace whittle::loops_text {

struct RoleWord {
    std::string_view word;
    LoopBuffer::Role role;
};
inline constexpr RoleWord kRoles[] = {{"in", LoopBuffer::Role::Input}, {"out", LoopBuffer::Role::Output}, {"upd", LoopBuffer::Role::Update}};
inline constexpr std::string_view kChannelsLast = "channels_last", kOverwritten = "overwritten", kTurnwise = "turnwise";
inline constexpr std::string_view kNoLeast = "-inf", kNoLargest = "inf";  ///< open ends of what is declared of a size

/// The dtype of a constant operand that is written without one; nothing: the line does not tell, so it must be written. `line` is the
/// dtype at the end of the line; `other` that of the other operand, if that is no constant.
inline std::optional<DType> plainDType(LoopOp op, DType line, std::size_t operand, std::optional<DType> other) {
    switch (op) {
        case LoopOp::Cast:
        case LoopOp::Reduce: return std::nullopt;
        case LoopOp::Indirect: return DType::I64;
        case LoopOp::Select: return operand == 0 ? DType::Bool : line;
        case LoopOp::Check: return operand == 1 ? line : DType::Bool;
        default: return op >= LoopOp::Eq ? other : line;
    }
}

/// What a kernel's name and a note hold without quotes.
constexpr bool isPlain(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; }

inline std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        else out += c;
    }
    return out + '"';
}
inline std::string plainOrQuoted(std::string_view text) { return std::ranges::all_of(text, isPlain) ? std::string(text) : quoted(text); }

}  // namespace whittle::loops_text

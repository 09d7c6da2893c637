#include "engine/formats/base64.h"

#include <cstdint>

namespace whittle {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string base64(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::string_view group = bytes.substr(at, 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i) bits = bits << 8 | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i) out += i <= group.size() ? kDigits[bits >> (18 - 6 * i) & 63] : '=';
    }
    return out;
}

Result<std::string> base64Bytes(std::string_view text) {
    if (text.size() % 4 != 0) return fail(Code::Format, "base64: {} characters are no multiple of 4", text.size());
    std::size_t digits = text.size();
    while (digits > 0 && text.size() - digits < 2 && text[digits - 1] == '=') --digits;
    std::string out;
    out.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    int waiting = 0;
    for (std::size_t at = 0; at < digits; ++at) {
        const std::size_t value = kDigits.find(text[at]);
        if (value == std::string_view::npos) return fail(Code::Format, "base64: character {} is none of the alphabet's", at);
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        waiting += 6;
        if (waiting >= 8) {
            waiting -= 8;
            out += static_cast<char>(bits >> waiting & 0xff);
        }
    }
    if ((bits & ((1U << waiting) - 1)) != 0) return fail(Code::Format, "base64: the last character says more than whole bytes");
    return out;
}

}  // namespace whittle

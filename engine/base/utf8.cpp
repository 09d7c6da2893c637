#include "engine/base/utf8.h"

#include <cstdint>

#include <fmt/format.h>

namespace whittle {
namespace {

struct Lead {
    unsigned char first, last;  // of the first byte
    int more;                   // bytes that follow
    std::uint32_t least;        // what needs so many bytes: shorter forms of a character are not well-formed
};
constexpr Lead kLeads[] = {{0x00, 0x7f, 0, 0}, {0xc2, 0xdf, 1, 0x80}, {0xe0, 0xef, 2, 0x800}, {0xf0, 0xf4, 3, 0x10000}};

// Bytes of the character that `bytes` begins with, 0 when there is none.
std::size_t characterAt(std::string_view bytes) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    for (const Lead& lead : kLeads) {
        if (at(0) < lead.first || at(0) > lead.last) continue;
        const auto size = static_cast<std::size_t>(lead.more) + 1;
        if (bytes.size() < size) return 0;
        std::uint32_t code = lead.more == 0 ? at(0) : at(0) & (0x3fu >> lead.more);
        for (std::size_t i = 1; i < size; ++i) {
            if ((at(i) & 0xc0) != 0x80) return 0;
            code = code << 6 | (at(i) & 0x3f);
        }
        const bool surrogate = code >= 0xd800 && code <= 0xdfff;
        return code < lead.least || code > 0x10ffff || surrogate ? 0 : size;
    }
    return 0;
}

}  // namespace

std::string validUtf8(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    while (!bytes.empty()) {
        const std::size_t size = characterAt(bytes);
        out += size == 0 ? std::string_view("\xef\xbf\xbd") : bytes.substr(0, size);
        bytes.remove_prefix(size == 0 ? 1 : size);
    }
    return out;
}

std::string printable(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    while (!bytes.empty()) {
        const std::size_t size = characterAt(bytes);
        const auto first = static_cast<unsigned char>(bytes[0]);
        const bool isEnd = first == '\n' || bytes.starts_with("\r\n");
        if (size == 0) out += "\xef\xbf\xbd";
        else if (size == 1 && (first < 0x20 || first == 0x7f) && first != '\t' && !isEnd) out += fmt::format("\\x{:02x}", first);
        else if (size == 2 && first == 0xc2 && static_cast<unsigned char>(bytes[1]) < 0xa0) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes[1]));  // U+0080 to U+009F
        else out += bytes.substr(0, size);
        bytes.remove_prefix(size == 0 ? 1 : size);
    }
    return out;
}

}  // namespace whittle

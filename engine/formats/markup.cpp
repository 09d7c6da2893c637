#include "engine/formats/markup.h"

#include <algorithm>

namespace whittle {
namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// Length of the well-formed UTF-8 character that `text` begins with, 0 when there is none that XML allows.
std::size_t characterLength(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if (!continues(text[i])) return 0;
    // Overlong forms, surrogates, past U+10FFFF, and U+FFFE and U+FFFF, which XML lacks.
    if ((first == 0xe0 && byte(1) < 0xa0) || (first == 0xed && byte(1) > 0x9f)) return 0;
    if ((first == 0xf0 && byte(1) < 0x90) || (first == 0xf4 && byte(1) > 0x8f)) return 0;
    if (first == 0xef && byte(1) == 0xbf && byte(2) >= 0xbe) return 0;
    return length;
}

// Where each character begins.
std::vector<std::size_t> beginnings(std::string_view text) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (!continues(text[i])) out.push_back(i);
    return out;
}

}  // namespace

std::string escapeMarkup(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = characterLength(text);
        const char c = text.front();
        if (length == 0) out += "\xef\xbf\xbd";
        else if (length > 1) out += text.substr(0, length);
        else if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '"') out += "&quot;";
        else if (c == '\'') out += "&#39;";
        else out += (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t') || c == '\x7f' ? ' ' : c;
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

std::string shortened(std::string_view text, std::size_t letters) {
    const std::vector<std::size_t> begins = beginnings(text);
    if (letters == 0 || begins.size() <= letters) return std::string(text);
    return std::string(text.substr(0, begins[letters - 1])) + "…";
}

std::string shortenedFront(std::string_view text, std::size_t letters) {
    const std::vector<std::size_t> begins = beginnings(text);
    if (letters < 2 || begins.size() <= letters) return std::string(text);
    return "…" + std::string(text.substr(begins[begins.size() - (letters - 1)]));
}

}  // namespace whittle

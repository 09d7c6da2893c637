#include "engine/base/failure.h"

#include <array>
#include <cctype>

namespace whittle {
namespace {

constexpr std::array<std::string_view, 8> kKindNames{"import_error", "compile_error", "crash",        "hang",
                                                     "out_of_memory", "run_error",    "wrong_result", "non_deterministic"};

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

}  // namespace

std::string_view failureKindName(FailureKind kind) { return kKindNames[static_cast<size_t>(kind)]; }

std::optional<FailureKind> parseFailureKind(std::string_view name) {
    for (size_t i = 0; i < kKindNames.size(); ++i)
        if (kKindNames[i] == name) return static_cast<FailureKind>(i);
    return std::nullopt;
}

std::string normaliseSignature(std::string_view text) {
    text = text.substr(0, text.find('\n'));
    std::string out;
    size_t i = 0;
    while (i < text.size()) {
        const char c = text[i];
        const bool startsWord = i == 0 || !isWord(text[i - 1]);
        if (c == '\'' || c == '"') {  // quoted names
            const size_t end = text.find(c, i + 1);
            if (end != std::string_view::npos) {
                out += c;
                out += '_';
                out += c;
                i = end + 1;
                continue;
            }
        }
        if (c == '/' && startsWord) {  // an absolute path, up to the next blank or bracket
            const size_t end = text.find_first_of(" \t,;:)]}", i);
            out += '_';
            i = end == std::string_view::npos ? text.size() : end;
            continue;
        }
        if (std::isdigit(static_cast<unsigned char>(c)) && startsWord) {  // numbers and addresses
            size_t end = i;
            while (end < text.size() && (isWord(text[end]) || (text[end] == '.' && end + 1 < text.size() &&
                                                               std::isdigit(static_cast<unsigned char>(text[end + 1])))))
                ++end;
            out += '#';
            i = end;
            continue;
        }
        out += c;
        ++i;
    }
    return out;
}

}  // namespace whittle

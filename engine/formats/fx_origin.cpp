#include "engine/formats/fx_origin.h"

#include <charconv>

namespace whittle::fx {
namespace {

constexpr std::size_t kMaxComment = 2000;  // every node below has a copy

}  // namespace

std::optional<Origin> parseOrigin(std::string_view comment) {
    if (!comment.starts_with("File: ")) return std::nullopt;
    comment.remove_prefix(6);
    comment = comment.substr(0, kMaxComment);
    if (comment.ends_with(", code:")) comment.remove_suffix(7);  // a blank at the end of a line is not kept
    Origin out;
    const std::size_t code = comment.find(", code: ");
    std::string_view head = comment.substr(0, code);
    if (code != std::string_view::npos) out.code = comment.substr(code + 8);
    const std::size_t in = head.rfind(" in ");
    if (in != std::string_view::npos) {
        out.function = head.substr(in + 4);
        head = head.substr(0, in);
    }
    const std::size_t colon = head.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view digits = head.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.line);
    if (error != std::errc() || end != digits.data() + digits.size() || out.line < 0) return std::nullopt;
    out.file = head.substr(0, colon);
    return out;
}

}  // namespace whittle::fx

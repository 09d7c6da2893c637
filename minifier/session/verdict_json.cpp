#include "minifier/session/verdict_json.h"

#include <array>
#include <charconv>

#include "engine/runtime/report_json.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> kVerdictNames{"fails", "passes", "invalid"};
constexpr std::array<std::string_view, 3> kEagerNames{"", "passes", "raises"};  // unknown is not written

}  // namespace

std::string_view verdictName(Verdict::Kind kind) { return kVerdictNames[static_cast<std::size_t>(kind)]; }

void addVerdict(Json& json, const Verdict& verdict) {
    json["verdict"] = verdictName(verdict.kind);
    if (verdict.failure) json["failure"] = failureJson(*verdict.failure);
    if (!verdict.note.empty()) json["note"] = verdict.note;
    if (!verdict.limits.empty()) json["limits"] = verdict.limits;
    if (verdict.eager != Verdict::Eager::Unknown) json["eager"] = kEagerNames[static_cast<std::size_t>(verdict.eager)];
    if (verdict.runs == 1) return;
    json["runs"] = verdict.runs;
    json["fails"] = verdict.fails;
}

std::optional<Verdict> verdictFromJson(const Json& json) {
    const auto has = [&](const char* key, auto is) { return json.contains(key) && (json[key].*is)(); };
    if (!json.is_object() || !has("verdict", &Json::is_string)) return std::nullopt;
    Verdict verdict;
    const auto name = json["verdict"].get<std::string>();
    std::size_t kind = 0;
    while (kind < kVerdictNames.size() && kVerdictNames[kind] != name) ++kind;
    if (kind == kVerdictNames.size()) return std::nullopt;
    verdict.kind = static_cast<Verdict::Kind>(kind);
    if (json.contains("failure")) {
        auto failure = parseFailure(json["failure"]);
        if (!failure) return std::nullopt;
        verdict.failure = *std::move(failure);
    }
    if (has("note", &Json::is_string)) verdict.note = json["note"].get<std::string>();
    if (has("limits", &Json::is_string)) verdict.limits = json["limits"].get<std::string>();
    if (has("eager", &Json::is_string)) verdict.eager = json["eager"].get<std::string>() == "raises" ? Verdict::Eager::Raises : Verdict::Eager::Passes;
    if (has("runs", &Json::is_number_unsigned) && has("fails", &Json::is_number_unsigned)) {
        verdict.runs = json["runs"].get<int>();
        verdict.fails = json["fails"].get<int>();
    }
    if (verdict.kind == Verdict::Kind::Fails && !verdict.failure) return std::nullopt;
    return verdict;
}

std::optional<Hash128> parseHash(std::string_view hex) {
    Hash128 hash;
    if (hex.size() != 32) return std::nullopt;
    const auto half = [](std::string_view text, std::uint64_t& out) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, 16);
        return error == std::errc() && end == text.data() + text.size();
    };
    if (!half(hex.substr(0, 16), hash.high) || !half(hex.substr(16), hash.low)) return std::nullopt;
    return hash;
}

}  // namespace whittle

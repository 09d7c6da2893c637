#include "minifier/session/failure_json.h"

#include <array>

namespace whittle {
namespace {

struct TextField {
    const char* key;
    std::string Failure::* member;
};
constexpr TextField kFields[] = {
    {"signature", &Failure::signature}, {"phase", &Failure::phase},   {"node", &Failure::node},
    {"message", &Failure::message},     {"detail", &Failure::detail},
};

}  // namespace

nlohmann::ordered_json failureJson(const Failure& failure) {
    nlohmann::ordered_json json{{"kind", failureKindName(failure.kind)}};
    for (const TextField& field : kFields) json[field.key] = failure.*field.member;
    return json;
}

std::optional<Failure> failureFromJson(const nlohmann::ordered_json& json) {
    if (!json.is_object()) return std::nullopt;
    const auto text = [&](const char* key) -> std::optional<std::string> {
        const auto found = json.find(key);
        if (found == json.end() || !found->is_string()) return std::nullopt;
        return found->get<std::string>();
    };
    const auto kindName = text("kind");
    const auto kind = kindName ? parseFailureKind(*kindName) : std::nullopt;
    if (!kind) return std::nullopt;
    Failure failure{.kind = *kind, .signature = {}, .phase = {}, .node = {}, .message = {}, .detail = {}};
    for (const TextField& field : kFields) {
        auto value = text(field.key);
        if (!value) return std::nullopt;
        failure.*field.member = *std::move(value);
    }
    return failure;
}

std::string jsonLine(const nlohmann::ordered_json& json) {
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace whittle

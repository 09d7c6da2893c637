// Advice taken: calls as JSON, with what it says to mark or to compile otherwise.
#include <algorithm>
#include <array>

#include <fmt/ranges.h>

#include "engine/dispatch/call_sequence.h"

namespace whittle {
namespace {

constexpr std::array<std::string_view, 4> kMarks{"mark_dynamic", "maybe_mark_dynamic", "mark_static", "mark_unbacked"};
constexpr std::string_view kUnmark = "unmark";

// The argument that holds the tensor which `name` is: "same_as" leads there.
std::string holderOf(const Json& call, std::string name) {
    for (std::size_t steps = 0; steps < call.size(); ++steps) {
        const Json* value = optionalField(call, name);
        const Json* other = value && value->is_object() ? optionalField(*value, "same_as") : nullptr;
        if (!other || !other->is_string()) break;
        name = other->get<std::string>();
    }
    return name;
}

// Any way to give a tensor, as an object.
Result<Json> objectOf(const Json& given) {
    if (given.is_object()) return given;
    if (given.is_array()) return Json{{"shape", given}};
    WHITTLE_TRY(const std::string text, asString(given, "a tensor"));
    const std::size_t bracket = static_cast<std::size_t>(std::ranges::find(text, '[') - text.begin());
    WHITTLE_TRY(Json shape, parseJson(std::string_view(text).substr(bracket)));
    return Json{{"dtype", text.substr(0, bracket)}, {"shape", std::move(shape)}};
}

// What was said of the dimension before is no longer true.
Result<void> mark(Json& tensor, std::int64_t dim, std::string_view as) {
    for (const std::string_view key : kMarks) {
        const auto said = tensor.find(key);
        if (said == tensor.end()) continue;
        WHITTLE_TRY(const Json* list, asArray(*said, key));
        Json left = Json::array();
        for (const Json& item : *list) {
            WHITTLE_TRY(const std::int64_t other, asInt(item, key));
            if (other != dim) left.push_back(item);
        }
        if (left.empty()) tensor.erase(said);
        else *said = std::move(left);
    }
    if (as != kUnmark) tensor[std::string(as)].push_back(dim);
    if (tensor.contains("mark_dynamic")) return {};
    for (const char* const end : {"min", "max"}) tensor.erase(end);
    return {};
}

bool isMark(std::string_view key) { return key == kUnmark || std::ranges::find(kMarks, key) != kMarks.end(); }

}  // namespace

Result<Json> withChange(const Json& calls, const Json& change, const Graph& graph) {
    WHITTLE_TRY(const std::vector<SequencedCall> parsed, parseCalls(calls, graph, 0));
    Json out = calls.is_object() ? calls : Json{{"calls", calls}};
    if (const Json* dynamic = optionalField(change, "dynamic")) out["dynamic"] = *dynamic;
    std::vector<std::string> names;
    for (const GraphInput& input : graph.inputs())
        if (input.kind == InputKind::User) names.push_back(graph.value(input.value).name);
    for (const auto& [key, marks] : change.items()) {
        if (!isMark(key)) continue;
        WHITTLE_TRY(const Json* byName, asObject(marks, key));
        for (std::size_t i = 0; i < parsed.size(); ++i)
            for (const auto& [name, dims] : byName->items()) {
                const auto place = std::ranges::find(names, name);
                if (place == names.end()) return fail(Code::Argument, "the program has no input '{}'; it has {}", name, fmt::join(names, ", "));
                const TensorArg* tensor = parsed[i].arguments[static_cast<std::size_t>(place - names.begin())].tensor();
                if (!tensor) continue;
                Json& given = out["calls"][i][holderOf(out["calls"][i], name)];
                if (given.is_null()) given = Json::object();
                WHITTLE_TRY(given, objectOf(given));
                WHITTLE_TRY(const Json* list, asArray(dims, key));
                for (const Json& item : *list) {
                    WHITTLE_TRY(const std::int64_t dim, asInt(item, key));
                    if (dim >= 0 && dim < static_cast<std::int64_t>(tensor->sizes.size())) WHITTLE_TRY_VOID(mark(given, dim, key));
                }
            }
    }
    return out;
}

bool isKnownChange(const Json& change) {
    if (!change.is_object() || change.empty()) return false;
    for (const auto& [key, value] : change.items())
        if (key != "dynamic" && !isMark(key)) return false;
    return true;
}

Result<std::optional<Dynamic>> dynamicOf(const Json& calls) {
    const Json* said = calls.is_object() ? optionalField(calls, "dynamic") : nullptr;
    if (!said || *said == "auto") return std::optional<Dynamic>(said ? std::optional(Dynamic::Automatic) : std::nullopt);
    if (!said->is_boolean()) return fail(Code::Format, "'dynamic' is to be true, false or \"auto\", not {}", describeJson(*said));
    return std::optional(said->get<bool>() ? Dynamic::Always : Dynamic::Never);
}

}  // namespace whittle

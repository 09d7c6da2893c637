// Advice taken: calls as JSON, with what it says to mark or to compile otherwise.
#include <algorithm>

#include <fmt/ranges.h>

#include "engine/dispatch/call_sequence.h"

namespace whittle {
namespace {

constexpr std::string_view kMark = "mark_dynamic";

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
    const std::size_t bracket = std::min(text.find('['), text.size());
    WHITTLE_TRY(Json shape, parseJson(std::string_view(text).substr(bracket)));
    return Json{{"dtype", text.substr(0, bracket)}, {"shape", std::move(shape)}};
}

// What was said of the dimension before is no longer true.
Result<void> mark(Json& tensor, std::int64_t dim) {
    for (const std::string_view key : {std::string_view("mark_static"), std::string_view("maybe_mark_dynamic"), std::string_view("mark_unbacked"), kMark}) {
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
    tensor[std::string(kMark)].push_back(dim);
    return {};
}

}  // namespace

Result<Json> withChange(const Json& calls, const Json& change, const Graph& graph) {
    WHITTLE_TRY(const std::vector<SequencedCall> parsed, parseCalls(calls, graph, 0));
    Json out = calls.is_object() ? calls : Json{{"calls", calls}};
    if (const Json* dynamic = optionalField(change, "dynamic")) out["dynamic"] = *dynamic;
    const Json* marks = optionalField(change, kMark);
    if (!marks) return out;
    WHITTLE_TRY(const Json* byName, asObject(*marks, kMark));
    std::vector<std::string> names;
    for (const GraphInput& input : graph.inputs())
        if (input.kind == InputKind::User) names.push_back(graph.value(input.value).name);
    for (std::size_t i = 0; i < parsed.size(); ++i)
        for (const auto& [name, dims] : byName->items()) {
            const auto place = std::ranges::find(names, name);
            if (place == names.end()) return fail(Code::Argument, "the program has no input '{}'; it has {}", name, fmt::join(names, ", "));
            const TensorArg* tensor = parsed[i].arguments[static_cast<std::size_t>(place - names.begin())].tensor();
            if (!tensor) continue;
            Json& given = out["calls"][i][holderOf(out["calls"][i], name)];
            if (given.is_null()) given = Json::object();
            WHITTLE_TRY(given, objectOf(given));
            WHITTLE_TRY(const Json* list, asArray(dims, kMark));
            for (const Json& item : *list) {
                WHITTLE_TRY(const std::int64_t dim, asInt(item, kMark));
                if (dim >= 0 && dim < static_cast<std::int64_t>(tensor->sizes.size())) WHITTLE_TRY_VOID(mark(given, dim));
            }
        }
    return out;
}

Result<std::optional<Dynamic>> dynamicOf(const Json& calls) {
    const Json* said = calls.is_object() ? optionalField(calls, "dynamic") : nullptr;
    if (!said || *said == "auto") return std::optional<Dynamic>(said ? std::optional(Dynamic::Automatic) : std::nullopt);
    if (!said->is_boolean()) return fail(Code::Format, "'dynamic' is to be true, false or \"auto\", not {}", describeJson(*said));
    return std::optional(said->get<bool>() ? Dynamic::Always : Dynamic::Never);
}

}  // namespace whittle

#include "engine/formats/json.h"

#include <cmath>
#include <limits>

namespace whittle {
namespace {

constexpr std::string_view kNonFinite[] = {"NaN", "Infinity", "-Infinity"};

std::unexpected<Error> mismatch(const Json& value, std::string_view what, std::string_view wanted) {
    return fail(Code::Format, "expected {} to be {}, found {}", what, wanted, describeJson(value));
}

}  // namespace

std::string describeJson(const Json& value) {
    switch (value.type()) {
        case Json::value_t::null: return "null";
        case Json::value_t::object: return value.empty() ? "an empty object" : "an object with '" + value.begin().key() + "'";
        case Json::value_t::array: return fmt::format("a list of {}", value.size());
        case Json::value_t::string: return "the text '" + value.get_ref<const std::string&>().substr(0, 60) + "'";
        case Json::value_t::boolean: return value.get<bool>() ? "true" : "false";
        case Json::value_t::number_float: return fmt::format("the number {}", value.get<double>());
        case Json::value_t::number_unsigned: return fmt::format("the number {}", value.get<std::uint64_t>());
        case Json::value_t::number_integer: return fmt::format("the number {}", value.get<std::int64_t>());
        default: return "something else";
    }
}

const Json* optionalField(const Json& object, std::string_view key) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

Result<const Json*> objectField(const Json& object, std::string_view key) {
    if (!object.is_object()) return fail(Code::Format, "expected an object with key '{}', found {}", key, describeJson(object));
    const Json* field = optionalField(object, key);
    if (!field) return fail(Code::Format, "the key '{}' is missing", key);
    return field;
}

Result<const Json*> asObject(const Json& value, std::string_view what) {
    if (!value.is_object()) return mismatch(value, what, "an object");
    return &value;
}

Result<const Json*> asArray(const Json& value, std::string_view what) {
    if (!value.is_array()) return mismatch(value, what, "a list");
    return &value;
}

Result<std::string> asString(const Json& value, std::string_view what) {
    if (!value.is_string()) return mismatch(value, what, "text");
    return value.get_ref<const std::string&>();
}

Result<std::int64_t> asInt(const Json& value, std::string_view what) {
    if (!value.is_number_integer()) return mismatch(value, what, "an integer");
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
        return mismatch(value, what, "an integer of 64 bits");
    return value.get<std::int64_t>();
}

Result<double> asFloat(const Json& value, std::string_view what) {
    if (value.is_number()) return value.get<double>();
    if (value == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (value == "Infinity") return std::numeric_limits<double>::infinity();
    if (value == "-Infinity") return -std::numeric_limits<double>::infinity();
    return mismatch(value, what, "a number");
}

Result<bool> asBool(const Json& value, std::string_view what) {
    if (!value.is_boolean()) return mismatch(value, what, "true or false");
    return value.get<bool>();
}

std::string& JsonWriter::item() {
    if (!m_first && !m_afterKey) m_out += ", ";
    m_first = m_afterKey = false;
    return m_out;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    text(name);
    m_out += ": ";
    m_afterKey = true;
    return *this;
}

void JsonWriter::text(std::string_view value) {
    item() += Json(value).dump(-1, ' ', true, Json::error_handler_t::replace);
}

void JsonWriter::real(double value) {
    if (std::isfinite(value)) {
        item() += Json(value).dump();
        return;
    }
    const std::string_view word = kNonFinite[std::isnan(value) ? 0 : value > 0 ? 1 : 2];
    if (m_style == NonFinite::Quoted) return text(word);
    item() += word;
}

}  // namespace whittle

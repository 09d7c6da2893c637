#include "engine/formats/json.h"

#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace whittle {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{512} << 20;
constexpr std::size_t kMaxDepth = 200;
constexpr std::size_t kMaxValues = 50'000'000;  // a value costs 16 bytes and more, so this bounds memory

constexpr std::string_view kNonFinite[] = {"NaN", "Infinity", "-Infinity"};

// Puts quotes around bare non-finite numbers, which the JSON grammar lacks. Nothing to do in most files.
std::optional<std::string> quoteNonFinite(std::string_view text) {
    std::optional<std::string> out;
    if (text.find("NaN") == text.npos && text.find("Infinity") == text.npos) return out;
    std::size_t copied = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\') ++i;
            else if (c == '"') inString = false;
            continue;
        }
        if (c == '"') inString = true;
        if (c != 'N' && c != 'I' && c != '-') continue;
        for (const std::string_view word : kNonFinite) {
            if (!text.substr(i).starts_with(word)) continue;
            if (!out) out.emplace();
            out->append(text.substr(copied, i - copied)).append("\"").append(word).append("\"");
            i += word.size() - 1;
            copied = i + 1;
            break;
        }
    }
    if (out) out->append(text.substr(copied));
    return out;
}

// Builds the tree itself, because the library's own builder has no limits and keeps the last of two equal keys.
class TreeBuilder {
public:
    using number_integer_t = Json::number_integer_t;
    using number_unsigned_t = Json::number_unsigned_t;
    using number_float_t = Json::number_float_t;
    using string_t = Json::string_t;
    using binary_t = Json::binary_t;

    Json root;
    std::optional<Error> error;

    bool null() { return add(nullptr); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(number_integer_t value) { return add(value); }
    bool number_unsigned(number_unsigned_t value) { return add(value); }
    bool number_float(number_float_t value, const string_t&) { return add(value); }
    // Copied, not moved: the parser's buffer keeps its room for the next text, and the tree takes no more than it needs.
    bool string(string_t& value) { return add(std::as_const(value)); }
    bool binary(binary_t&) { return stop(Code::Format, "binary data in JSON"); }
    bool start_object(std::size_t) { return open(Json::object()); }
    bool start_array(std::size_t) { return open(Json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(string_t& name) {
        const auto [member, fresh] = m_open.back()->get_ref<Json::object_t&>().try_emplace(name);
        if (!fresh) return stop(Code::Format, fmt::format("the key '{}' occurs twice", name));
        m_member = &member->second;
        return true;
    }
    template <class Exception>
    bool parse_error(std::size_t position, const std::string& token, const Exception&) {
        return stop(Code::Format, fmt::format("not valid JSON at byte {}, near '{}'", position, token.substr(0, 80)));
    }

private:
    bool stop(Code code, std::string message) {
        error = Error{code, std::move(message), {}};
        return false;
    }
    Json* place(Json value) {
        if (m_open.empty()) return &(root = std::move(value));
        Json& parent = *m_open.back();
        if (parent.is_object()) return &(*m_member = std::move(value));
        parent.push_back(std::move(value));
        return &parent.back();
    }
    bool add(Json value) {
        if (++m_count > kMaxValues) return stop(Code::Limit, fmt::format("more than {} values", kMaxValues));
        place(std::move(value));
        return true;
    }
    bool open(Json value) {
        if (m_open.size() >= kMaxDepth) return stop(Code::Limit, fmt::format("nested deeper than {} levels", kMaxDepth));
        if (++m_count > kMaxValues) return stop(Code::Limit, fmt::format("more than {} values", kMaxValues));
        // The pointer stays good: only the innermost open container grows.
        m_open.push_back(place(std::move(value)));
        return true;
    }
    bool close() {
        m_open.pop_back();
        return true;
    }

    std::vector<Json*> m_open;
    Json* m_member = nullptr;  // the value of the key last read
    std::size_t m_count = 0;
};

std::unexpected<Error> mismatch(const Json& value, std::string_view what, std::string_view wanted) {
    return fail(Code::Format, "expected {} to be {}, found {}", what, wanted, describeJson(value));
}

}  // namespace

Result<Json> parseJson(std::string_view text) {
    if (text.size() > kMaxBytes)
        return fail(Code::Limit, "JSON of {} bytes, at most {} are accepted", text.size(), kMaxBytes);
    const std::optional<std::string> quoted = quoteNonFinite(text);
    if (quoted) text = *quoted;
    TreeBuilder tree;
    if (!Json::sax_parse(text.begin(), text.end(), &tree)) {
        if (!tree.error) return fail(Code::Format, "not valid JSON");
        return std::unexpected(std::move(*tree.error));
    }
    return std::move(tree.root);
}

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

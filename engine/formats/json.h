// JSON as hostile text: bounded in depth and size, 64-bit integers exact, duplicate keys refused. Accepts
// the bare NaN, Infinity and -Infinity of Python's writer, and hands them out as strings of that spelling,
// which is also how newer PyTorch versions write them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "engine/base/result.h"

namespace whittle {

using Json = nlohmann::json;

/// Errors: Format with the byte position, Limit past 512 MiB, 200 levels or 50 million values.
Result<Json> parseJson(std::string_view text);

/// "an object", "the number 5", for messages about a value that is not what was expected.
std::string describeJson(const Json& value);

// Checked access; `what` names the value in the message: "expected 'nodes' to be a list, found the number 5".
Result<const Json*> objectField(const Json& object, std::string_view key);   ///< the value of a key that must be there
const Json* optionalField(const Json& object, std::string_view key);         ///< null when absent or JSON null
Result<const Json*> asObject(const Json& value, std::string_view what);
Result<const Json*> asArray(const Json& value, std::string_view what);
Result<std::string> asString(const Json& value, std::string_view what);
Result<std::int64_t> asInt(const Json& value, std::string_view what);
Result<double> asFloat(const Json& value, std::string_view what);            ///< also "NaN", "Infinity", "-Infinity"
Result<bool> asBool(const Json& value, std::string_view what);

/// Writes JSON as text, in order and without a tree: commas, escapes (ASCII only) and numbers as Python prints them.
class JsonWriter {
public:
    /// How a float that JSON cannot say is spelled: bare as Python does, or as a string.
    enum class NonFinite { Bare, Quoted };
    explicit JsonWriter(NonFinite style) : m_style(style) {}

    template <class F>
    void object(F&& members) { nest('{', '}', members); }
    template <class F>
    void array(F&& elements) { nest('[', ']', elements); }
    JsonWriter& key(std::string_view name);
    void text(std::string_view value);
    void integer(std::int64_t value) { item() += std::to_string(value); }
    void real(double value);
    void boolean(bool value) { item() += value ? "true" : "false"; }
    void null() { item() += "null"; }
    void raw(std::string_view json) { item() += json; }  ///< JSON text made elsewhere

    std::string take() { return std::move(m_out); }

private:
    template <class F>
    void nest(char open, char close, F& content) {
        item() += open;
        m_first = true;
        content();
        m_first = false;
        m_out += close;
    }
    std::string& item();

    NonFinite m_style;
    std::string m_out;
    bool m_first = true;
    bool m_afterKey = false;
};

}  // namespace whittle

// The members of a JSON object as slices of its text, without a tree: most of a trace's metadata is stacks that nobody
// asks for, and skipping them is ten times faster than parsing them. What is wanted is then parsed as usual.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace whittle::trace {

struct JsonMember {
    std::string_view key;    ///< as written between its quotes
    std::string_view value;  ///< the text of the value
};

/// The members in order; nothing when the text is not one whole object. Brackets, strings and the places of commas are checked,
/// the spelling of what lies deeper is not. Limit: 200 levels, 4096 members.
std::optional<std::vector<JsonMember>> jsonMembers(std::string_view object);

/// The elements of an array as slices of its text; nothing when it is none. Limit: 200 levels.
std::optional<std::vector<std::string_view>> jsonElements(std::string_view array);

/// The value of a key, or an empty text: the object lacks it, or is none.
std::string_view jsonMember(std::string_view object, std::string_view key);

// Values of the wanted type; anything else is nothing. Numbers may have a fraction of zero.
std::optional<std::string> jsonString(std::string_view value);
std::optional<std::int64_t> jsonInt(std::string_view value);
std::optional<double> jsonNumber(std::string_view value);
std::optional<bool> jsonBool(std::string_view value);

/// Of a line or a rank: 0 where there is none or it is below, the largest int for a larger one.
int clampedInt(std::optional<std::int64_t> value);

/// A text for people: of a string its characters, of anything else what stands there; of null and of nothing an empty one.
std::string jsonWords(std::string_view value);

}  // namespace whittle::trace

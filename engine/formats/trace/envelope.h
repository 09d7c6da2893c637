// The JSON object in the header of a record: one key says what the record is, the others in which compile it was made.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/formats/trace/compile_record.h"
#include "engine/formats/trace/json_members.h"

namespace whittle::trace {

/// Slices of the header's text, which must outlive it. Every field may be missing or of another type in a damaged log.
struct Envelope {
    std::string_view kind;         ///< "(none)" when there are context keys only
    std::string_view body;         ///< the value of that key
    CompileId id;
    int attempt = 0;
    std::optional<std::int64_t> rank;
    std::string_view digest;       ///< has_payload
};

/// Nothing when the text is not one JSON object.
std::optional<Envelope> parseEnvelope(std::string_view json);

/// The list of frames as text; `name` gives the file name of an id.
template <class Name>
Stack parseStack(std::string_view list, Name&& name) {
    Stack out;
    const auto frames = jsonElements(list);
    if (!frames) return out;
    for (const std::string_view frame : *frames) {
        StackFrame& to = out.emplace_back();
        const auto members = jsonMembers(frame);
        if (!members) continue;
        for (const auto& [key, value] : *members) {
            if (key == "line") to.line = clampedInt(jsonInt(value));
            if (key == "name") to.function = jsonWords(value);
            if (key == "loc") to.code = jsonWords(value);
            if (key == "filename") to.file = name(value);
        }
    }
    return out;
}

}  // namespace whittle::trace

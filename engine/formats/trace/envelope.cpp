#include "engine/formats/trace/envelope.h"

#include <algorithm>
#include <limits>

namespace whittle::trace {
namespace {

// Every key that may stand beside the one that names the kind.
constexpr struct {
    std::string_view key;
    void (*take)(Envelope&, std::string_view value);
} kContext[] = {
    {"rank", [](Envelope& e, std::string_view value) { e.rank = jsonInt(value); }},
    {"compiled_autograd_id", [](Envelope& e, std::string_view value) { e.id.autograd = jsonInt(value); }},
    {"frame_id", [](Envelope& e, std::string_view value) { e.id.frame = jsonInt(value); }},
    {"frame_compile_id", [](Envelope& e, std::string_view value) { e.id.compile = jsonInt(value); }},
    {"attempt",
     [](Envelope& e, std::string_view value) {
         e.attempt = static_cast<int>(std::clamp<std::int64_t>(jsonInt(value).value_or(0), 0, std::numeric_limits<int>::max()));
     }},
    {"has_payload", [](Envelope& e, std::string_view value) { e.digest = value.size() > 2 ? value.substr(1, value.size() - 2) : std::string_view(); }},
    {"stack", [](Envelope&, std::string_view) {}},
};

}  // namespace

std::optional<Envelope> parseEnvelope(std::string_view json) {
    const auto members = jsonMembers(json);
    if (!members) return {};
    Envelope out{.kind = "(none)"};
    bool named = false;
    for (const auto& [key, value] : *members) {
        const auto context = std::find_if(std::begin(kContext), std::end(kContext), [&](const auto& row) { return row.key == key; });
        // A lone "stack" is context too; kinds come first in what PyTorch writes, and only the first is the record's.
        if (context != std::end(kContext)) {
            context->take(out, value);
        } else if (!named) {
            out.kind = key;
            out.body = value;
            named = true;
        }
    }
    return out;
}

}  // namespace whittle::trace

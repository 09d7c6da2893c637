#include "engine/capture/source.h"

#include <algorithm>

namespace whittle {

const CallValue* Source::inside(const CallValue& value) const {
    const CallValue* at = &value;
    for (const auto& step : steps) {
        if (const auto* index = std::get_if<std::size_t>(&step)) {
            const auto* list = at->as<CallValue::List>();
            if (!list || *index >= list->size()) return nullptr;
            at = &(*list)[*index];
        } else {
            const auto* dict = at->as<CallValue::Dict>();
            if (!dict) return nullptr;
            const auto found = std::ranges::find(*dict, std::get<std::string>(step), &std::pair<std::string, CallValue>::first);
            if (found == dict->end()) return nullptr;
            at = &found->second;
        }
    }
    return at;
}

}  // namespace whittle

// Where a value that a guard checks comes from: an argument, or what the function reads besides its arguments, and the way into it.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/capture/call_value.h"

namespace whittle {

struct Source {
    int root = 0;  ///< position among the arguments, then what is bound (engine/capture/function.h)
    std::vector<std::variant<std::size_t, std::string>> steps;  ///< list index or dict key
    std::string text;  ///< as PyTorch writes it: "L['x']", "L['n'][0]", "L['d']['a']", "G['K']"

    Source item(std::size_t index) const {
        Source out = *this;
        out.steps.emplace_back(index);
        out.text += fmt::format("[{}]", index);
        return out;
    }
    Source key(const std::string& name) const {
        Source out = *this;
        out.steps.emplace_back(name);
        out.text += fmt::format("['{}']", name);
        return out;
    }
    std::string size(int dim) const { return fmt::format("{}.size()[{}]", text, dim); }
    std::string stride(int dim) const { return fmt::format("{}.stride()[{}]", text, dim); }

    /// The value in a call, or null where that call has nothing there.
    const CallValue* in(std::span<const CallValue> values) const {
        if (static_cast<std::size_t>(root) >= values.size()) return nullptr;
        const CallValue* at = &values[static_cast<std::size_t>(root)];
        return steps.empty() ? at : inside(*at);
    }

private:
    const CallValue* inside(const CallValue& value) const;
};

}  // namespace whittle

// An option of Inductor that a script sets, and that belongs to what an oracle is.
#pragma once

#include <string>

namespace whittle {

/// torch._inductor.config.<name> = <value>; the name is identifiers with dots between them, the value a Python literal.
struct InductorSetting {
    std::string name, value;
    friend bool operator==(const InductorSetting&, const InductorSetting&) = default;
};

}  // namespace whittle

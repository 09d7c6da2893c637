// Sizes of the form factor * symbol + rest: those that tell the symbol when they are known, and that torch.export has names for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/ir/sym.h"

namespace whittle {

struct AffineSize {
    std::int64_t factor = 1;  ///< never 0
    std::string symbol;
    std::int64_t rest = 0;

    /// The symbol's value where the size is `size`; nothing when it is no integer, or leaves int64.
    std::optional<std::int64_t> symbolWhere(std::int64_t size) const;
};

/// Nothing for a constant, for several symbols, and for a symbol inside a product or a function. Pure.
std::optional<AffineSize> affineSize(const SymInt& size);

}  // namespace whittle

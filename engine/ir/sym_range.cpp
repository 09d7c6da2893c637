#include "engine/ir/sym_range.h"

#include "engine/ir/graph.h"

namespace whittle {

SymRange acceptedRange(const SymbolInfo& info) {
    constexpr std::int64_t kTracersLowerBound = 2;
    return {info.min && *info.min > kTracersLowerBound ? info.min : std::nullopt, info.max};
}

}  // namespace whittle

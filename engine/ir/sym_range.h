// Which values of a symbol a graph runs with. Code may rely on it, since whoever binds symbols asks for the same.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace whittle {

class Graph;
struct SymbolInfo;

/// Both ends belong to it; an end that is missing is open.
struct SymRange {
    std::optional<std::int64_t> min, max;
    bool isEmpty() const { return min && max && *min > *max; }
    bool holds(std::int64_t value) const { return !(min && value < *min) && !(max && value > *max); }
    friend bool operator==(const SymRange&, const SymRange&) = default;
};

/// Of a size of which nothing is declared.
inline constexpr SymRange kAnySize{.min = 0, .max = std::nullopt};

using SymRanges = std::map<std::string, SymRange, std::less<>>;

/// What is declared, without a lower bound up to 2: the tracer writes 2 for "not specialised to 0 and 1", and smaller sizes still run.
SymRange acceptedRange(const SymbolInfo& info);

/// The symbols of a graph of which more or less is known than that they are sizes: what is declared, and numbers, which may be below 0.
/// Cost: the sizes of the user's inputs.
SymRanges symbolRanges(const Graph& graph);

}  // namespace whittle

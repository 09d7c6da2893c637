// Which values of a symbol a graph runs with. Code may rely on it, since whoever binds symbols asks for the same.
#pragma once

#include <cstdint>
#include <optional>

namespace whittle {

struct SymbolInfo;

/// Both ends belong to it; an end that is missing is open.
struct SymRange {
    std::optional<std::int64_t> min, max;
    bool isOpen() const { return !min && !max; }
    bool isEmpty() const { return min && max && *min > *max; }
    bool holds(std::int64_t value) const { return !(min && value < *min) && !(max && value > *max); }
    friend bool operator==(const SymRange&, const SymRange&) = default;
};

/// What is declared, without a lower bound up to 2: the tracer writes 2 for "not specialised to 0 and 1", and smaller sizes still run.
SymRange acceptedRange(const SymbolInfo& info);

}  // namespace whittle

// The inputs of a call against the graph's types, and the symbols' values from them. What bindSymbols does, for the calls that are right
// and of sizes that are plain; everything else is left to it, and so are all errors.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/ir/graph.h"

namespace whittle {

class InputBinding {
public:
    /// The graph's weights and types must not change afterwards.
    explicit InputBinding(const Graph& graph);

    /// Symbols that inputs may tell, in name order.
    const std::vector<std::string>& symbols() const { return m_symbols; }

    /// Their values, in that order; nothing: ask bindSymbols. `userInputs` as for interpret(). Cost: a comparison a dimension.
    std::optional<std::vector<std::int64_t>> match(const Graph& graph, std::span<const Datum> userInputs) const;

private:
    struct Dimension {
        std::int64_t size = 0;  // where it is constant
        int symbol = -1;        // else into m_symbols
    };
    struct Input {
        std::size_t position = 0;  // among the graph's inputs
        DType dtype = DType::F32;
        bool isTensor = true;      // else an integer, its one "dimension"
        std::vector<Dimension> dimensions;
    };
    struct Range {
        std::int64_t min = 0, max = 0;
    };

    bool plain(const SymInt& size, std::vector<Dimension>& out) const;

    bool m_isPlain = true;  // every type is of the kinds above, and every weight is there and fits
    std::vector<std::string> m_symbols;
    std::vector<Range> m_ranges;
    std::vector<Input> m_users;
};

}  // namespace whittle

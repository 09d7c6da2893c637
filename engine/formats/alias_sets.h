// Which values of a program being imported share memory. A cell is one way to see a piece of memory: the memory
// as it was made (a root), or a view of another cell. A write gives one cell a new value; the cells it is seen
// through and those that see it are then out of date, each until it is worked out again. Knows no operator.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/ids.h"

namespace whittle {

using CellId = std::int32_t;

class AliasSets {
public:
    /// How a view came about: the program's node and which of its results.
    struct View {
        CellId of = -1;
        std::size_t node = 0;
        std::size_t result = 0;
        bool certain = true;  ///< false: it may as well be a copy, which depends on strides that nobody recorded
    };

    CellId addRoot(ValueId value, std::size_t lastUse);
    CellId addView(View view, ValueId value, std::size_t lastUse);

    ValueId value(CellId cell) const { return at(cell).value; }
    const std::optional<View>& view(CellId cell) const { return at(cell).view; }
    CellId root(CellId cell) const { return at(cell).root; }
    bool upToDate(CellId cell) const { return at(cell).version == at(at(cell).root).written; }

    /// Another name for the cell is read last at this position.
    void keepUntil(CellId cell, std::size_t lastUse);
    /// `cell` is written: every other cell of its memory is out of date from here on.
    void write(CellId cell, ValueId value);
    /// `cell` has been worked out again after a write somewhere else in its memory.
    void refresh(CellId cell, ValueId value);

    /// Whether, after `position`, anything is read that shares memory with `cell` but is not seen through it. Only
    /// then must a write to `cell` be carried over to what `cell` is a view of.
    bool readOutside(CellId cell, std::size_t position) const;

private:
    struct Cell {
        ValueId value;
        std::optional<View> view;
        CellId root = -1;
        std::size_t lastUse = 0;
        std::uint64_t version = 0;     // of the memory, when `value` was worked out
        std::uint64_t written = 0;     // roots: how often the memory was written to
        std::size_t place = 0;         // among the members of the memory
        std::vector<CellId> members;   // roots: every cell of the memory, in the order they were made
    };
    const Cell& at(CellId cell) const { return m_cells[static_cast<std::size_t>(cell)]; }
    Cell& at(CellId cell) { return m_cells[static_cast<std::size_t>(cell)]; }

    std::vector<Cell> m_cells;
};

}  // namespace whittle

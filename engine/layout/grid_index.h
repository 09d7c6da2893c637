// Which things lie near a rectangle or a point: buckets of a fixed cell over the drawing, in flat
// arrays. Built once with the drawing, read by painting and by the mouse.
#pragma once

#include <functional>

#include "engine/layout/layout.h"

namespace whittle::layout {

class GridIndex {
public:
    GridIndex() = default;
    /// `rects` by id; one of negative width is nowhere.
    GridIndex(std::span<const Rect> rects, const Rect& bounds);

    /// Ids of all rects whose cells touch `area`, ascending, each once.
    std::vector<int> query(const Rect& area) const;
    /// How often a rect touches a cell of `area`: what is long counts more than what is short. Cost: the rows of cells.
    std::size_t crossings(const Rect& area) const;

private:
    struct Cells {
        int left, top, right, bottom;
    };
    Cells cellsOf(const Rect& rect) const;
    template <class Visit>
    void forEachRow(const Rect& area, Visit&& visit) const;

    Rect m_bounds;
    float m_cell = 1;
    int m_columns = 0;
    int m_rows = 0;
    std::vector<int> m_start;
    std::vector<int> m_ids;
};

}  // namespace whittle::layout

#include "engine/layout/grid_index.h"

#include <algorithm>
#include <cmath>

namespace whittle::layout {
namespace {

constexpr float kSmallestCell = 256;    // about one box; smaller cells only cost memory
constexpr double kMostCells = 1 << 20;  // a hostile drawing may be thin and endless

}  // namespace

GridIndex::GridIndex(std::span<const Rect> rects, const Rect& bounds) : m_bounds(bounds) {
    const double area = static_cast<double>(bounds.width + 1) * static_cast<double>(bounds.height + 1);
    m_cell = std::max(kSmallestCell, static_cast<float>(std::sqrt(area / kMostCells)));
    m_columns = static_cast<int>(bounds.width / m_cell) + 1;
    m_rows = static_cast<int>(bounds.height / m_cell) + 1;
    m_start.assign(static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_rows) + 1, 0);
    const auto each = [&](auto&& visit) {
        for (std::size_t id = 0; id < rects.size(); ++id) {
            if (rects[id].width < 0) continue;
            const Cells cells = cellsOf(rects[id]);
            for (int y = cells.top; y <= cells.bottom; ++y)
                for (int x = cells.left; x <= cells.right; ++x)
                    visit(static_cast<std::size_t>(y * m_columns + x), static_cast<int>(id));
        }
    };
    each([&](std::size_t cell, int) { ++m_start[cell + 1]; });
    for (std::size_t i = 1; i < m_start.size(); ++i) m_start[i] += m_start[i - 1];
    m_ids.resize(static_cast<std::size_t>(m_start.back()));
    std::vector<int> next(m_start.begin(), m_start.end() - 1);
    each([&](std::size_t cell, int id) { m_ids[static_cast<std::size_t>(next[cell]++)] = id; });
}

GridIndex::Cells GridIndex::cellsOf(const Rect& rect) const {
    const auto cell = [this](float offset, int count) {
        return std::clamp(static_cast<int>(std::clamp(offset / m_cell, -1.0F, 2e9F)), 0, count - 1);
    };
    return {cell(rect.x - m_bounds.x, m_columns), cell(rect.y - m_bounds.y, m_rows),
            cell(rect.right() - m_bounds.x, m_columns), cell(rect.bottom() - m_bounds.y, m_rows)};
}

template <class Visit>
void GridIndex::forEachRow(const Rect& area, Visit&& visit) const {
    if (m_columns == 0 || area.right() < m_bounds.x || area.bottom() < m_bounds.y || area.x > m_bounds.right() || area.y > m_bounds.bottom()) return;
    const Cells cells = cellsOf(area);
    for (int y = cells.top; y <= cells.bottom; ++y) {
        // Cells of a row follow one another, so one range a row.
        const auto row = static_cast<std::size_t>(y) * static_cast<std::size_t>(m_columns);
        const auto begin = static_cast<std::size_t>(m_start[row + static_cast<std::size_t>(cells.left)]);
        const auto end = static_cast<std::size_t>(m_start[row + static_cast<std::size_t>(cells.right) + 1]);
        visit(std::span(m_ids).subspan(begin, end - begin));
    }
}

std::vector<int> GridIndex::query(const Rect& area) const {
    std::vector<int> out;
    forEachRow(area, [&](std::span<const int> ids) { out.insert(out.end(), ids.begin(), ids.end()); });
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::size_t GridIndex::crossings(const Rect& area) const {
    std::size_t out = 0;
    forEachRow(area, [&](std::span<const int> ids) { out += ids.size(); });
    return out;
}

}  // namespace whittle::layout

#include <algorithm>
#include <cmath>

#include "engine/layout/layers.h"

namespace whittle::layout {

void packRects(std::span<Rect> rects, float gap, float aspect) {
    std::vector<std::size_t> order(rects.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return rects[a].height > rects[b].height; });
    double area = 0;
    float widest = 0;
    for (const Rect& rect : rects) {
        area += static_cast<double>(rect.width + gap) * static_cast<double>(rect.height + gap);
        widest = std::max(widest, rect.width);
    }
    const float shelfWidth = std::max(widest, static_cast<float>(std::sqrt(area * static_cast<double>(aspect))));

    // Shelves from top to bottom; in a shelf columns from left to right; low ones stack in a column.
    float shelfTop = 0, shelfHeight = 0, columnLeft = 0, columnWidth = 0, columnTop = 0;
    for (const std::size_t i : order) {
        Rect& rect = rects[i];
        const bool fitsColumn = columnTop > 0 && rect.width <= columnWidth && columnTop + rect.height <= shelfHeight;
        if (!fitsColumn) {
            const float nextLeft = columnWidth > 0 ? columnLeft + columnWidth + gap : 0;
            if (columnWidth > 0 && nextLeft + rect.width > shelfWidth) {
                shelfTop += shelfHeight + gap;
                shelfHeight = 0;
                columnLeft = 0;
            } else {
                columnLeft = nextLeft;
            }
            columnTop = 0;
            columnWidth = rect.width;
            if (shelfHeight == 0) shelfHeight = rect.height;  // the highest of the shelf comes first
        }
        rect.x = columnLeft;
        rect.y = shelfTop + columnTop;
        columnTop += rect.height + gap;
    }
}

}  // namespace whittle::layout

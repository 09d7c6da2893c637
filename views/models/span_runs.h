// Spans in pixels: those that are narrower than a pixel become one mark with their neighbours, so that painting costs what the widget is wide, however many there are.
#pragma once

#include <span>
#include <vector>

#include "views/models/profile_content.h"
#include "views/models/time_window.h"

namespace whittle {

/// A mark to paint.
struct SpanRun {
    double left = 0, right = 0;  ///< pixels from the left edge; may begin before and end behind what is in sight
    int kernel = 0;              ///< of several, the longest
    int count = 1;               ///< spans in it
    bool isTold = true;
};

/// `width`: pixels of the window. Cost: spans in sight, and the logarithm of all.
std::vector<SpanRun> spanRuns(std::span<const LaneSpan> spans, const TimeWindow& window, double width);

/// What is at this place of the run, or within `near` of it; -1: nothing.
int spanAt(std::span<const LaneSpan> spans, double at, double near);

}  // namespace whittle

// The roofline of a study: what its kernels reach over their arithmetic intensity, under what the machine can do. Both axes are logarithmic.
#pragma once

#include <vector>

#include "views/models/kernel_content.h"

namespace whittle {

struct RooflinePoint {
    int kernel = 0;
    double intensity = 0, gflopPerS = 0;
    double size = 0;  ///< 0 to 1: its time as a part of the longest
};

struct Roofline {
    std::vector<RooflinePoint> points;  ///< by intensity
    std::vector<RoofLine> slopes;       ///< steepest first: caches, then memory
    std::vector<RoofLine> ceilings;     ///< lowest first
    int left = -2, right = 3;           ///< powers of ten that all of it lies between
    int bottom = -1, top = 3;
    int uncounted = 0;  ///< measured kernels that have no place: nobody knows how much they compute
};
/// Empty where nothing was measured.
Roofline makeRoofline(const KernelContent& content);

/// "gelu: 12.3 µs (4.2 %), 3.20 GFLOP/s at 1.50 FLOP/B, 41.0 % of what memory allows".
QString pointText(const KernelRow& row);

}  // namespace whittle

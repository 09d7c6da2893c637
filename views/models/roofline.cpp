#include "views/models/roofline.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "views/models/format.h"

namespace whittle {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("whittle", text); }

int powerBelow(double value) { return static_cast<int>(std::floor(std::log10(value))); }
int powerAbove(double value) { return static_cast<int>(std::ceil(std::log10(value))); }

}  // namespace

Roofline makeRoofline(const KernelContent& content) {
    Roofline out;
    double longest = 0;
    for (const KernelRow& row : content.rows())
        if (row.milliseconds > longest) longest = row.milliseconds;
    for (int kernel = 0; kernel < content.count(); ++kernel) {
        const KernelRow& row = content.row(kernel);
        if (!(row.milliseconds > 0)) continue;
        if (std::isfinite(row.rate.intensity) && std::isfinite(row.rate.gflopPerS))
            out.points.push_back({.kernel = kernel, .intensity = row.rate.intensity, .gflopPerS = row.rate.gflopPerS, .size = row.milliseconds / longest});
        else ++out.uncounted;
    }
    std::ranges::sort(out.points, {}, &RooflinePoint::intensity);
    if (const std::optional<MachineRoof>& roof = content.study().roof) {
        for (const CacheRoof& cache : roof->caches) out.slopes.push_back(memoryRoof(*roof, static_cast<double>(cache.bytes)));
        if (const RoofLine memory = memoryRoof(*roof, HUGE_VAL); memory.gbPerS > 0) out.slopes.push_back(memory);
        if (roof->fmaF32 > 0) out.ceilings.push_back(computeRoof(*roof, false));
        if (roof->fmaBf16 > 0) out.ceilings.push_back(computeRoof(*roof, true));
    }
    for (const RooflinePoint& point : out.points) {
        out.left = std::min(out.left, powerBelow(point.intensity));
        out.right = std::max(out.right, powerAbove(point.intensity));
        out.bottom = std::min(out.bottom, powerBelow(point.gflopPerS));
        out.top = std::max(out.top, powerAbove(point.gflopPerS));
    }
    for (const RoofLine& line : out.ceilings) out.top = std::max(out.top, powerAbove(line.gflopPerS));
    return out;
}

QString pointText(const KernelRow& row) {
    QString out = tr("%1: %2 (%3), %4 GFLOP/s at %5 FLOP/B")
                      .arg(row.name, formatDuration(row.milliseconds), formatPercent(row.share), formatRate(row.rate.gflopPerS), formatRate(row.rate.intensity));
    if (!row.rate.bound.isEmpty()) out += tr(", %1 of what %2 allows").arg(formatPercent(row.rate.share), row.rate.bound);
    return out;
}

}  // namespace whittle

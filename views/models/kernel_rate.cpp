#include "views/models/kernel_rate.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "views/models/text.h"

namespace whittle {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("whittle", text); }

constexpr double kPerMs = 1e6;  // a GB/s or GFLOP/s is so many a millisecond

}  // namespace

RoofLine memoryRoof(const MachineRoof& roof, double bytes) {
    for (const CacheRoof& cache : roof.caches)
        if (bytes <= static_cast<double>(cache.bytes)) return {.name = tr("L%1 cache").arg(cache.level), .gbPerS = cache.triad};
    return {.name = tr("memory"), .gbPerS = std::max(roof.triad, roof.triadNt)};
}

RoofLine computeRoof(const MachineRoof& roof, bool isBf16) {
    if (isBf16 && roof.fmaBf16 > 0) return {.name = tr("%1 bf16").arg(toQString(roof.isa)), .gflopPerS = roof.fmaBf16};
    return {.name = tr("%1 f32").arg(toQString(roof.isa)), .gflopPerS = roof.fmaF32};
}

KernelRate kernelRate(const StepWork& work, double milliseconds, const std::optional<MachineRoof>& roof, bool isBf16) {
    KernelRate out;
    const double bytes = work.bytesRead + work.bytesWritten;
    if (work.flops > 0 && bytes > 0) out.intensity = work.flops / bytes;
    if (!(milliseconds > 0)) return out;
    if (bytes > 0) out.gbPerS = bytes / (milliseconds * kPerMs);
    if (work.flops > 0) out.gflopPerS = work.flops / (milliseconds * kPerMs);
    if (!roof || (bytes <= 0 && work.flops <= 0)) return out;
    // The least time that each line of the roof allows.
    const RoofLine memory = memoryRoof(*roof, bytes), compute = computeRoof(*roof, isBf16);
    const double memoryMs = memory.gbPerS > 0 ? bytes / (memory.gbPerS * kPerMs) : 0;
    const double computeMs = compute.gflopPerS > 0 ? work.flops / (compute.gflopPerS * kPerMs) : 0;
    const double least = std::max(memoryMs, computeMs);
    if (least <= 0) return out;
    out.share = least / milliseconds;
    out.bound = memoryMs >= computeMs ? memory.name : compute.name;
    return out;
}

}  // namespace whittle

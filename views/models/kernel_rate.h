// What a kernel reaches, held against what the machine can do: the roof over its arithmetic intensity.
#pragma once

#include <limits>
#include <optional>

#include <QString>

#include "engine/runtime/machine_roof.h"
#include "engine/runtime/step_work.h"

namespace whittle {

inline constexpr double kUnknownNumber = std::numeric_limits<double>::quiet_NaN();

/// A line of the roof: a slope, where data cannot come faster, or a ceiling, where nothing computes faster.
struct RoofLine {
    QString name;           ///< "memory", "L2 cache", "avx512 f32"
    double gbPerS = 0;      ///< of a slope
    double gflopPerS = 0;   ///< of a ceiling
};
RoofLine memoryRoof(const MachineRoof& roof, double bytes);  ///< the smallest cache that holds so much, or memory
RoofLine computeRoof(const MachineRoof& roof, bool isBf16);

/// Numbers that nobody knows are NaN: of a kernel that did not run, or whose work nobody counted.
struct KernelRate {
    double gbPerS = kUnknownNumber, gflopPerS = kUnknownNumber;
    double intensity = kUnknownNumber;  ///< operations a byte
    double share = kUnknownNumber;      ///< of what the roof allows
    QString bound;                      ///< RoofLine::name of what binds; empty where `share` is not known
};
KernelRate kernelRate(const StepWork& work, double milliseconds, const std::optional<MachineRoof>& roof, bool isBf16);

}  // namespace whittle

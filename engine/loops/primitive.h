// How a kernel's loops were arranged and how they run, as data: one list a kernel, for reports.
#pragma once

#include <string>
#include <vector>

namespace whittle {

/// One thing done to the loops, in the order in which it was done.
struct SchedulePrimitive {
    std::string name;               ///< "merge", "reorder", "split", "parallel", "vectorise", "unroll", "local-sum", "tile", "local-buffer", "store", "non-temporal", "micro-kernel"
    std::vector<std::string> args;  ///< loops, then numbers and how: {"i1", "16", "masked tail"}
    std::string reason;             ///< may be empty

    friend bool operator==(const SchedulePrimitive&, const SchedulePrimitive&) = default;
};

/// "parallel i0; vectorise i1 by 16 masked tail; non-temporal b2".
std::string scheduleText(const std::vector<SchedulePrimitive>& schedule);

}  // namespace whittle

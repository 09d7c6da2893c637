// Memory over the time of a run: what is there while each kernel runs and after it, by kind, and which tensors these are. Worked out from the memory plan,
// whose steps are kernels; what libraries keep for themselves (packed weights, scratch memory) is in no plan and not here.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/runtime/memory_plan.h"

namespace whittle {

enum class MemoryKind { Weight, Input, Intermediate, Output };
constexpr std::size_t kMemoryKinds = 4;
std::string_view memoryKindName(MemoryKind kind);  ///< "weights", "inputs", "intermediates", "outputs"

using MemoryByKind = std::array<std::size_t, kMemoryKinds>;  ///< bytes, by MemoryKind
std::size_t sumOf(const MemoryByKind& bytes);

/// A tensor with memory of its own: views are not here.
struct HeldValue {
    std::string name;                       ///< %NAME
    std::string node;                       ///< that makes it, as named after the passes; empty: given from outside
    MemoryKind kind = MemoryKind::Intermediate;
    std::optional<std::size_t> bytes;       ///< nothing: only the run knows, and no sum counts it
    int first = 0, last = 0;                ///< kernels: what is written over by a kernel ends before that
};

struct MemoryTimeline {
    std::vector<HeldValue> values;
    std::vector<MemoryByKind> during, after;  ///< by kernel: while it runs, with what it reads and makes; and what is left then
    std::size_t peak = 0;                     ///< the most of during
    int peakKernel = -1;                      ///< the first that has it; -1 without kernels
    std::size_t unknown = 0;                  ///< values without bytes
};

/// Cost: values and kernels.
MemoryTimeline memoryTimeline(const MemoryPlan& plan, int kernels);

/// What is there while the kernel runs, as places in MemoryTimeline::values, the largest first.
std::vector<std::size_t> aliveDuring(const MemoryTimeline& timeline, int kernel);

}  // namespace whittle

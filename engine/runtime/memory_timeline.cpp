#include "engine/runtime/memory_timeline.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace whittle {
namespace {

std::vector<HeldValue> heldValues(const MemoryPlan& plan, int kernels) {
    std::vector<HeldValue> out;
    for (const GivenValue& one : plan.given)
        out.push_back({.name = one.name, .node = {}, .kind = one.isWeight ? MemoryKind::Weight : MemoryKind::Input, .bytes = one.bytes, .first = 0, .last = kernels - 1});
    std::unordered_map<std::string_view, std::size_t> places;
    for (const PlannedValue& one : plan.values) {
        places.emplace(one.name, out.size());
        // From there on its memory is the other's.
        if (const auto under = places.find(one.over); under != places.end()) out[under->second].last = one.first - 1;
        out.push_back({.name = one.name, .node = one.node, .kind = MemoryKind::Intermediate, .bytes = plan.sized ? std::optional(one.bytes) : std::nullopt, .first = one.first, .last = one.last});
    }
    for (const OutsideValue& one : plan.outside)
        out.push_back({.name = one.name, .node = one.node, .kind = one.isResult ? MemoryKind::Output : MemoryKind::Intermediate, .bytes = one.bytes, .first = one.first, .last = one.last});
    return out;
}

}  // namespace

std::string_view memoryKindName(MemoryKind kind) {
    constexpr std::array<std::string_view, kMemoryKinds> kNames{"weights", "inputs", "intermediates", "outputs"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::size_t sumOf(const MemoryByKind& bytes) { return std::accumulate(bytes.begin(), bytes.end(), std::size_t{0}); }

MemoryTimeline memoryTimeline(const MemoryPlan& plan, int kernels) {
    MemoryTimeline out{.values = heldValues(plan, kernels), .during = {}, .after = {}};
    const auto count = static_cast<std::size_t>(std::max(kernels, 0));
    std::vector<MemoryByKind> comes(count), goes(count);  // before a kernel, after it
    for (const HeldValue& value : out.values) {
        out.unknown += !value.bytes.has_value();
        if (!value.bytes || value.first > value.last || value.first < 0 || static_cast<std::size_t>(value.last) >= count) continue;
        const auto kind = static_cast<std::size_t>(value.kind);
        comes[static_cast<std::size_t>(value.first)][kind] += *value.bytes;
        goes[static_cast<std::size_t>(value.last)][kind] += *value.bytes;
    }
    MemoryByKind now{};
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t kind = 0; kind < kMemoryKinds; ++kind) now[kind] += comes[i][kind];
        out.during.push_back(now);
        if (const std::size_t sum = sumOf(now); out.peakKernel < 0 || sum > out.peak) {
            out.peak = sum;
            out.peakKernel = static_cast<int>(i);
        }
        for (std::size_t kind = 0; kind < kMemoryKinds; ++kind) now[kind] -= goes[i][kind];
        // The caller holds inputs, weights and results when the last kernel has run.
        out.after.push_back(i + 1 < count ? now : out.during.back());
    }
    if (count > 0) {
        constexpr auto kPassing = static_cast<std::size_t>(MemoryKind::Intermediate);
        out.after.back()[kPassing] = now[kPassing];
    }
    return out;
}

std::vector<std::size_t> aliveDuring(const MemoryTimeline& timeline, int kernel) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < timeline.values.size(); ++i)
        if (timeline.values[i].first <= kernel && kernel <= timeline.values[i].last) out.push_back(i);
    std::ranges::stable_sort(out, std::greater(), [&](std::size_t i) { return timeline.values[i].bytes.value_or(0); });
    return out;
}

}  // namespace whittle

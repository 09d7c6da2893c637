#include "engine/loops/stores.h"

#include <algorithm>

#include "engine/loops/lanes.h"

namespace whittle {
namespace {

std::size_t levelOf(const SymInt& offset, const LoopKernel& kernel) {
    const auto names = offset.symbols();
    if (!kernel.exprs.indirects(offset).empty()) return kernel.ranges.size();
    for (std::size_t level = kernel.ranges.size(); level > 0; --level)
        if (names.contains(kernel.ranges[level - 1].name)) return level;
    return 0;
}

// How far apart in memory a loop's steps are, and how many there are.
struct Stride {
    std::int64_t step = 0, count = 0;
    const LoopVar* range = nullptr;
    bool isParallel = false;
};

}  // namespace

std::string whyShared(const LoopKernel& kernel, const LoopStore& store) {
    const std::string place = fmt::format("b{}[{}]", store.buffer, store.offset.text());
    const LoopBuffer& buffer = kernel.buffers[static_cast<std::size_t>(store.buffer)];
    const bool isOutput = buffer.role == LoopBuffer::Role::Output;
    // No elements: no strides either, and nothing is stored.
    const auto isEmpty = [](const SymInt& extent) { return extent.is(0); };
    if (std::ranges::any_of(buffer.sizes, isEmpty) || std::ranges::any_of(kernel.ranges, isEmpty, &LoopVar::extent)) return {};
    std::vector<Stride> strides;
    for (std::size_t i = 0; i < kernel.ranges.size(); ++i) {
        const LoopVar& range = kernel.ranges[i];
        const bool isParallel = i < static_cast<std::size_t>(kernel.parallel);
        const auto count = range.extent.constant();
        if (count && *count <= 1) continue;
        if (!mentions(store.offset, range.name)) {
            if (isParallel) return fmt::format("{} is one element for every step of {}", place, range.name);
            continue;
        }
        const auto step = coefficientOf(store.offset, range.name);
        if (isParallel && isOutput && !step) return fmt::format("{} may be one element for several steps of {}", place, range.name);
        if (const auto known = step ? step->constant() : std::nullopt; known && count) strides.push_back({std::abs(*known), *count, &range, isParallel});
    }
    if (!isOutput) return {};
    // A dense tensor's strides: each goes past all that the smaller ones reach.
    std::ranges::sort(strides, {}, &Stride::step);
    std::int64_t reach = 0;
    bool parallelBelow = false;
    for (const Stride& one : strides) {
        if (one.step <= reach && (one.isParallel || parallelBelow)) return fmt::format("steps of {} may store what others store at {}", one.range->name, place);
        parallelBelow |= one.isParallel;
        std::int64_t more = 0;
        if (__builtin_mul_overflow(one.step, one.count - 1, &more) || __builtin_add_overflow(reach, more, &reach)) return {};
    }
    return {};
}

std::vector<std::size_t> storeLevels(const LoopKernel& kernel, const Placement& placement) {
    std::vector<std::size_t> out(kernel.stores.size(), kernel.ranges.size());
    if (kernel.stores.size() < 2) return out;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const LoopStore& store = kernel.stores[i];
        if (kernel.buffers[static_cast<std::size_t>(store.buffer)].role == LoopBuffer::Role::Update) continue;
        std::size_t level = levelOf(store.offset, kernel);
        for (std::size_t at = level + 1; at < placement.levels.size(); ++at)
            if (std::ranges::find(placement.levels[at], store.value) != placement.levels[at].end()) level = at;
        out[i] = level;
    }
    return out;
}

}  // namespace whittle

#include "engine/runtime/memory_plan.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace whittle {
namespace {

// Values written one over the other: one stretch of memory, from the first step of the first to the last of the last.
struct Slot {
    std::size_t bytes = 0, offset = 0;
    int first = 0, last = 0;
};

std::size_t aligned(std::size_t bytes) { return (bytes + kPlaceAlign - 1) / kPlaceAlign * kPlaceAlign; }

std::string sizeText(std::size_t bytes) {
    constexpr double kKilo = 1000;
    const auto count = static_cast<double>(bytes);
    if (count < kKilo) return fmt::format("{} B", bytes);
    if (count < kKilo * kKilo) return fmt::format("{:.1f} kB", count / kKilo);
    return fmt::format("{:.1f} MB", count / (kKilo * kKilo));
}

// The lowest place in the smallest gap between what is there during the slot's steps.
std::size_t bestFit(const Slot& slot, std::vector<const Slot*> others) {
    std::ranges::sort(others, {}, [](const Slot* s) { return s->offset; });
    std::size_t end = 0, best = 0, smallest = std::numeric_limits<std::size_t>::max();
    for (const Slot* other : others) {
        if (other->offset > end && other->offset - end >= slot.bytes && other->offset - end < smallest) {
            smallest = other->offset - end;
            best = end;
        }
        end = std::max(end, other->offset + other->bytes);
    }
    return smallest == std::numeric_limits<std::size_t>::max() ? end : best;
}

}  // namespace

Placing placeValues(std::span<const Interval> intervals) {
    Placing out;
    std::vector<Slot> slots;
    std::vector<std::size_t> slotOf;
    for (const Interval& one : intervals) {
        out.sum += one.bytes;
        if (one.over >= 0) {
            slotOf.push_back(slotOf[static_cast<std::size_t>(one.over)]);
            slots[slotOf.back()].last = one.last;
            continue;
        }
        slotOf.push_back(slots.size());
        slots.push_back({aligned(one.bytes), 0, one.first, one.last});
    }
    std::vector<Slot*> order;
    for (Slot& slot : slots)
        if (slot.bytes > 0) order.push_back(&slot);
    std::ranges::stable_sort(order, [](const Slot* a, const Slot* b) { return a->bytes != b->bytes ? a->bytes > b->bytes : a->first < b->first; });
    for (std::size_t i = 0; i < order.size(); ++i) {
        std::vector<const Slot*> meanwhile;
        for (std::size_t k = 0; k < i; ++k)
            if (order[k]->first <= order[i]->last && order[i]->first <= order[k]->last) meanwhile.push_back(order[k]);
        order[i]->offset = bestFit(*order[i], std::move(meanwhile));
        out.total = std::max(out.total, order[i]->offset + order[i]->bytes);
    }
    std::vector<std::pair<int, std::ptrdiff_t>> changes;  // at a step, what comes; after it, what goes
    for (const Slot& slot : slots) {
        changes.emplace_back(slot.first, static_cast<std::ptrdiff_t>(slot.bytes));
        changes.emplace_back(slot.last + 1, -static_cast<std::ptrdiff_t>(slot.bytes));
    }
    std::ranges::sort(changes);  // at one step, what goes comes first
    std::ptrdiff_t now = 0;
    for (const auto& [step, change] : changes) out.peak = std::max(out.peak, static_cast<std::size_t>(now += change));
    for (const std::size_t slot : slotOf) out.offsets.push_back(slots[slot].offset);
    return out;
}

std::string planLine(const MemoryPlan& plan) {
    if (!plan.sized) return fmt::format("arena of {} intermediates, {} in place; its size is known when the graph runs", plan.values.size(), plan.inPlace);
    return fmt::format("arena {} for {} of intermediates, {} in place", sizeText(plan.total), sizeText(plan.sum), plan.inPlace);
}

std::string planText(const MemoryPlan& plan) {
    std::string out = fmt::format("{}\nat once at most {}\n\n{:>12} {:>12} {:>6} {:>6}  value\n", planLine(plan), sizeText(plan.peak), "offset", "bytes", "first", "last");
    for (const PlannedValue& one : plan.values)
        out += fmt::format("{:>12} {:>12} {:>6} {:>6}  %{}{}\n", one.offset, one.bytes, one.first, one.last, one.name, one.over.empty() ? "" : " over %" + one.over);
    for (const OutsideValue& one : plan.outside) out += fmt::format("outside: %{}, {}\n", one.name, one.reason);
    return out;
}

}  // namespace whittle

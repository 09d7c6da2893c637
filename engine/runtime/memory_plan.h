// Where the intermediates of a compiled graph lie: places in one block of memory (the arena), shared by values that are never there at
// the same time. Plain data, for the run that follows it and for reports.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace whittle {

/// A value with a place in the arena. Steps are indices into CompileReport::kernels.
struct PlannedValue {
    std::string name;
    std::size_t offset = 0, bytes = 0;
    int first = 0, last = 0;  ///< the step that computes it, and the last one that reads it or a view of it
    std::string over;         ///< "in place": the value whose elements it is written over; empty: none
    std::string node = {};    ///< that makes it, as it is named after the passes
};

/// A value without: a result of the graph, or one whose size or memory only the run knows.
struct OutsideValue {
    std::string name;
    std::string reason;
    std::string node = {};
    std::optional<std::size_t> bytes = {};  ///< nothing: only the run knows
    int first = 0, last = 0;                ///< as a PlannedValue's; of a result of the graph, the last step of all
    bool isResult = false;
};

/// What the run is given and holds to its end.
struct GivenValue {
    std::string name;
    std::optional<std::size_t> bytes = {};  ///< nothing: a size has no value yet
    bool isWeight = false;                  ///< a parameter, buffer or constant; else an input of the call
};

struct MemoryPlan {
    bool sized = true;                  ///< false: a size has no value yet, and all that counts bytes is 0
    std::vector<PlannedValue> values;   ///< in the order of `first`
    std::vector<OutsideValue> outside;  ///< likewise
    std::vector<GivenValue> given;      ///< in the order of the graph's inputs
    std::size_t total = 0;              ///< bytes of the arena
    std::size_t sum = 0;                ///< what the values would take without sharing
    std::size_t peak = 0;               ///< most that is there at once: no arena can be smaller
    int inPlace = 0;                    ///< values that are written over another
};

/// What placeValues asks to know of a value. `over`: the index of the value that it is written over, which ends where it begins; -1: none.
struct Interval {
    std::size_t bytes = 0;
    int first = 0, last = 0;
    int over = -1;
};

struct Placing {
    std::vector<std::size_t> offsets;  ///< by interval
    std::size_t total = 0, sum = 0, peak = 0;
};

constexpr std::size_t kPlaceAlign = 64;  ///< a cache line and the widest register

/// Offsets such that intervals which share a step share no byte, but for one that is written over another. Largest first, each into the
/// smallest gap that it fits. Cost: the square of the intervals in the worst case.
Placing placeValues(std::span<const Interval> intervals);

/// "arena 12.3 MB for 45.6 MB of intermediates, 17 in place".
std::string planLine(const MemoryPlan& plan);
/// The whole plan, a line a value.
std::string planText(const MemoryPlan& plan);

}  // namespace whittle

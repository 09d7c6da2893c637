// The suite `cliffs`: does an odd size, a transposed operand or another batch size cost far more than its neighbour?
#pragma once

#include "app/cli/bench/engine_row.h"

namespace whittle::bench {

/// Slower than its neighbour by more than this, for the work it does, is a cliff.
inline constexpr double kCliff = 1.5;

/// A graph and the one beside it that it should keep up with.
struct CliffPoint {
    std::string label, neighbour;  ///< "127", "128"
    std::string text, neighbourText;
};

struct CliffFamily {
    std::string name;     ///< "cliff-softmax"
    std::string summary;  ///< "softmax of rows of odd length"
    std::vector<CliffPoint> points;
};
std::vector<CliffFamily> cliffFamilies();

struct CliffTimes {
    std::string label, neighbour;
    double ms = 0, neighbourMs = 0;  ///< least times: a cliff is there at its best too, other load is not
    double ratio = 0;                ///< of the times, each as a multiple of the least time that its work takes
};

struct CliffRow {
    std::string name, summary;
    int threads = 1;
    std::optional<Error> failure;
    std::vector<CliffTimes> points;
    double besideOneThread = 0;      ///< the point that gains least: its time as a multiple of that with one thread
    std::string besideOneThreadAt;   ///< empty with one thread
    const CliffTimes* worst() const;  ///< null: there are none
};

/// Fills what more threads than one gained in `row` over `one`, the same family with one thread.
void compareThreads(CliffRow& row, const CliffRow& one);

/// Each pair in turns, in one process. Errors: Cancelled only.
Result<CliffRow> measureCliffs(const CliffFamily& family, const EngineOptions& options, const MachineRoof& limits, const CancelToken& cancel);

}  // namespace whittle::bench

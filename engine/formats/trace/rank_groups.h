// Ranks held against each other: a job hangs or crawls when one of them compiles something else.
#pragma once

#include "engine/formats/trace/trace.h"

namespace whittle::trace {

struct RankGroup {
    std::string value;                 ///< what these have in common, in short: "0/0, 0/1, 1/0"
    std::vector<std::uint32_t> logs;   ///< indexes into Trace::logs
};

/// One thing that all ranks ought to agree in.
struct RankAspect {
    std::string name;      ///< "compile_ids", "cache", "collectives", "tensors", "execution_order"
    std::string title;     ///< "compile ids"
    std::vector<RankGroup> groups;  ///< the largest first; one when they agree

    bool differs() const { return groups.size() > 1; }
};

/// How long a graph takes by PyTorch's estimate, on each log that says so.
struct RankRunTime {
    std::string compile;
    std::vector<std::optional<double>> nanoseconds;  ///< by log
    double spread() const;  ///< between the slowest and the fastest
};

struct RankComparison {
    std::vector<RankAspect> aspects;        ///< those that any log says something of
    std::vector<std::string> missing;       ///< in words: "compile 1/1 is not on rank 0"
    std::vector<RankRunTime> runTimes;      ///< the largest spread first
};

/// Of nothing to compare (fewer than two logs that name their rank), an empty one. Reads the artifacts that tell. Errors: Io, Cancelled.
Result<RankComparison> compareRanks(const Trace& trace, const CancelToken& cancel = {});

}  // namespace whittle::trace

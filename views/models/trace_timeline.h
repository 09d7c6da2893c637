// Where the time of compiles went, over the time of all logs: rows of spans that lie in each other.
#pragma once

#include <memory>
#include <vector>

#include <QStringList>

#include "engine/base/result.h"
#include "engine/base/cancel.h"
#include "views/models/profile_content.h"

namespace whittle {

struct TraceLogPart;

struct TraceSpan {
    int name = 0;               ///< of TraceTimeline::names
    int log = 0, compile = 0;
    double start = 0, duration = 0;  ///< microseconds since the first of all
    bool isOpen = false;        ///< the log ends before it does
    std::uint32_t record = 0;
};

struct TraceLane {
    int log = 0, depth = 0;
    std::vector<LaneSpan> spans;  ///< `kernel` is an index of TraceTimeline::spans; fractions of the whole
};

struct TraceTimeline {
    std::vector<TraceSpan> spans;
    std::vector<TraceLane> lanes;       ///< of a log one below the other, outermost first
    QStringList names;
    double microseconds = 0;            ///< of the whole
    std::vector<std::pair<double, int>> shares;  ///< of each name the part of the whole that its own spans take without those inside, the largest first
};
using TraceTimelineRef = std::shared_ptr<const TraceTimeline>;

/// Cost: linear in the events. Errors: Cancelled.
Result<TraceTimelineRef> traceTimeline(const std::vector<TraceLogPart>& logs, const CancelToken& cancel);

}  // namespace whittle

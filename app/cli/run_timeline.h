// What `whittle run --profile` tells of a compiled run beside the times: which thread ran what when, and memory over time. Also `--timeline FILE`.
#pragma once

#include <span>

#include "app/cli/command.h"
#include "engine/kernels/run_trace.h"
#include "engine/runtime/compile.h"

namespace whittle::cli {

struct RunTimeline {
    Json spans, memory;      ///< runTraceJson(), memoryTimelineJson()
    std::string text;        ///< of memory: "memory: at most 1.2 MB, in k3_add: 0.9 MB weights, ..."
    std::string forViewers;  ///< chromeTrace()
};

/// Of recordRun(). Errors: those of the runs.
Result<RunTimeline> recordedTimeline(const Executable& executable, std::span<const Datum> inputs);

}  // namespace whittle::cli

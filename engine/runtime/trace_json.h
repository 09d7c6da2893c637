// The spans of a run and its memory as JSON: what a worker sends, what `whittle run --profile --json` tells, and the format that trace viewers open.
#pragma once

#include <nlohmann/json.hpp>

#include "engine/base/result.h"
#include "engine/kernels/run_trace.h"
#include "engine/runtime/memory_timeline.h"

namespace whittle {

nlohmann::ordered_json runTraceJson(const RunTrace& trace);
/// What runTraceJson() made. Errors: Format.
Result<RunTrace> parseRunTrace(const nlohmann::ordered_json& json);

/// Bytes by kind of each kernel, the peak, and the tensors that are there at it.
nlohmann::ordered_json memoryTimelineJson(const MemoryTimeline& timeline);

}  // namespace whittle

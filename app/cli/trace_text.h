// How `whittle trace` shows what it read, to people and to programs.
#pragma once

#include "app/cli/command.h"
#include "engine/formats/trace/causes.h"
#include "engine/formats/trace/rank_groups.h"

namespace whittle::cli {

/// All that the listing shows, worked out once.
struct TraceReport {
    const trace::Trace& trace;
    std::vector<trace::Cause> causes;
    trace::RankComparison ranks;
};

void printTrace(const TraceReport& report);
Json traceJson(const TraceReport& report);

/// One compile in full.
void printCompile(const trace::TraceLog& log, const trace::Compile& compile);
Json compileJson(const trace::TraceLog& log, const trace::Compile& compile);

}  // namespace whittle::cli

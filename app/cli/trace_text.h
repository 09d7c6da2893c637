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

/// "0/1  restarted  2.31 s  12 ops  20 guards  cache miss"
std::string compileLine(const trace::Compile& compile);

/// One compile in full.
void printCompile(const trace::TraceLog& log, const trace::Compile& compile);
/// Full: with the stacks of PyTorch's own code that made each symbol, condition and specialisation, and the kernels that its code calls.
enum class Depth { Listing, Full };
Json compileJson(const trace::TraceLog& log, const trace::Compile& compile, Depth depth);

/// The kernels that the compile's generated programs call, in their order.
std::vector<std::string> kernelsOf(const trace::TraceLog& log, const trace::Compile& compile);

}  // namespace whittle::cli

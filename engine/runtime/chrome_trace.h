// A run for external viewers (Perfetto, chrome://tracing, Speedscope): the trace event format, with a row of kernels, one of each thread, and memory by kind.
#pragma once

#include <string>

#include "engine/kernels/run_trace.h"
#include "engine/runtime/compile.h"

namespace whittle {

/// `report` is that of the executable whose run it was. Times in microseconds, as the format wants them.
std::string chromeTrace(const RunTrace& trace, const CompileReport& report);

}  // namespace whittle

// Where the time of a log's compiles went: spans out of the events that begin and end them, and their export.
#pragma once

#include "engine/formats/trace/trace.h"

namespace whittle::trace {

struct TimeSpan {
    double start = 0, duration = 0;  ///< microseconds of the process's clock
    std::uint32_t name = 0;          ///< index into LogContent::eventNames
    std::uint32_t compile = 0;
    RecordIndex record = 0;          ///< that begins it
    int depth = 0;                   ///< how many spans it lies in
    bool open = false;               ///< the log ends before it does; it is drawn to the last event
};

/// In order of their starts. An end without a beginning is left out.
std::vector<TimeSpan> timeSpans(const LogContent& content);

/// The chromium trace of all logs, for external viewers: one process a log, named after its rank. Written as one file, complete or
/// not at all. Errors: Io, Cancelled.
Result<void> writeChromeTrace(const Trace& trace, const std::filesystem::path& path, const CancelToken& cancel = {});

}  // namespace whittle::trace

// The suite `trace` of `whittle bench`: logs of PyTorch, as large as those of long jobs, and what it takes to index them.
#pragma once

#include <functional>

#include "app/cli/command.h"

namespace whittle::bench {

struct TraceCase {
    std::string name, summary;
    std::uint64_t megabytes = 0;
    double wantedSeconds = 0;          ///< of processor time, which a busy machine does not change
    std::uint64_t wantedPeak = 0;      ///< bytes of memory of the whole process
};
std::span<const TraceCase> traceCases();

struct TraceRow {
    TraceCase what;
    std::uint64_t bytes = 0, records = 0, compiles = 0;
    double seconds = 0;       ///< by the clock
    double processor = 0;     ///< seconds of processor time
    std::uint64_t peak = 0;   ///< of memory
    bool meetsTargets() const { return processor <= what.wantedSeconds && peak <= what.wantedPeak; }
};

/// The cases of these names; of none all. Errors: NotFound for a name that is no case.
Result<std::vector<TraceCase>> chosenTraceCases(const std::vector<std::string>& words);

/// Writes each log into `scratch` out of the recorded ones in `samples`, and reads it. Peaks are of this process, which ought to have
/// done nothing else. Errors: Io, Cancelled.
Result<std::vector<TraceRow>> runTraceSuite(std::span<const TraceCase> cases, const std::filesystem::path& samples, const std::filesystem::path& scratch,
                                            const std::function<void(const TraceCase&)>& begins, const CancelToken& cancel);

cli::Json traceRowsJson(std::span<const TraceRow> rows);
std::string traceRowsText(std::span<const TraceRow> rows);

}  // namespace whittle::bench

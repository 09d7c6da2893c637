// Replays under stances in a process of their own: compiled code may crash, hang or take all memory without taking the caller along.
#pragma once

#include <chrono>
#include <filesystem>

#include "engine/base/cancel.h"
#include "engine/base/failure.h"
#include "engine/dispatch/stance_report.h"

namespace whittle {

struct StanceCommand {
    std::filesystem::path program;         ///< the whittle executable
    std::vector<std::string> arguments;    ///< of `whittle stance`, but for --stream, --from and --memory
    std::chrono::milliseconds time{120000};    ///< for one step: to record, to compile, to run
    std::uint64_t memoryBytes = 4ull << 30;    ///< address space that it may take beside what it starts with
};

struct StanceOutcome {
    StanceReport report;             ///< what was told
    std::optional<Failure> failure;  ///< the first death of a process: "SIGSEGV in call 3 under stance default, while running 0/1"
};

/// Told of each line as it comes, on the thread that waits, once the report has it.
using StanceListener = std::function<void(const StanceReport& soFar, const std::string& line)>;

/// Blocks until the process is gone, with all of its group. From any thread. Where it dies under one stance, another process goes on with the next; each
/// ReportedRun says how its own died.
/// Errors: what `whittle stance` says where it cannot do what was asked; Io when it cannot be started; Cancelled (within 0.1 s).
Result<StanceOutcome> runStanceProcess(const StanceCommand& command, const CancelToken& cancel, const StanceListener& told = {});

}  // namespace whittle

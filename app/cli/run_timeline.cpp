#include "app/cli/run_timeline.h"

#include "engine/base/units.h"
#include "engine/runtime/chrome_trace.h"
#include "engine/runtime/study.h"
#include "engine/runtime/trace_json.h"

namespace whittle::cli {
namespace {

std::string memoryText(const MemoryTimeline& memory, const CompileReport& report) {
    if (memory.peakKernel < 0) return {};
    const auto peak = static_cast<std::size_t>(memory.peakKernel);
    std::string kinds;
    for (std::size_t kind = 0; kind < kMemoryKinds; ++kind)
        kinds += fmt::format("{}{} {}", kind == 0 ? "" : ", ", humanBytes(memory.during[peak][kind]), memoryKindName(static_cast<MemoryKind>(kind)));
    std::string out = fmt::format("memory: at most {}, in {}: {}", humanBytes(memory.peak), report.kernels[peak].name, kinds);
    if (memory.unknown > 0) out += fmt::format("; {} more whose size only the run knows", memory.unknown);
    return out + '\n';
}

}  // namespace

Result<RunTimeline> recordedTimeline(const Executable& executable, std::span<const Datum> inputs) {
    WHITTLE_TRY(const RunTrace trace, recordRun(executable, inputs, {.cancel = interruptToken()}));
    const CompileReport& report = executable.report();
    const MemoryTimeline memory = memoryTimeline(report.memory, static_cast<int>(report.kernels.size()));
    return RunTimeline{.spans = runTraceJson(trace), .memory = memoryTimelineJson(memory), .text = memoryText(memory, report), .forViewers = chromeTrace(trace, report)};
}

}  // namespace whittle::cli

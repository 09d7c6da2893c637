#include "app/cli/bench/trace_suite.h"

#include <algorithm>
#include <chrono>
#include <fstream>

#include <sys/resource.h>

#include "engine/base/files.h"
#include "engine/formats/trace/trace_log.h"

namespace whittle::bench {
namespace {

using namespace trace;

constexpr std::uint64_t kMega = 1'000'000;

// Smallest first: the peak of the process is that of the largest so far.
const TraceCase kCases[] = {
    {"trace-50", "a log of 50 MB", 50, 0.5, 200 * kMega},
    {"trace-500", "a log of 500 MB", 500, 5, 500 * kMega},
};

double processorSeconds() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6; };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

std::uint64_t peakBytes() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
}

// Recorded logs one behind the other: every kind of record, and ids that come again as after a reset.
Result<void> writeLog(const std::filesystem::path& samples, const std::filesystem::path& path, std::uint64_t size) {
    std::vector<std::string> parts;
    for (const char* name : {"torch211/breaks.log", "torch211/recompiles.log", "torch211/train.log", "torch26/p1_recompiles.log", "torch26/p2_graph_break.log",
                             "torch26/p3_dynamic.log", "torch26/p4_backward.log"}) {
        WHITTLE_TRY(std::string part, readFile(samples / name));
        parts.push_back(std::move(part));
    }
    std::ofstream out(path, std::ios::binary);
    std::uint64_t written = 0;
    for (std::size_t i = 0; written < size && out; ++i) {
        const std::string& part = parts[i % parts.size()];
        out << part;
        written += part.size();
    }
    out.close();
    if (!out) return fail(Code::Io, "{} cannot be written", path.string());
    return {};
}

Result<TraceRow> measure(const TraceCase& what, const std::filesystem::path& path, const CancelToken& cancel) {
    TraceRow row{.what = what};
    const double before = processorSeconds();
    const auto start = std::chrono::steady_clock::now();
    WHITTLE_TRY(TraceLog log, TraceLog::open(path));
    WHITTLE_TRY_VOID(log.more(TraceLog::End::Final, cancel));
    row.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    row.processor = processorSeconds() - before;
    row.bytes = log.content().facts.bytes;
    row.records = log.content().records.size();
    row.compiles = log.content().compiles.size() - 1;
    row.peak = peakBytes();
    return row;
}

}  // namespace

std::span<const TraceCase> traceCases() { return kCases; }

Result<std::vector<TraceCase>> chosenTraceCases(const std::vector<std::string>& words) {
    std::vector<TraceCase> out;
    if (words.empty()) out.assign(std::begin(kCases), std::end(kCases));
    for (const std::string& word : words) {
        const auto found = std::find_if(std::begin(kCases), std::end(kCases), [&](const TraceCase& one) { return one.name == word; });
        if (found == std::end(kCases)) return fail(Code::NotFound, "the suite trace has no case '{}'; whittle bench --list names the cases", word);
        out.push_back(*found);
    }
    return out;
}

Result<std::vector<TraceRow>> runTraceSuite(std::span<const TraceCase> cases, const std::filesystem::path& samples, const std::filesystem::path& scratch,
                                            const std::function<void(const TraceCase&)>& begins, const CancelToken& cancel) {
    std::vector<TraceRow> out;
    for (const TraceCase& what : cases) {
        begins(what);
        const std::filesystem::path path = scratch / (what.name + ".log");
        WHITTLE_TRY_VOID(writeLog(samples, path, what.megabytes * kMega));
        Result<TraceRow> row = measure(what, path, cancel);
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
        if (!row) return std::unexpected(std::move(row).error());
        out.push_back(*std::move(row));
    }
    return out;
}

cli::Json traceRowsJson(std::span<const TraceRow> rows) {
    cli::Json out = cli::Json::array();
    for (const TraceRow& row : rows)
        out.push_back({{"name", row.what.name},
                       {"bytes", row.bytes},
                       {"records", row.records},
                       {"compiles", row.compiles},
                       {"seconds", row.seconds},
                       {"processor_seconds", row.processor},
                       {"megabytes_per_second", static_cast<double>(row.bytes) / kMega / std::max(row.processor, 1e-9)},
                       {"peak_bytes", row.peak},
                       {"wanted_seconds", row.what.wantedSeconds},
                       {"wanted_peak_bytes", row.what.wantedPeak},
                       {"ok", row.meetsTargets()}});
    return out;
}

std::string traceRowsText(std::span<const TraceRow> rows) {
    std::string out = fmt::format("{:<12} {:>10} {:>9} {:>9} {:>10} {:>11} {:>9} {:>10}\n", "trace", "size", "records", "compiles", "wall", "processor", "MB/s", "memory");
    for (const TraceRow& row : rows)
        out += fmt::format("{:<12} {:>10} {:>9} {:>9} {:>8.2f} s {:>9.2f} s {:>9.0f} {:>10}{}\n", row.what.name, cli::humanBytes(row.bytes), row.records, row.compiles, row.seconds,
                           row.processor, static_cast<double>(row.bytes) / kMega / std::max(row.processor, 1e-9), cli::humanBytes(row.peak),
                           row.meetsTargets() ? "" : fmt::format("   more than {} s or {}", row.what.wantedSeconds, cli::humanBytes(row.what.wantedPeak)));
    return out;
}

}  // namespace whittle::bench

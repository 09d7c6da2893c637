#include "engine/runtime/trace_json.h"

#include "engine/runtime/chrome_trace.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMostThreads = 65536;  // each is a lane of pictures

Json byKindJson(const MemoryByKind& bytes) {
    Json out = Json::object();
    for (std::size_t kind = 0; kind < kMemoryKinds; ++kind) out[std::string(memoryKindName(static_cast<MemoryKind>(kind)))] = bytes[kind];
    return out;
}

double microseconds(std::int64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1000; }

Json spanEvent(const RunSpan& span, const KernelRecord& kernel, int row) {
    return {{"name", kernel.name}, {"cat", kernel.kind}, {"ph", "X"}, {"ts", microseconds(span.begin)}, {"dur", microseconds(span.end - span.begin)}, {"pid", 1}, {"tid", row},
            {"args", {{"kernel", span.kernel}, {"implementation", kernel.implementation}, {"nodes", kernel.nodes}, {"sources", kernel.sources}}}};
}

Json nameEvent(const char* what, int row, const std::string& name) {
    return {{"name", what}, {"ph", "M"}, {"pid", 1}, {"tid", row}, {"args", {{"name", name}}}};
}

}  // namespace

Json runTraceJson(const RunTrace& trace) {
    Json kernels = Json::array(), chunks = Json::array();
    for (const RunSpan& span : trace.kernels) kernels.push_back({span.kernel, span.begin, span.end});
    for (const RunSpan& span : trace.chunks) chunks.push_back({span.kernel, span.thread, span.begin, span.end});
    return {{"end_ns", trace.end}, {"threads", trace.threads}, {"kernels_ns", kernels}, {"chunks_ns", chunks}, {"chunks_left_out", trace.leftOut}};
}

Result<RunTrace> parseRunTrace(const Json& json) {
    try {
        RunTrace trace{.kernels = {}, .chunks = {}, .end = json.at("end_ns").get<std::int64_t>(), .threads = json.at("threads").get<int>(), .leftOut = json.at("chunks_left_out").get<std::size_t>()};
        if (trace.threads < 0 || trace.threads > kMostThreads) return fail(Code::Format, "not the spans of a run: {} threads", trace.threads);
        for (const Json& one : json.at("kernels_ns"))
            trace.kernels.push_back({.kernel = one.at(0).get<std::uint32_t>(), .thread = 0, .begin = one.at(1).get<std::int64_t>(), .end = one.at(2).get<std::int64_t>()});
        for (const Json& one : json.at("chunks_ns"))
            trace.chunks.push_back({.kernel = one.at(0).get<std::uint32_t>(), .thread = one.at(1).get<std::int32_t>(), .begin = one.at(2).get<std::int64_t>(), .end = one.at(3).get<std::int64_t>()});
        return trace;
    } catch (const Json::exception& error) {
        return fail(Code::Format, "not the spans of a run: {}", error.what());
    }
}

Json memoryTimelineJson(const MemoryTimeline& timeline) {
    Json kernels = Json::array(), alive = Json::array();
    for (std::size_t i = 0; i < timeline.during.size(); ++i) kernels.push_back({{"during", byKindJson(timeline.during[i])}, {"after", byKindJson(timeline.after[i])}});
    for (const std::size_t i : aliveDuring(timeline, timeline.peakKernel)) {
        const HeldValue& value = timeline.values[i];
        alive.push_back({{"name", value.name}, {"node", value.node.empty() ? Json(nullptr) : Json(value.node)}, {"kind", memoryKindName(value.kind)},
                         {"bytes", value.bytes ? Json(*value.bytes) : Json(nullptr)}, {"first", value.first}, {"last", value.last}});
    }
    return {{"peak_bytes", timeline.peak}, {"peak_kernel", timeline.peakKernel < 0 ? Json(nullptr) : Json(timeline.peakKernel)}, {"alive_at_peak", alive},
            {"values_of_unknown_size", timeline.unknown}, {"kernels", kernels}};
}

std::string chromeTrace(const RunTrace& trace, const CompileReport& report) {
    constexpr int kKernelRow = 0;  // threads are below
    const auto known = [&](const RunSpan& span) { return span.kernel < report.kernels.size(); };
    Json events = Json::array({nameEvent("process_name", kKernelRow, "whittle run"), nameEvent("thread_name", kKernelRow, "kernels")});
    for (int thread = 0; thread < trace.threads; ++thread) events.push_back(nameEvent("thread_name", thread + 1, fmt::format("thread {}", thread)));
    for (const RunSpan& span : trace.kernels)
        if (known(span)) events.push_back(spanEvent(span, report.kernels[span.kernel], kKernelRow));
    for (const RunSpan& span : trace.chunks)
        if (known(span)) events.push_back(spanEvent(span, report.kernels[span.kernel], span.thread + 1));
    const MemoryTimeline memory = memoryTimeline(report.memory, static_cast<int>(report.kernels.size()));
    const auto counter = [&](std::int64_t at, const MemoryByKind& bytes) {
        events.push_back({{"name", "memory"}, {"ph", "C"}, {"ts", microseconds(at)}, {"pid", 1}, {"args", byKindJson(bytes)}});
    };
    for (const RunSpan& span : trace.kernels)
        if (known(span)) {
            counter(span.begin, memory.during[span.kernel]);
            counter(span.end, memory.after[span.kernel]);
        }
    const Json out{{"displayTimeUnit", "ns"}, {"otherData", {{"chunks_left_out", trace.leftOut}}}, {"traceEvents", events}};
    return out.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace whittle

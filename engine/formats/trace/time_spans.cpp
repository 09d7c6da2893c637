#include "engine/formats/trace/time_spans.h"

#include "engine/base/file_pieces.h"
#include "engine/formats/json.h"

namespace whittle::trace {
namespace {

constexpr std::size_t kPiece = 1 << 20;  // bytes of one write: a log may have millions of events, a few hundred bytes each

// The event of a record with the process id of its log. What is no event is left out.
std::string eventOf(const std::string& payload, std::size_t process) {
    Result<Json> event = parseJson(payload);
    if (!event || !event->is_object() || !event->contains("ph")) return {};
    (*event)["pid"] = process;
    return event->dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<void> writeLog(const Trace& trace, std::size_t index, const CancelToken& cancel, const WritePiece& write) {
    const TraceLog& log = trace.logs()[index];
    const Json name{{"name", "process_name"}, {"ph", "M"}, {"pid", index}, {"tid", 0}, {"args", {{"name", trace.label(log)}}}};
    std::string out = (index > 0 ? ",\n" : "\n") + name.dump(-1, ' ', false, Json::error_handler_t::replace);
    for (const TimeEvent& event : log.content().events) {
        WHITTLE_TRY_VOID(cancel.check());
        WHITTLE_TRY(const std::string payload, log.payload(log.content().records[event.record]));
        if (const std::string text = eventOf(payload, index); !text.empty()) out += ",\n" + text;
        if (out.size() < kPiece) continue;
        WHITTLE_TRY_VOID(write(out));
        out.clear();
    }
    return write(out);
}

}  // namespace

std::vector<TimeSpan> timeSpans(const LogContent& content) {
    std::vector<TimeSpan> out;
    std::vector<std::size_t> open;  // outermost first
    double last = 0;
    for (const TimeEvent& event : content.events) {
        last = std::max(last, event.microseconds);
        if (event.phase == 'B') {
            out.push_back({.start = event.microseconds, .name = event.name, .compile = event.compile, .record = event.record,
                           .depth = static_cast<int>(open.size()), .open = true});
            open.push_back(out.size() - 1);
        } else if (event.phase == 'E') {
            // What lies within and never ended, as after an error, ends here too.
            const auto begun = std::find_if(open.rbegin(), open.rend(), [&](std::size_t i) { return out[i].name == event.name; });
            if (begun == open.rend()) continue;
            const auto keep = static_cast<std::size_t>(open.rend() - begun) - 1;
            for (std::size_t i = keep; i < open.size(); ++i) {
                out[open[i]].duration = std::max(0.0, event.microseconds - out[open[i]].start);
                out[open[i]].open = false;
            }
            open.resize(keep);
        }
    }
    for (const std::size_t i : open) out[i].duration = std::max(0.0, last - out[i].start);
    std::stable_sort(out.begin(), out.end(), [](const TimeSpan& a, const TimeSpan& b) { return a.start < b.start; });
    return out;
}

Result<void> writeChromeTrace(const Trace& trace, const std::filesystem::path& path, const CancelToken& cancel) {
    return writeFilePieces(path, [&](const WritePiece& write) -> Result<void> {
        WHITTLE_TRY_VOID(write("["));
        for (std::size_t i = 0; i < trace.logs().size(); ++i) WHITTLE_TRY_VOID(writeLog(trace, i, cancel, write));
        return write("\n]\n");
    });
}

}  // namespace whittle::trace

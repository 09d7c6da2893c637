#include "views/models/trace_timeline.h"

#include <algorithm>
#include <limits>
#include <map>

#include "engine/formats/trace/time_spans.h"
#include "views/models/text.h"
#include "views/models/trace_content.h"

namespace whittle {
namespace {

// Names are told apart by log there, and are one here.
class Names {
public:
    explicit Names(QStringList& names) : m_names(names) {}
    int of(const std::string& name) {
        const auto [found, isNew] = m_known.try_emplace(name, static_cast<int>(m_names.size()));
        if (isNew) m_names << toQString(name);
        return found->second;
    }

private:
    QStringList& m_names;
    std::map<std::string, int> m_known;
};

}  // namespace

Result<TraceTimelineRef> traceTimeline(const std::vector<TraceLogPart>& logs, const CancelToken& cancel) {
    auto out = std::make_shared<TraceTimeline>();
    Names names(out->names);
    double first = std::numeric_limits<double>::infinity(), last = -first;
    std::vector<std::vector<trace::TimeSpan>> spansOf;
    for (const TraceLogPart& log : logs) {
        WHITTLE_TRY_VOID(cancel.check());
        for (const trace::TimeSpan& span : spansOf.emplace_back(trace::timeSpans(*log.content))) {
            first = std::min(first, span.start);
            last = std::max(last, span.start + span.duration);
        }
    }
    if (first > last) return out;
    out->microseconds = std::max(last - first, 1.0);
    std::vector<double> own;  // of each name
    for (std::size_t log = 0; log < logs.size(); ++log) {
        WHITTLE_TRY_VOID(cancel.check());
        const std::size_t firstLane = out->lanes.size();
        for (const trace::TimeSpan& span : spansOf[log]) {
            const int name = names.of(logs[log].content->eventNames[span.name]);
            const double start = span.start - first;
            while (out->lanes.size() <= firstLane + static_cast<std::size_t>(span.depth)) out->lanes.push_back({.log = static_cast<int>(log), .depth = static_cast<int>(out->lanes.size() - firstLane), .spans = {}});
            std::vector<LaneSpan>& lane = out->lanes[firstLane + static_cast<std::size_t>(span.depth)].spans;
            // What overlaps in one row, of threads that log as one, begins where the other ends.
            const double begin = std::max(start / out->microseconds, lane.empty() ? 0.0 : lane.back().end);
            lane.push_back({.kernel = static_cast<int>(out->spans.size()), .begin = begin, .end = std::max(begin, (start + span.duration) / out->microseconds), .isTold = !span.open});
            out->spans.push_back({.name = name, .log = static_cast<int>(log), .compile = static_cast<int>(span.compile), .start = start, .duration = span.duration, .isOpen = span.open, .record = span.record});
            own.resize(static_cast<std::size_t>(out->names.size()), 0.0);
            own[static_cast<std::size_t>(name)] += span.duration;
            if (span.depth == 0) continue;
            const std::vector<LaneSpan>& outer = out->lanes[firstLane + static_cast<std::size_t>(span.depth) - 1].spans;
            if (outer.empty()) continue;  // of clocks that went backwards
            const LaneSpan& around = outer.back();
            own[static_cast<std::size_t>(out->spans[static_cast<std::size_t>(around.kernel)].name)] -= span.duration;
        }
    }
    for (std::size_t name = 0; name < own.size(); ++name) out->shares.emplace_back(std::max(0.0, own[name]) / out->microseconds, static_cast<int>(name));
    std::ranges::stable_sort(out->shares, std::greater(), &std::pair<double, int>::first);
    return out;
}

}  // namespace whittle

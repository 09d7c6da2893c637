#include "views/models/span_runs.h"

#include <algorithm>
#include <cmath>

namespace whittle {

std::vector<SpanRun> spanRuns(std::span<const LaneSpan> spans, const TimeWindow& window, double width) {
    std::vector<SpanRun> out;
    const double scale = width / window.size();
    double longest = 0;  // of the mark that is being put together
    for (auto span = std::ranges::lower_bound(spans, window.begin(), {}, &LaneSpan::end); span != spans.end() && span->begin < window.end(); ++span) {
        const SpanRun run{.left = (span->begin - window.begin()) * scale, .right = (span->end - window.begin()) * scale, .kernel = span->kernel, .count = 1, .isTold = span->isTold};
        const double length = run.right - run.left;
        if (!out.empty() && length < 1 && longest < 1 && std::floor(out.back().left) == std::floor(run.left)) {
            SpanRun& last = out.back();
            last.right = std::max(last.right, run.right);
            ++last.count;
            if (length > longest) {
                longest = length;
                last.kernel = run.kernel;
                last.isTold = run.isTold;
            }
            continue;
        }
        longest = length;
        out.push_back(run);
    }
    return out;
}

int spanAt(std::span<const LaneSpan> spans, double at, double near) {
    const auto after = std::ranges::upper_bound(spans, at, {}, &LaneSpan::begin);
    const auto place = after - spans.begin();
    if (place > 0 && at <= spans[static_cast<std::size_t>(place - 1)].end) return static_cast<int>(place - 1);
    const double before = place > 0 ? at - spans[static_cast<std::size_t>(place - 1)].end : near + 1, behind = after != spans.end() ? after->begin - at : near + 1;
    if (std::min(before, behind) > near) return -1;
    return static_cast<int>(before <= behind ? place - 1 : place);
}

}  // namespace whittle

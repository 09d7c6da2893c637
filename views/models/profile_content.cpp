#include "views/models/profile_content.h"

#include <algorithm>
#include <map>

#include "engine/ops/op_def.h"
#include "views/models/text.h"

namespace whittle {
namespace {

// Of several operators in one kernel, the first of these families that there is stands for it: what takes the time, before what goes along.
constexpr std::string_view kLeading[] = {"attention", "conv", "matmul", "einsum", "fft", "linalg", "sort", "softmax", "norm", "pool", "reduction", "index", "activation", "random"};

constexpr std::string_view kUntold = "onednn";  // kind of kernels whose threads are the library's own

QString familyOf(const KernelContent& kernels, int kernel) {
    std::vector<std::string_view> families;
    for (const NodeId node : kernels.row(kernel).nodes) families.push_back(opFamily(kernels.graph().node(node).op));
    for (const std::string_view leading : kLeading)
        if (std::ranges::find(families, leading) != families.end()) return toQString(leading);
    return families.empty() ? QString() : toQString(families.back());
}

}  // namespace

Result<ProfileContentRef> ProfileContent::build(KernelContentRef kernels, const CancelToken& cancel) {
    std::shared_ptr<ProfileContent> out(new ProfileContent);
    const RunTrace& trace = kernels->study().trace;
    const CompileReport& report = kernels->study().report;
    out->m_memory = memoryTimeline(report.memory, kernels->count());
    for (int kernel = 0; kernel < kernels->count(); ++kernel) {
        WHITTLE_TRY_VOID(cancel.check());
        out->m_families.push_back(familyOf(*kernels, kernel));
    }
    out->m_threads.assign(out->m_families.size(), 0);
    const double duration = static_cast<double>(std::max<std::int64_t>(trace.end, 1));
    const auto laneSpan = [&](const RunSpan& span, bool isTold) {
        return LaneSpan{.kernel = static_cast<int>(span.kernel), .begin = static_cast<double>(span.begin) / duration, .end = static_cast<double>(span.end) / duration, .isTold = isTold};
    };
    // A trace of other kernels than the report's is none that we could show.
    const bool fits = trace.kernels.size() == report.kernels.size() && std::ranges::all_of(trace.chunks, [&](const RunSpan& chunk) { return chunk.kernel < report.kernels.size() && chunk.thread >= 0 && chunk.thread < trace.threads; });
    out->m_lanes.emplace_back();
    for (int thread = 0; fits && thread < trace.threads; ++thread) out->m_lanes.push_back({.thread = thread, .spans = {}});
    if (fits) {
        int lastKernel = -1, lastThread = -1;
        for (const RunSpan& chunk : trace.chunks) {
            out->m_lanes[static_cast<std::size_t>(chunk.thread) + 1].spans.push_back(laneSpan(chunk, true));
            if (static_cast<int>(chunk.kernel) != lastKernel || chunk.thread != lastThread) ++out->m_threads[chunk.kernel];
            lastKernel = static_cast<int>(chunk.kernel);
            lastThread = chunk.thread;
        }
        // What tells of no threads was on the one that runs the graph; a library's kernel perhaps on others as well, also where our own code is a part of it.
        std::vector<LaneSpan>& own = out->m_lanes[1].spans;
        std::vector<LaneSpan> untold;
        std::size_t next = 0;
        for (const RunSpan& span : trace.kernels) {
            const LaneSpan whole = laneSpan(span, true);
            const bool isTold = report.kernels[span.kernel].kind != kUntold;
            double from = whole.begin;
            const auto addUntil = [&](double until) {
                if (until > from && (!isTold || out->m_threads[span.kernel] == 0)) untold.push_back({.kernel = whole.kernel, .begin = from, .end = until, .isTold = isTold});
            };
            for (; next < own.size() && own[next].kernel == whole.kernel; ++next) {
                addUntil(own[next].begin);
                from = own[next].end;
            }
            addUntil(whole.end);
            out->m_lanes.front().spans.push_back(whole);
            if (isTold && out->m_threads[span.kernel] == 0) out->m_threads[span.kernel] = 1;
        }
        own.insert(own.end(), untold.begin(), untold.end());
        std::ranges::sort(own, {}, &LaneSpan::begin);
        std::map<QString, double> times;
        for (const LaneSpan& span : out->m_lanes.front().spans) times[out->family(span.kernel)] += span.end - span.begin;
        for (const auto& [family, time] : times) out->m_shares.emplace_back(time, family);
        std::ranges::sort(out->m_shares, std::greater());
    }
    out->m_kernels = std::move(kernels);
    return out;
}

int ProfileContent::kernelAt(double at) const {
    const std::vector<LaneSpan>& spans = m_lanes.front().spans;
    const auto after = std::ranges::upper_bound(spans, at, {}, &LaneSpan::begin);
    if (spans.empty()) return -1;
    return after == spans.begin() ? 0 : std::prev(after)->kernel;
}

}  // namespace whittle

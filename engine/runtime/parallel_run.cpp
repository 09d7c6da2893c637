#include "engine/runtime/parallel_run.h"

#include <algorithm>
#include <array>

#include <omp.h>

#include "engine/kernels/run_trace.h"

namespace whittle {
namespace {

// Below this many elements a second thread costs more than it saves.
constexpr std::int64_t kParallelWork = 32768;
constexpr std::int64_t kMostThreads = 256;

KernelEnd runRange(const KernelRun& run, std::int64_t begin, std::int64_t end, const CancelToken& cancel) {
    const std::int64_t portion = std::max<std::int64_t>(run.portion, 1);
    while (end - begin > portion) {
        const KernelStop stop = run.code(run.buffers, run.symbols, begin, begin + portion);
        if (stop.check >= 0) return {stop};
        begin += portion;
        if (cancel.cancelled()) return {.stop = {}, .cancelled = true};
    }
    return {run.code(run.buffers, run.symbols, begin, end)};
}

}  // namespace

KernelEnd runKernel(const KernelRun& run, const CancelToken& cancel) {
    const auto threads = std::min({std::int64_t{omp_get_max_threads()}, run.steps, run.elements / kParallelWork, kMostThreads});
    SpanRecorder* const spans = ThreadSpan::wanted();
    if (threads < 2) {
        const ThreadSpan span(spans, 0);
        return runRange(run, 0, run.steps, cancel);
    }
    std::array<KernelEnd, kMostThreads> ends;
#pragma omp parallel for schedule(static) num_threads(static_cast<int>(threads))
    for (std::int64_t t = 0; t < threads; ++t) {
        const ThreadSpan span(spans, omp_get_thread_num());
        ends[static_cast<std::size_t>(t)] = runRange(run, run.steps * t / threads, run.steps * (t + 1) / threads, cancel);
    }
    KernelEnd out;
    for (std::int64_t t = threads; t-- > 0;) {
        const KernelEnd& end = ends[static_cast<std::size_t>(t)];
        out.cancelled |= end.cancelled;
        if (end.stop.check >= 0) out.stop = end.stop;
    }
    return out;
}

int kernelThreads() { return omp_get_max_threads(); }

void setKernelThreads(int threads) {
    static const int all = omp_get_max_threads();
    omp_set_num_threads(threads > 0 ? std::min(threads, all) : all);
}

}  // namespace whittle

#include "engine/kernels/run_trace.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace whittle {
namespace {

constexpr std::size_t kMostThreads = 256;  // as runKernel()'s
constexpr std::size_t kFirstChunks = 1024;

// Several threads may run graphs at once, each with a recorder of its own or none.
thread_local SpanRecorder* t_recorder = nullptr;

std::int64_t clockNow() { return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

}  // namespace

SpanRecorder::SpanRecorder(std::size_t kernels, int threads)
    : m_mostOfLane(kMostChunks / static_cast<std::size_t>(std::max(threads, 1))), m_lanes(kMostThreads), m_outer(std::exchange(t_recorder, this)) {
    m_trace.kernels.reserve(kernels);
    m_lanes.front().chunks.reserve(kFirstChunks);
    m_start = clockNow();
}

SpanRecorder::~SpanRecorder() { t_recorder = m_outer; }

std::int64_t SpanRecorder::now() const { return clockNow() - m_start; }

void SpanRecorder::kernelBegins(std::size_t kernel) {
    m_kernel = static_cast<std::uint32_t>(kernel);
    m_trace.kernels.push_back({.kernel = m_kernel, .thread = 0, .begin = now(), .end = 0});
}

void SpanRecorder::kernelEnds() { m_trace.kernels.back().end = now(); }

// Each thread has its share of the bound: no counter that all would write.
void SpanRecorder::add(int thread, std::int64_t begin) {
    Lane& lane = m_lanes[static_cast<std::size_t>(thread)];
    const std::int64_t end = now();
    if (!lane.chunks.empty()) {
        RunSpan& last = lane.chunks.back();
        if (last.kernel == m_kernel && begin - last.end < kChunkGap) {
            last.end = end;
            return;
        }
    }
    if (lane.chunks.size() < m_mostOfLane) lane.chunks.push_back({.kernel = m_kernel, .thread = thread, .begin = begin, .end = end});
    else ++lane.leftOut;
}

RunTrace SpanRecorder::take() {
    m_trace.end = now();
    for (const Lane& lane : m_lanes) {
        m_trace.chunks.insert(m_trace.chunks.end(), lane.chunks.begin(), lane.chunks.end());
        m_trace.leftOut += lane.leftOut;
    }
    for (const RunSpan& chunk : m_trace.chunks) m_trace.threads = std::max(m_trace.threads, chunk.thread + 1);
    return std::move(m_trace);
}

SpanRecorder* ThreadSpan::wanted() { return t_recorder; }

void ThreadSpan::begin(int thread) {
    if (thread < 0 || static_cast<std::size_t>(thread) >= kMostThreads) {
        m_recorder = nullptr;
        return;
    }
    m_thread = thread;
    m_hidden = std::exchange(t_recorder, nullptr);
    m_begin = m_recorder->now();
}

void ThreadSpan::end() {
    m_recorder->add(m_thread, m_begin);
    t_recorder = m_hidden;
}

}  // namespace whittle

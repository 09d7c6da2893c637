// What of a run was on which thread, and when. Recorded only for who asks (RunOptions::trace): else all that it costs is to find that nobody did.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace whittle {

/// Nanoseconds since the run began, of a clock that never goes back.
struct RunSpan {
    std::uint32_t kernel = 0;  ///< index into CompileReport::kernels
    std::int32_t thread = 0;   ///< 0: the one that runs the graph; the others by their number in the team
    std::int64_t begin = 0, end = 0;
};

struct RunTrace {
    std::vector<RunSpan> kernels;  ///< from launch to end, one a kernel, in execution order; all of thread 0
    /// What threads did of kernels, by thread and then in time; each lies within the span of its kernel, and those of a thread never overlap. A kernel that
    /// tells of no threads has none: a library's own threads, and what ran on thread 0 without loops of ours.
    std::vector<RunSpan> chunks;
    std::int64_t end = 0;          ///< of the run
    int threads = 1;               ///< of chunks, at least thread 0
    std::size_t leftOut = 0;       ///< chunks that were not kept, beyond kMostChunks of all threads
};

constexpr std::size_t kMostChunks = 200'000;
constexpr std::int64_t kChunkGap = 2'000;  ///< nanoseconds: pieces of work less far apart are one chunk

/// Records one run, which the thread that makes it runs. Kernels find it by ThreadSpan::wanted(), so that no argument has to be handed down to every loop.
/// Memory: 24 bytes a span. Not thread-safe but for spans of different threads.
class SpanRecorder {
public:
    /// `threads`: that kernels run on at most; the bound is shared out among them.
    SpanRecorder(std::size_t kernels, int threads);
    ~SpanRecorder();
    SpanRecorder(const SpanRecorder&) = delete;
    SpanRecorder& operator=(const SpanRecorder&) = delete;

    void kernelBegins(std::size_t kernel);
    void kernelEnds();
    RunTrace take();

private:
    friend class ThreadSpan;
    struct alignas(64) Lane {  // written by its thread alone: lanes share no cache line
        std::vector<RunSpan> chunks;
        std::size_t leftOut = 0;
    };
    std::int64_t now() const;
    void add(int thread, std::int64_t begin);

    std::int64_t m_start = 0;
    std::uint32_t m_kernel = 0;
    RunTrace m_trace;
    std::size_t m_mostOfLane;
    std::vector<Lane> m_lanes;
    SpanRecorder* m_outer = nullptr;  // of a run that this one is a part of
};

/// For as long as it lives, its thread works on the kernel that runs. Made by every thread in a parallel loop, with what wanted() said before the loop.
/// What is made inside another one is a part of that.
class ThreadSpan {
public:
    /// Of the run that this thread runs; null: nobody wants spans.
    static SpanRecorder* wanted();

    /// `thread`: its number in the team.
    ThreadSpan(SpanRecorder* recorder, int thread) : m_recorder(recorder) {
        if (recorder) [[unlikely]] begin(thread);
    }
    ~ThreadSpan() {
        if (m_recorder) [[unlikely]] end();
    }
    ThreadSpan(const ThreadSpan&) = delete;
    ThreadSpan& operator=(const ThreadSpan&) = delete;

private:
    void begin(int thread);
    void end();

    SpanRecorder* m_recorder;
    SpanRecorder* m_hidden = nullptr;  // from loops inside
    int m_thread = 0;
    std::int64_t m_begin = 0;
};

}  // namespace whittle

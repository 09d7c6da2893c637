// What there is to show of one recorded run: rows of spans, the kernels that they are of, and memory over the same time. Immutable, made on a worker.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include <QString>

#include "engine/kernels/run_trace.h"
#include "engine/runtime/memory_timeline.h"
#include "views/models/kernel_content.h"

namespace whittle {

struct LaneSpan {
    int kernel = 0;
    double begin = 0, end = 0;  ///< fractions of the run
    bool isTold = true;         ///< false: a library's kernel, that does not tell what its threads do
};

/// A row of the timeline, in time; spans of a row never overlap.
struct Lane {
    int thread = -1;  ///< -1: the row of kernels
    std::vector<LaneSpan> spans;
};

class ProfileContent {
public:
    /// Errors: Cancelled. Cost: spans and kernels.
    static Result<std::shared_ptr<const ProfileContent>> build(KernelContentRef kernels, const CancelToken& cancel);

    const KernelContent& kernels() const { return *m_kernels; }
    const KernelContentRef& kernelsRef() const { return m_kernels; }
    const RunTrace& trace() const { return m_kernels->study().trace; }
    bool isRecorded() const { return !trace().kernels.empty(); }  ///< false: the run did not end
    std::span<const Lane> lanes() const { return m_lanes; }       ///< kernels first, then threads
    double milliseconds() const { return static_cast<double>(trace().end) * 1e-6; }  ///< of the recorded run
    const LaneSpan& spanOf(int kernel) const { return m_lanes.front().spans[static_cast<std::size_t>(kernel)]; }
    int kernelAt(double at) const;  ///< that runs at this fraction of the run, or else the last before it; -1: none
    QString family(int kernel) const { return m_families[static_cast<std::size_t>(kernel)]; }  ///< of the operator that stands for it: see familyColor()
    /// Of each family the share of the run, the largest first.
    std::span<const std::pair<double, QString>> familyShares() const { return m_shares; }
    int threadsOf(int kernel) const { return m_threads[static_cast<std::size_t>(kernel)]; }    ///< that had a part in it; 0: nobody told
    const MemoryTimeline& memory() const { return m_memory; }

private:
    ProfileContent() = default;

    KernelContentRef m_kernels;
    std::vector<Lane> m_lanes;
    std::vector<QString> m_families;
    std::vector<std::pair<double, QString>> m_shares;
    std::vector<int> m_threads;
    MemoryTimeline m_memory;
};

using ProfileContentRef = std::shared_ptr<const ProfileContent>;

}  // namespace whittle

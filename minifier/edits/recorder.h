// Runs graphs eagerly for what their values hold. With the whittle program all that happens in its workers, under limits, so that a
// kernel that crashes, hangs or takes all memory ends that run and not ours.
#pragma once

#include "engine/base/hash.h"
#include "engine/runtime/worker.h"
#include "minifier/edits/edit.h"

namespace whittle {

struct RecorderSetup {
    std::filesystem::path program;  ///< empty: in this process, without limits
    std::uint64_t seed = 0;         ///< of random operators
    CancelToken cancel = {};
    /// Of a graph that nobody ran before, and that may take what an oracle's limits allow; and of what one operator is made of.
    WorkerLimits whole = wholeLimits(), parts = partLimits();

    static WorkerLimits wholeLimits();
    static WorkerLimits partLimits();
};

/// Not thread-safe. Its workers stay warm between runs.
class Recorder : public std::enable_shared_from_this<Recorder> {
public:
    static std::shared_ptr<Recorder> make(RecorderSetup setup) { return std::shared_ptr<Recorder>(new Recorder(std::move(setup))); }

    /// Errors: as Capture::record; Io when a worker cannot be started.
    Result<Capture> record(const Graph& graph) { return record(graph, m_setup.cancel); }
    Result<Capture> record(const Graph& graph, const CancelToken& cancel);
    /// The same for the parts of an operator, under their limits. Runs that ended early, and the last one that did not, are
    /// remembered: the same graph is asked for once a part, and again while others are tried.
    Result<Capture> recordParts(const Graph& graph);

    bool isInOtherProcess() const { return !m_setup.program.empty(); }
    int runs() const { return m_runs; }  ///< those that were not remembered

private:
    struct Remembered {
        Hash128 graph;
        Capture capture;
    };
    explicit Recorder(RecorderSetup setup);
    Result<Capture> run(const Graph& graph, Worker& worker, const CancelToken& cancel, std::shared_ptr<Recorder> by);
    Result<std::optional<Error>> runHere(const Graph& graph, std::vector<Datum>& data, const CancelToken& cancel) const;

    RecorderSetup m_setup;
    Worker m_whole, m_parts;
    int m_runs = 0;
    std::vector<Remembered> m_remembered;
};

}  // namespace whittle

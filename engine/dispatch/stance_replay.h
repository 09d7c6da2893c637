// One replay of calls under one stance, from a fresh start.
#pragma once

#include "engine/dispatch/stance_matrix.h"

namespace whittle {

struct Replay {
    Stance stance;
    std::span<const SequencedCall> calls;
    FunctionOptions function;
    std::string trying = {};      ///< of a replay for advice: its text
    bool isTold = false;          ///< calls, entries and tries are reported; else only what it is at
};

struct Replayed {
    ReportedRun totals;
    std::vector<int> compiles = {};  ///< of each call
};

class Replayer {
public:
    Replayer(std::shared_ptr<const Graph> graph, const StanceOptions& options, StanceReporter& reporter)
        : m_graph(std::move(graph)), m_options(options), m_reporter(reporter) {}

    /// Errors: as runStances.
    Result<Replayed> run(const Replay& replay);

    const std::shared_ptr<const Graph>& graph() const { return m_graph; }
    const StanceOptions& options() const { return m_options; }

private:
    std::shared_ptr<const Graph> m_graph;
    const StanceOptions& m_options;
    StanceReporter& m_reporter;
};

}  // namespace whittle

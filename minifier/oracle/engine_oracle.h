// Whittle's own compiler as the oracle: each candidate is compiled, run and compared in a worker process,
// so that a crash, a hang or a blow-up is an answer.
#pragma once

#include "engine/runtime/worker.h"
#include "minifier/oracle/oracle.h"

namespace whittle {

struct EngineOracleOptions {
    std::filesystem::path program;  ///< the whittle executable
    WorkerLimits limits;
    CompileOptions compile;
    std::optional<Tolerance> tolerance;  ///< default: by dtype
    bool eagerLibraries = true;  ///< as WorkerJob's
    int disturbedRuns = 8;       ///< as WorkerJob's: a program that makes much of its roundings is no fault of the compiler
    EagerRun eager = EagerRun::MayRaise;  ///< as WorkerJob's
    bool eagerDeathFails = false;  ///< whether a crash of the eager run is a failure to look for, and not a candidate that nobody can judge
};

class EngineOracle final : public Oracle {
public:
    explicit EngineOracle(EngineOracleOptions options);
    std::string_view name() const override { return "engine"; }
    std::string identity() const override;
    std::string limits() const override;
    std::vector<std::string> libraries() const override;
    /// What the compiler had to say besides (CompileReport::notes), each thing once.
    std::vector<std::string> notes() const override { return m_notes; }
    std::string lastingIdentity() const override;
    std::unique_ptr<Oracle> another() const override { return std::make_unique<EngineOracle>(m_options); }
    Result<Verdict> test(const Graph& candidate, const CancelToken& cancel) override { return run(jobFor(candidate), cancel); }
    /// Of a wrong result: where the first value is wrong, from one more run, in which every value is looked at.
    Result<std::optional<NodeGuesses>> findNodes(const Graph& graph, const Failure& failure, const CancelToken& cancel) override;
    CompilerParts parts() const override;
    Result<Verdict> testWithout(const Graph& candidate, const LeftOut& out, const CancelToken& cancel) override;

private:
    WorkerJob jobFor(const Graph& graph) const;
    Result<Verdict> run(const WorkerJob& job, const CancelToken& cancel);

    EngineOracleOptions m_options;
    Worker m_worker;
    std::vector<std::string> m_notes;
};

}  // namespace whittle

#include "minifier/oracle/engine_oracle.h"

#include <algorithm>

namespace whittle {

EngineOracle::EngineOracle(EngineOracleOptions options)
    : m_options(std::move(options)), m_worker(m_options.program, m_options.limits) {}

// Time and memory limits are left out: a slower machine may need to resume with wider ones.
std::string EngineOracle::identity() const {
    const CompileOptions& compile = m_options.compile;
    std::string text = "engine";
    for (const Injection& injection : compile.inject)
        text += fmt::format(" inject={}={}", injection.op, failureKindName(injection.kind));
    for (const std::string& pass : compile.skipPasses) text += " skip=" + pass;
    if (compile.passLimit >= 0) text += fmt::format(" passes={}", compile.passLimit);
    for (const ForcedChoice& one : compile.choices.forced) text += fmt::format(" choose={}={}", one.site, one.candidate);
    if (compile.seed != 0) text += fmt::format(" seed={}", compile.seed);
    if (!compile.fuse) text += " no-fusion";
    if (m_options.tolerance) text += fmt::format(" rtol={} atol={}", m_options.tolerance->rtol, m_options.tolerance->atol);
    if (!m_options.eagerLibraries) text += " reference-kernels";
    if (m_options.disturbedRuns > 0) text += fmt::format(" disturbed-runs={}", m_options.disturbedRuns);
    return text;
}

std::string EngineOracle::limits() const {
    return fmt::format("{} s, {} MB", std::chrono::duration<double>(m_options.limits.time).count(), m_options.limits.memoryBytes >> 20);
}

Result<Verdict> EngineOracle::test(const Graph& candidate, const CancelToken& cancel) {
    const auto start = std::chrono::steady_clock::now();
    WorkerJob job;
    job.graph = candidate;
    job.compile = m_options.compile;
    job.tolerance = m_options.tolerance;
    job.eagerLibraries = m_options.eagerLibraries;
    job.disturbedRuns = m_options.disturbedRuns;
    WHITTLE_TRY(WorkerAnswer answer, m_worker.run(job, cancel));
    for (std::string& note : answer.notes)
        if (std::ranges::find(m_notes, note) == m_notes.end()) m_notes.push_back(std::move(note));
    Verdict verdict;
    const auto isLimit = [](const Failure& f) { return f.kind == FailureKind::Hang || f.kind == FailureKind::OutOfMemory; };
    if (answer.invalid ? answer.invalid->code == Code::Limit : answer.failure && isLimit(*answer.failure)) verdict.limits = limits();
    if (answer.invalid) {
        verdict.kind = Verdict::Kind::Invalid;
        verdict.note = answer.invalid->describe();
    } else if (answer.failure) {
        verdict.kind = Verdict::Kind::Fails;
        verdict.failure = std::move(answer.failure);
    }
    verdict.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    return verdict;
}

}  // namespace whittle

// Measures the candidates of a site: each is compiled alone on inputs of the site's sizes, its answers are compared, and they run in
// turns. Slow candidates and long lists cost no more than the time given.
#pragma once

#include "engine/kernels/choice.h"
#include "engine/runtime/compile.h"
#include "engine/runtime/tuning_store.h"

namespace whittle {

/// How a candidate is compiled alone for a compilation with options `whole`: with the passes over memory and the fusion that will
/// be there when it runs.
CompileOptions candidateOptions(const CompileOptions& whole, std::string_view candidate);

/// All that decides how long a site's candidates take: its text, the CPU and its features, threads, the versions of the libraries, of
/// the store and of this program, and what candidateOptions() takes over.
std::string tuningKey(std::string_view site, const CpuJit& jit, int threads, const CompileOptions& whole);

struct TuneRequest {
    const Site& site;
    std::span<const SiteCandidate> candidates;
    double seconds = 2;      ///< for all of them; every candidate that is worth a run gets one
    const CompileOptions& compile;
    std::function<void(const std::string& candidate)> progress;
};

/// One for each of `candidates` that can run: its least median, or why it is not to be taken: it does not compile, fails, or its
/// answer is far from float64's (on small problems) or from most others'. One that was not worth a run has neither.
/// Errors: Cancelled.
Result<std::vector<StoredCandidate>> measureCandidates(const TuneRequest& request);

}  // namespace whittle

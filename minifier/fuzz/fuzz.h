// The fuzzing job: random graphs, each compiled, run and compared in a worker process; what fails is minified at once.
#pragma once

#include "minifier/oracle/engine_oracle.h"
#include "minifier/search/minify.h"

namespace whittle {

struct FuzzOptions {
    std::filesystem::path outputFolder;
    std::uint64_t seed = 0;
    std::uint64_t first = 0;             ///< number of the first graph
    std::uint64_t count = 0;             ///< graphs to try; 0: until the time is over
    std::chrono::milliseconds time{0};   ///< no graph is begun after it; 0: no limit
    std::chrono::milliseconds minifyTime{60000};  ///< for one failure, on top
    int maxNodes = 16;
    std::vector<std::string> ops;        ///< draw these alone; empty: all that are drawn
    EngineOracleOptions oracle;
    std::string commandLine;             ///< for the reports
};

/// A failure and all that are taken for the same: of its kind and signature, in graphs that hold every operator of its reproducer.
struct FuzzFailure {
    Failure failure;
    std::uint64_t graph = 0;             ///< the first that failed so
    std::size_t run = 0;                 ///< with which of its sizes
    int count = 1;
    MinifyResult::Status status = MinifyResult::Status::Minimal;
    int nodesBefore = 0, nodesAfter = 0;
    std::vector<std::string> operators;  ///< of the reproducer, in name order
    std::string text;                    ///< of the reproducer
    std::filesystem::path folder;        ///< relative to the output folder
};

/// A snapshot for whoever watches.
struct FuzzProgress {
    std::uint64_t graphs = 0, runs = 0, failures = 0, refused = 0;
    double seconds = 0;
    std::string minifying;  ///< the failure's first line while one is minified
};
using FuzzObserver = std::function<void(const FuzzProgress&)>;

struct FuzzResult {
    FuzzProgress totals;                       ///< `failures`: runs that failed
    std::uint64_t next = 0;                    ///< the first graph not tried: --graph of a run that goes on
    bool interrupted = false;
    std::vector<FuzzFailure> failures;
    std::map<std::string, int> refusals;       ///< why eager mode itself refused a graph, normalised
    std::map<std::string, int> operators;      ///< of the graphs that ran, by how many nodes
};

/// Errors: Io for the output folder, Argument when it holds another run's reports, or for `ops`; the oracle's.
Result<FuzzResult> fuzz(const FuzzOptions& options, const FuzzObserver& observer, const CancelToken& cancel);

}  // namespace whittle

// The cases of the suite `minify`: a host graph, where the failure is planted in it, and what reducing it may take.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "minifier/oracle/oracle.h"

namespace whittle::bench {

/// One row. What is wanted is at most; 0: nothing is.
struct MinifyCase {
    std::string name;
    std::string summary;
    std::string host;                  ///< a file in the samples; empty: a graph of `nodes` operators is made
    int nodes = 0;
    std::vector<double> culprits;      ///< where the operators stand that the failure takes, as parts of the graph
    std::string kind;                  ///< of the fault that is planted in our compiler; "present": an oracle that fails when all are there
    int wantedCandidates = 0;          ///< until the fewest operators
    int wantedOperators = 1;
    double wantedSeconds = 0;
    int repeat = 0;                    ///< as MinifyOptions::repeat
    int seeds = 0;                     ///< so many reductions with culprits drawn anywhere, in place of `culprits`; 0: the one
    int drawn = 0;                     ///< of culprits, for each
    double wantedMean = 0;             ///< over the seeds: candidates about nodes alone, their final sweep included
};

std::vector<MinifyCase> minifyCases();

/// `seed`: 0 for a case without seeds. `samples`: the folder with the hosts. Errors: the reader's, those of the operators planted.
Result<Graph> minifyGraph(const MinifyCase& what, int seed, const std::filesystem::path& samples);
/// Errors: those of parseInjections.
Result<std::unique_ptr<Oracle>> minifyOracle(const MinifyCase& what, const std::filesystem::path& program);

}  // namespace whittle::bench

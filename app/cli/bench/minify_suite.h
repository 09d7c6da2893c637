// The suite `minify` of `whittle bench`: graphs with planted failures, and what it takes to reduce them.
#pragma once

#include <functional>

#include "app/cli/command.h"
#include "minifier/search/minify.h"

namespace whittle::bench {

/// One row's graph and failure. What is wanted is at most; 0: nothing is.
struct MinifyCase {
    std::string name;
    std::string summary;
    int nodes = 0;                     ///< of a graph that is made; 0: the model of the suite beside the programs
    std::vector<int> culprits;         ///< where the operators stand that the failure takes
    std::string kind;                  ///< of the fault that is planted in our compiler; "present": an oracle that fails when all are there
    int wantedCandidates = 0;          ///< until the fewest operators
    int wantedOperators = 1;
    double wantedSeconds = 0;
};

struct MinifyRow {
    MinifyCase what;
    std::string trouble;               ///< it could not be done
    MinifyResult result;
    std::int64_t elementsLeft = 0;     ///< of all inputs
    bool needsData = false;            ///< the reproducer has a file of tensors
    bool meetsTargets() const;
};

std::vector<MinifyCase> minifyCases();

struct MinifySuiteOptions {
    std::vector<std::string> cases;    ///< names or first parts of names; empty: all
    int jobs = 1;
    std::filesystem::path program, scratch, models;
};

/// Errors: NotFound for a name that is no case; Cancelled.
Result<std::vector<MinifyRow>> runMinifySuite(const MinifySuiteOptions& options, const std::function<void(const MinifyCase&)>& begins,
                                              const CancelToken& cancel);

cli::Json minifyRowsJson(std::span<const MinifyRow> rows);
std::string minifyRowsText(std::span<const MinifyRow> rows);

}  // namespace whittle::bench

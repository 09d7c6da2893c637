// The suite `minify` of `whittle bench`: graphs with planted failures, and what it takes to reduce them.
#pragma once

#include <functional>

#include "app/cli/bench/minify_cases.h"
#include "app/cli/command.h"
#include "minifier/search/minify.h"

namespace whittle::bench {

struct MinifyRow {
    MinifyCase what;
    std::string trouble;               ///< it could not be done
    MinifyResult result;
    double meanAboutNodes = 0;         ///< candidates that only leave out nodes; over the seeds of the case
    std::int64_t elementsLeft = 0;     ///< of all inputs
    bool needsData = false;            ///< the reproducer has a file of tensors
    bool meetsTargets() const;
};

struct MinifySuiteOptions {
    std::vector<MinifyCase> cases;
    int jobs = 1;
    std::filesystem::path program, scratch, samples;
};

/// The cases of these names, or first parts of names; of none all. Errors: NotFound for a name that is no case.
Result<std::vector<MinifyCase>> chosenCases(const std::vector<std::string>& words);

/// Errors: Cancelled.
Result<std::vector<MinifyRow>> runMinifySuite(const MinifySuiteOptions& options, const std::function<void(const MinifyCase&)>& begins,
                                              const CancelToken& cancel);

cli::Json minifyRowsJson(std::span<const MinifyRow> rows);
std::string minifyRowsText(std::span<const MinifyRow> rows);

}  // namespace whittle::bench

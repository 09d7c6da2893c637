// What a reduction leaves in its folder for others to use: scripts, the graph with its data, a report, an issue text.
// Nothing in it names a place on this machine.
#pragma once

#include "minifier/search/minify.h"

namespace whittle {

/// Borrowed for the call.
struct ReproducerInput {
    const Graph& original;
    const MinifyResult& result;
    const MinifyOptions& options;
    Oracle& oracle;
    const CancelToken& cancel;
};

/// Writes repro.wtl, passing.wtl (of a near miss) and repro.py with the tensors that inputs hold beside them, repro_single.py (all in one file; when
/// there is no tensor, repro.py is that already), repro.pt2, issue.md once a failure is known, report.json and report.html into
/// the output folder, each complete or not at all. What a graph has no spelling for is left out, and the report says why. An
/// oracle that can run repro.py does, and the report says whether it fails as the graph does.
/// Errors: Io.
Result<void> writeReproducer(const ReproducerInput& input);

}  // namespace whittle

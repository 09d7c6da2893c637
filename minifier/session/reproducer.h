// What a reduction leaves in its folder for others to use: a script, a graph with its data, a report.
// Nothing in it names a place on this machine.
#pragma once

#include "minifier/search/minify.h"

namespace whittle {

/// Writes repro.py (with inputs.safetensors when it needs one), repro.wtl with its tensors, and report.json into the output
/// folder, each complete or not at all. A graph that has no Python spelling goes without the script, and
/// the report says why. An oracle that can run the script does, and the report says whether it fails as the graph does.
/// Errors: Io.
Result<void> writeReproducer(const MinifyResult& result, const MinifyOptions& options, Oracle& oracle, const CancelToken& cancel);

}  // namespace whittle

// `--inputs` of who takes one call: that what it names holds that call.
#pragma once

#include "engine/formats/open.h"

namespace whittle {

/// That the file of `options.inputs` holds every argument of the call and that they fit; openGraph has put them into `graph`,
/// and takes fewer. Weights need no data. Nothing is checked without the option.
/// Errors: NotFound, Argument and Shape name file and input.
Result<void> checkGivenCall(const Graph& graph, const OpenOptions& options);

/// openGraph(), and that. Errors: of both.
Result<OpenedGraph> openCall(const std::filesystem::path& path, const OpenOptions& options);

}  // namespace whittle

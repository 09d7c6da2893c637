// `--inputs` of the commands that take one call: the option, and that what it names holds that call.
#pragma once

#include "app/cli/command.h"

namespace whittle::cli {

/// `use` says what the command does with the tensors.
void addInputsOption(CLI::App& command, std::string& path, const std::string& use);

/// That the file of `options.inputs` holds every argument of the call and that they fit; openGraph has put them into `graph`,
/// and takes fewer. Weights need no data. Nothing is checked without the option.
/// Errors: NotFound, Argument and Shape name file and input.
Result<void> checkGivenCall(const Graph& graph, const OpenOptions& options);

}  // namespace whittle::cli

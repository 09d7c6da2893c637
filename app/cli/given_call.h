// `--inputs` of the commands that take one call.
#pragma once

#include "app/choices/given_call.h"
#include "app/cli/command.h"

namespace whittle::cli {

/// `use` says what the command does with the tensors.
void addInputsOption(CLI::App& command, std::string& path, const std::string& use);

}  // namespace whittle::cli

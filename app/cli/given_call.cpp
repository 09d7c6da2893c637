#include "app/cli/given_call.h"

namespace whittle::cli {

void addInputsOption(CLI::App& command, std::string& path, const std::string& use) {
    command.add_option("--inputs", path, fmt::format("safetensors file with in.0, in.1, ...: {}. Weights that the file lacks are taken from it "
                                                     "by name, and types where a Python text has none", use));
}

}  // namespace whittle::cli

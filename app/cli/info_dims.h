// `whittle info --dims`: which sizes of a program's inputs may vary, and what forced each conclusion.
#pragma once

#include "app/cli/command.h"

namespace whittle::cli {

struct DimsOptions {
    std::string dims;                ///< "auto", "dynamic"; empty: not asked for
    std::string spec;                ///< the specification, or the file that holds it
    std::vector<std::string> calls;  ///< to be checked, each a JSON object
    bool asked() const { return !dims.empty() || !spec.empty() || !calls.empty(); }
};

void addDimsOptions(CLI::App& command, DimsOptions& options);

/// Prints the conclusions; answers the exit status: kCheckFailed when the program refutes the specification, or a call is refused.
int runInfoDims(const std::string& file, OpenedGraph opened, const DimsOptions& options, bool json);

}  // namespace whittle::cli

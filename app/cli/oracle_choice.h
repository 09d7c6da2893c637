// Who says that a candidate still fails, and the options that belong to each.
#pragma once

#include <memory>
#include <optional>

#include "app/cli/compiler_options.h"
#include "minifier/oracle/fails_when.h"
#include "minifier/oracle/oracle.h"

namespace whittle::cli {

struct OracleChoice {
    std::string name = "engine";
    std::optional<double> timeout;  ///< seconds a candidate may take; none: what the oracle usually needs
    std::uint64_t memoryMb = 4096;  ///< megabytes it may use
    // engine
    std::string inject;
    std::string eager = "same";
    CompilerChoice compiler;
    // torch
    std::string python;
    std::string torchMode = "aoti";
    std::string torchEager = "same";
    // command
    std::string command;
    std::string format = "repro";
    std::string failsWhen = FailsWhen().text();
};

/// --oracle, the limits of a candidate, and what each oracle asks for.
void addOracleOptions(CLI::App& command, OracleChoice& choice);

/// The options that were not left as they are, as words of a command line: " --inject aten.relu=crash".
std::string oracleWords(const OracleChoice& choice);

/// One more oracle of the chosen kind, each with processes of its own; notes about the graph go to standard error.
/// Errors: Argument for options that say nothing or contradict each other; the oracle's.
Result<std::unique_ptr<Oracle>> makeOracle(const OracleChoice& choice, const Graph& original, std::uint64_t seed);

}  // namespace whittle::cli

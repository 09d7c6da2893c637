// --oracle and the options of each oracle, made from the table of app/choices.
#pragma once

#include "app/choices/oracle_choice.h"
#include "app/cli/command.h"

namespace whittle::cli {

/// --oracle, the limits of a candidate, what each oracle asks for, and the compiler's options.
void addOracleOptions(CLI::App& command, OracleChoice& choice);

/// Notes go to standard error. Errors: as whittle::makeOracle.
Result<std::unique_ptr<Oracle>> makeOracle(const OracleChoice& choice, const Graph& original, std::uint64_t seed);

}  // namespace whittle::cli

// A reduction as it was asked for, by options of the command or in the window.
#pragma once

#include "app/choices/oracle_choice.h"
#include "minifier/search/minify.h"

namespace whittle {

struct MinifyChoice {
    std::string file, model, inputs;  ///< what was opened, and how
    std::string node;                         ///< only what it needs is reduced; empty: all of the graph
    std::string output, signature = "exact";
    double budget = 0;  ///< seconds; 0: none
    std::uint64_t seed = 0;
    int maxCandidates = 0, repeat = 0, jobs = 1;
    bool resume = false, takeOver = false, noAnswers = false;
    OracleChoice oracle;
};

/// Options of the search, with the store of answers and the commands that the report tells. `program` is the whittle command.
/// Errors: Argument, with the context "reading --signature".
Result<MinifyOptions> minifyOptions(const MinifyChoice& choice, const std::filesystem::path& program);

/// The command that does the same, as a shell reads it: with every option that was not left as it is.
std::string minifyCommand(const MinifyChoice& choice);
/// The other way round. Errors: Argument for what is no such line, or has an option that this Whittle does not know.
Result<MinifyChoice> readMinifyCommand(std::string_view line);

}  // namespace whittle

// One sequence of calls under several stances, side by side, each from a fresh start; and what would have saved compiles, found by
// replaying and not by guessing.
#pragma once

#include "engine/dispatch/call_sequence.h"
#include "engine/dispatch/compiled_function.h"
#include "engine/dispatch/stance_report.h"

namespace whittle {

struct StanceOptions {
    std::vector<Stance> stances;  ///< at least one
    std::size_t first = 0;        ///< where to begin among them: those before were replayed elsewhere
    int warm = 0;                 ///< so many calls run under default before the stance is set
    FunctionOptions function;
    DispatchConfig config;
    CompileOptions compile;       ///< of backend "whittle"
    bool advise = true;
    std::optional<std::size_t> adviseOn = {};  ///< the stance that advice is about; else the first that compiles twice here
    std::vector<SequencedCall> tries = {};  ///< held against every entry at the end of each run
    CancelToken cancel;
};

/// Tells `reporter` everything as it happens, but for its end. Errors: Argument for a stance that cannot be set; Cancelled. What calls say is in the report.
Result<void> runStances(std::shared_ptr<const Graph> graph, const std::vector<SequencedCall>& calls, const StanceOptions& options, StanceReporter& reporter);

/// What scripts read: {"function", "calls": [text], "stances": {NAME: {"calls": [{"outcome", "cause", "entries", ...}], totals, "cache"}}, "advice", "tries"}.
nlohmann::ordered_json stanceJson(const StanceReport& report);

}  // namespace whittle

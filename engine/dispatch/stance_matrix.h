// One sequence of calls under several stances, side by side, each from a fresh start; and what would have saved compiles, found by
// replaying and not by guessing.
#pragma once

#include "engine/dispatch/call_sequence.h"
#include "engine/dispatch/compiled_function.h"

namespace whittle {

struct StanceRun {
    Stance stance;
    std::vector<CallEvent> calls;
    std::vector<std::shared_ptr<const CacheEntry>> entries;  ///< at the end, the one used last first
    int compiles = 0, eagerCalls = 0, errors = 0;
    double compileMs = 0, runMs = 0;  ///< of the whole sequence; compileMs with the time to record
};

/// Something the user can change, and what it did to the sequence under stance default.
struct Advice {
    std::string text;  ///< "mark dim 0 of x, dim 0 of mask dynamic"
    std::string code;  ///< "torch._dynamo.mark_dynamic(x, 0)"
    int compiles = 0;  ///< with it
    int saved = 0;     ///< compiles less than without; always above 0
};

struct StanceMatrix {
    std::string function;
    std::vector<SequencedCall> calls;
    std::vector<StanceRun> runs;
    std::vector<Advice> advice;  ///< the most useful first
};

struct StanceOptions {
    std::vector<Stance> stances;  ///< at least one
    int warm = 0;                 ///< so many calls run under default before the stance is set
    FunctionOptions function;
    DispatchConfig config;
    CompileOptions compile;       ///< of backend "whittle"
    bool advise = true;
    CancelToken cancel;
    std::function<void(std::size_t done, std::size_t of)> progress = {};  ///< after each call, of all that will be replayed at least
};

/// Errors: Argument for a stance that cannot be set; Cancelled. What calls say is in the matrix.
Result<StanceMatrix> runStances(std::shared_ptr<const Graph> graph, std::vector<SequencedCall> calls, const StanceOptions& options);

/// What scripts read: {"function", "calls": [text], "stances": {NAME: {"calls": [{"outcome", "cause", "entries", ...}], totals}}, "advice"}.
nlohmann::ordered_json matrixJson(const StanceMatrix& matrix);

}  // namespace whittle

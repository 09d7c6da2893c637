// torch.compile for C++ functions and for graphs: the first call records a graph and the guards under which it holds, later calls check
// guards in the order in which PyTorch does, and reuse, recompile or run eagerly as the stance says.
#pragma once

#include "engine/capture/guard_set.h"
#include "engine/dispatch/context.h"

namespace whittle {

/// A value that the function reads besides its arguments, such as a global or a module's attribute: read anew for each call, and guarded.
struct BoundValue {
    std::string text;  ///< as guards name it: "G['K']", "L['self'].scale"
    std::string name;  ///< of the graph's input, should it be one
    std::function<CallValue()> read;
};

struct FunctionSpec {
    std::string name;                     ///< "f"
    std::string where;                    ///< "net.py:17", for messages; may be empty
    std::vector<std::string> parameters;  ///< names of the arguments
    CapturedFn run;
    std::vector<BoundValue> bound = {};
};

struct FunctionOptions {
    std::string backend = "whittle";
    Dynamic dynamic = Dynamic::Automatic;
    bool fullgraph = false;  ///< a graph break is an error
    std::uint64_t seed = 0;
    friend bool operator==(const FunctionOptions&, const FunctionOptions&) = default;
};

/// A part of a function with entries of its own: the whole, or what follows a graph break in one of them.
struct FunctionFrame;

/// A recording that was compiled.
struct CacheEntry {
    CompileId id;
    FunctionOptions key;  ///< entries are found only by functions with the same
    GuardSet guards;
    Recording recording;  ///< its guards have moved into `guards`
    CompiledCall call;
    std::shared_ptr<const Executable> executable;  ///< null: the backend was not our compiler
    bool draws = false;  ///< random numbers: each call's from its own generator
    std::int64_t hits = 0;
    double recordMs = 0, compileMs = 0;
    /// What follows its graph break; null: it is the end of the function. A C++ function has a state that nobody sees, such as how often a
    /// loop has run, so what follows belongs to the entry that led to it.
    std::shared_ptr<FunctionFrame> rest = nullptr;
};
/// Entries of the part that follows `entry`, the one used last first.
std::vector<std::shared_ptr<const CacheEntry>> entriesAfter(const CacheEntry& entry);

/// What functions of one code share: entries, what automatic dynamic sizes learnt, limits. See CompiledFunction.
class FunctionCache;

/// Cheap to copy; copies, and functions made by `with`, share one cache. Thread-safe: lookups and compiles of one cache take turns, runs do not.
class CompiledFunction {
public:
    CompiledFunction(DispatchContext& context, FunctionSpec spec, FunctionOptions options = {});
    /// The same function compiled in another way.
    CompiledFunction with(FunctionOptions options) const;

    /// Errors: Argument for the wrong number of arguments, an unknown stance or backend; Run where the stance refuses to compile
    /// (fail_on_recompile), with what failed and what would help; else what recording, compiling or running said.
    Result<CallValue> operator()(std::vector<CallValue> arguments, const CancelToken& cancel = {}) const;

    /// As if nothing had been called: torch._dynamo.reset(). Numbers of compiles start again.
    void reset() const;
    /// Entries as they are now, the one used last first: later calls do not change these. Cost: a copy of each graph, without its weights.
    std::vector<std::shared_ptr<const CacheEntry>> entries() const;
    /// Each entry's verdict on a call, all failures and not only the first; nothing runs.
    std::vector<std::pair<CompileId, std::vector<GuardFailure>>> explain(std::vector<CallValue> arguments) const;
    const std::string& name() const;

private:
    CompiledFunction(std::shared_ptr<FunctionCache> cache, FunctionOptions options) : m_cache(std::move(cache)), m_options(std::move(options)) {}
    std::shared_ptr<FunctionCache> m_cache;
    FunctionOptions m_options;
};

}  // namespace whittle

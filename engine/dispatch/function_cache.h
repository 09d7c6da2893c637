// The entries of one function and the pipeline of a call. Only CompiledFunction sees it.
#pragma once

#include "engine/dispatch/compiled_function.h"

namespace whittle {

class FunctionCache {
public:
    FunctionCache(DispatchContext& context, FunctionSpec spec);

    Result<CallValue> call(const FunctionOptions& options, std::vector<CallValue> arguments, const CancelToken& cancel);
    void reset();
    std::vector<std::shared_ptr<const CacheEntry>> entries() const;
    std::vector<std::pair<CompileId, std::vector<GuardFailure>>> explain(std::vector<CallValue> arguments) const;
    const FunctionSpec& spec() const { return m_spec; }

private:
    using EntryRef = std::shared_ptr<CacheEntry>;
    struct Plan {  // what a call does, decided under the lock
        EntryRef entry;
        bool eager = false;
    };

    Result<Plan> plan(const FunctionOptions& options, const Stance& stance, std::span<const CallValue> values, CallEvent& event, const CancelToken& cancel);
    EntryRef lookUp(const FunctionOptions& key, const Stance& stance, bool anyBackend, const GuardedCall& call, CallEvent& event);
    Result<Plan> miss(const FunctionOptions& key, const Stance& stance, std::span<const CallValue> values, CallEvent& event, const CancelToken& cancel);
    Result<Plan> compileEntry(const FunctionOptions& key, const std::string& backend, std::span<const CallValue> values, CallEvent& event, const CancelToken& cancel);
    std::optional<std::string> limitHit() const;
    void explainMisses(const GuardedCall& call, CallEvent& event);
    std::vector<std::size_t> differentiating(const CacheEntry& entry) const;
    Result<CallValue> runEntry(const CacheEntry& entry, std::span<const CallValue> values, const CancelToken& cancel) const;
    Result<CallValue> runEager(const FunctionOptions& options, std::span<const CallValue> values) const;
    Result<std::vector<CallValue>> allValues(std::vector<CallValue> arguments) const;

    DispatchContext& m_context;
    FunctionSpec m_spec;
    std::vector<Recorder::Input> m_inputs;
    mutable std::mutex m_mutex;
    std::vector<EntryRef> m_entries;  // the one used last first
    DynamicHistory m_history;
    int m_number = -1;                // of the function, once it was compiled
    int m_compiles = 0;
    bool m_runOnly = false;           // a limit was hit: never compiled again
    std::optional<GraphBreak> m_break;
    std::vector<std::string> m_differing;  // sources that made the difference between entries
    std::optional<std::vector<CallValue>> m_firstExample;  // of the stances that compile later
};

}  // namespace whittle

// The entries of one function and the pipeline of a call. Only CompiledFunction sees it.
#pragma once

#include <set>

#include "engine/dispatch/compiled_function.h"

namespace whittle {

struct FunctionFrame {
    std::vector<std::shared_ptr<CacheEntry>> entries;  // the one used last first
    std::string path;           // of breaks that lead to it, by reason
    int number = -1;            // among the functions of the context, once something was compiled
    int compiles = 0;
    bool runOnly = false;       // a limit was hit: never compiled again
    std::set<std::string> differing;  // sources that made the difference between entries
    std::optional<std::vector<CallValue>> firstExample;  // of the stances that compile later
};

/// One call, for whoever decides about its parts.
struct CallSetting {
    FunctionOptions key;
    Stance stance;
    CancelToken cancel;
};

class FunctionCache {
public:
    FunctionCache(DispatchContext& context, FunctionSpec spec);

    Result<CallValue> call(const FunctionOptions& options, std::vector<CallValue> arguments, const CancelToken& cancel);
    void reset();
    std::vector<std::shared_ptr<const CacheEntry>> entries() const;
    std::vector<std::pair<CompileId, std::vector<GuardFailure>>> explain(std::vector<CallValue> arguments) const;
    const FunctionSpec& spec() const { return m_spec; }

private:
    class Parts;  // runs a function part by part
    using EntryRef = std::shared_ptr<CacheEntry>;
    struct Decision {
        EntryRef entry;       // runs, if there is one
        std::string backend;  // else a recording is compiled by it; empty: eager
    };

    Result<Decision> decide(FunctionFrame& frame, const CallSetting& setting, std::span<const CallValue> values, CallEvent& event) const;
    Result<Decision> decideMiss(FunctionFrame& frame, const CallSetting& setting, std::span<const CallValue> values, CallEvent& event) const;
    EntryRef lookUp(FunctionFrame& frame, const CallSetting& setting, std::span<const CallValue> values, CallEvent& event) const;
    Result<EntryRef> addEntry(FunctionFrame& frame, const CallSetting& setting, const std::string& backend, CompileId id, Recording recording, CallEvent& event);
    CompileId nextId(FunctionFrame& frame) const;
    std::optional<std::string> limitHit(const FunctionFrame& frame) const;
    Result<CallValue> runParts(const CallSetting& setting, Decision first, std::span<const CallValue> values, CallEvent& event);
    static Result<CallValue> runEntry(const CacheEntry& entry, std::span<const CallValue> values, const CancelToken& cancel, Generator* generator = nullptr);
    void enter(const CallEvent& event, CallStage::Doing doing, std::optional<CompileId> id) const;
    Result<std::vector<CallValue>> allValues(std::vector<CallValue> arguments) const;
    std::string where() const;  // " (net.py:17)", or nothing

    DispatchContext& m_context;
    FunctionSpec m_spec;
    std::vector<RecorderInput> m_inputs;
    bool m_inParts = false;      // under the context's lock: the function runs part by part
    std::shared_ptr<FunctionFrame> m_whole;
    // By FunctionFrame::path: what follows one break is like what follows it in another entry, so far as sizes go.
    std::map<std::string, DynamicHistory> m_histories;
    int m_entryCount = 0;  // of all parts
};

}  // namespace whittle

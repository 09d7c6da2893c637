// What compiled functions share: the stance, the process's settings that guards look at, limits, backends, and who is told of each call.
// A program has one as a rule; nothing here is global, so tests and windows have several side by side.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <type_traits>

#include "engine/dispatch/backend.h"
#include "engine/dispatch/call_log.h"
#include "engine/dispatch/stance.h"

namespace whittle {

/// PyTorch 2.6's names and defaults (torch._dynamo.config).
struct DispatchConfig {
    int cacheSizeLimit = 8;                 ///< entries of one function; recompile_limit later
    int accumulatedCacheSizeLimit = 256;    ///< entries of one function, and the highest number of a compile
    bool failOnCacheLimitHit = false;
    bool errorOnRecompile = false;
    bool automaticDynamicShapes = true;
    bool assumeStaticByDefault = true;      ///< false: as if every function were compiled with dynamic = true
    bool specializeInt = false;
    bool captureScalarOutputs = false;
};

class DispatchContext;

/// Result<T> of T, and of Result<T>.
template <class T>
struct AsResultOf {
    using Type = Result<T>;
};
template <class T>
struct AsResultOf<Result<T>> {
    using Type = Result<T>;
};
template <class T>
using AsResult = typename AsResultOf<T>::Type;

/// A stance that was set: leave() puts back the one before, as it was when this one was set.
class StanceChange {
public:
    StanceChange(DispatchContext& context, Stance stance, Stance before) : m_context(&context), m_stance(std::move(stance)), m_before(std::move(before)) {}
    void enter();  ///< sets it again
    void leave();

private:
    DispatchContext* m_context;
    Stance m_stance, m_before;
};

/// For the time of a block. An inner one wins.
class StanceScope {
public:
    explicit StanceScope(StanceChange change) : m_change(std::move(change)) { m_change.enter(); }
    ~StanceScope() { m_change.leave(); }
    StanceScope(const StanceScope&) = delete;
    StanceScope& operator=(const StanceScope&) = delete;

private:
    StanceChange m_change;
};

/// Any function, with a stance that holds during its calls: torch.compiler.set_stance in front of a `def`. Made by withStance().
template <class Fn>
class StancedFunction {
public:
    StancedFunction(DispatchContext& context, Stance stance, Fn fn) : m_context(&context), m_stance(std::move(stance)), m_fn(std::move(fn)) {}

    /// What the function gives, as a Result. When it ends, also by an exception, the stance is that of before the call. Errors, besides its own: Argument
    /// inside a function that is being recorded.
    template <class... Args>
    auto operator()(Args&&... args) const -> AsResult<std::invoke_result_t<const Fn&, Args...>>;

private:
    DispatchContext* m_context;
    Stance m_stance;
    Fn m_fn;
};

/// Thread-safe, but for `state`, `config`, `backends` and the observers, which must not change while calls go on.
class DispatchContext {
public:
    DispatchContext() : backends(standardBackends()) {}

    /// All threads see it at once. Errors: Argument as checkStance, and inside a function that is being recorded.
    Result<StanceChange> setStance(Stance stance);
    /// The same errors, and nothing is set.
    Result<void> checkMaySet(const Stance& stance) const;
    Stance stance() const;

    GlobalState state;
    DispatchConfig config;
    std::map<std::string, Backend, std::less<>> backends;
    // Told on the thread of the call; those before it ends may call no function.
    CallObserver observer = {};  ///< after each call
    std::function<void(const CallStage&)> stageObserver = {};     ///< before a call records, compiles or runs
    std::function<void(const EntryLookup&)> lookupObserver = {};  ///< before entries are asked: of a call in parts once a part, in their order

private:
    friend class StanceChange;
    friend class CompiledFunction;
    friend class FunctionCache;
    void put(Stance stance);

    mutable std::mutex m_stanceMutex;
    Stance m_stance;
    // Held while any function decides, records or runs in parts, so that functions that call each other on two threads cannot wait for one
    // another; whole entries run outside of it.
    mutable std::recursive_mutex m_mutex;
    std::atomic<std::thread::id> m_recording = {};  // the thread that records
    std::atomic<int> m_functions = 0, m_calls = 0;
};

/// Sets nothing by itself. The context outlives what comes back. Errors: as setStance.
template <class Fn>
Result<StancedFunction<Fn>> withStance(DispatchContext& context, Stance stance, Fn fn) {
    WHITTLE_TRY_VOID(context.checkMaySet(stance));
    return StancedFunction<Fn>(context, std::move(stance), std::move(fn));
}

template <class Fn>
template <class... Args>
auto StancedFunction<Fn>::operator()(Args&&... args) const -> AsResult<std::invoke_result_t<const Fn&, Args...>> {
    WHITTLE_TRY(StanceChange change, m_context->setStance(m_stance));
    const StanceScope scope(std::move(change));
    if constexpr (std::is_void_v<std::invoke_result_t<const Fn&, Args...>>) {
        std::invoke(m_fn, std::forward<Args>(args)...);
        return {};
    } else {
        return std::invoke(m_fn, std::forward<Args>(args)...);
    }
}

}  // namespace whittle

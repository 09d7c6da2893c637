// What happened in each call of compiled functions, as data: the matrix, the views and --json read it. PyTorch keeps no such record.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <span>

#include "engine/capture/recorder.h"
#include "engine/runtime/phase_record.h"

namespace whittle {

/// "0/2": the third compile of function 0. A compile that fails takes a number too.
struct CompileId {
    int function = 0, compile = 0;
    std::string text() const { return fmt::format("{}/{}", function, compile); }
    friend auto operator<=>(const CompileId&, const CompileId&) = default;
};

enum class CallOutcome {
    Compiled,    ///< there was no entry; one was made, and run
    Recompiled,  ///< no entry fitted; one was made, and run
    Reused,      ///< an entry ran
    Eager,       ///< nothing compiled ran
    Error,
};
std::string_view outcomeName(CallOutcome outcome);  ///< "recompiled"

/// Why an entry was not used.
struct EntryMiss {
    CompileId entry;
    std::string reason;      ///< of the first guard that failed, in PyTorch's words; empty: guards hold, but the backend differs
    std::string seen;        ///< the value that it met: "f32, size [6, 8], stride [8, 1]"
    std::string source;      ///< where that value comes from: "L['x']"
    OriginRef cause;         ///< the node that needed the guard; null: the use of the value itself
    std::string text() const { return fmt::format("{}: {}", entry.text(), reason); }
};

struct CallEvent {
    int number = 0;             ///< from 0, over all functions of a context
    std::string function;
    std::string stance;         ///< stanceText
    CallOutcome outcome = CallOutcome::Eager;
    std::string why;            ///< of eager and error, and of a compile what led to it
    std::optional<CompileId> used, made;
    std::vector<EntryMiss> misses;     ///< in the order of the list, before the call; only where something was compiled or should have been
    std::vector<CompileId> order;      ///< entries after the call, the one used last first
    std::vector<std::string> warnings;
    std::optional<GraphBreak> graphBreak;    ///< why the part that ran ends before the function does
    std::vector<CallEvent> resumed;          ///< what happened to the rest of the function, part by part; those with the numbers of this call
    std::vector<std::string> skippedGuards;  ///< that skip_guard_eval_unsafe did not ask of the entry it used
    double recordMs = 0, compileMs = 0, runMs = 0;  ///< tracing, the backend, and the run; wall time
    std::vector<PhaseRecord> phases;         ///< of compileMs, where the backend was our compiler: its phases, and after "passes" each pass
    std::optional<Error> error;
};

using CallObserver = std::function<void(const CallEvent& event)>;

/// What a call comes to next: what kills the process then died of that.
struct CallStage {
    enum class Doing { Recording, Compiling, Running, RunningEagerly };
    int call = 0;  ///< CallEvent::number
    Doing doing = Doing::Recording;
    std::optional<CompileId> id;  ///< none: eagerly
};
std::string_view doingText(CallStage::Doing doing);  ///< "running eagerly"

struct CacheEntry;

/// A function, or what follows one of its graph breaks, is about to ask its entries.
struct EntryLookup {
    std::span<const std::shared_ptr<CacheEntry>> entries;  ///< in lookup order
    GuardedCall call;
    const struct FunctionOptions* key = nullptr;  ///< entries that were made with others are passed over; null: none is
};

}  // namespace whittle

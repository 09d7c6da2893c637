// Sees one replay go by, and says of its calls and entries what nobody has to guess: every entry is held against every call that asks any.
#pragma once

#include <map>

#include "engine/dispatch/compiled_function.h"
#include "engine/dispatch/stance_report.h"

namespace whittle {

/// Watches the functions of one context, all of whose calls it is told of. Not thread-safe.
class StanceWitness {
public:
    /// Observes lookups of the context, which must not outlive it.
    explicit StanceWitness(DispatchContext& context);

    /// A call that has just ended.
    ReportedCall call(const CallEvent& event);
    /// What there is at the end: entries of the function, then those of what follows graph breaks. Measures guards.
    std::vector<ReportedEntry> entries(const CompiledFunction& function) const;
    /// A call that nobody makes, held against each entry of the whole function.
    std::vector<ReportedVerdict> held(const CompiledFunction& function, const std::vector<CallValue>& arguments) const;

private:
    struct Lookup {
        std::vector<ReportedVerdict> verdicts;
        std::vector<CallValue> values;  // without data: guards ask for none
    };
    struct Known {
        int madeBy = 0;
        std::optional<CompileId> replaced;
        std::vector<CallValue> madeFor, lastHit;
        bool hit = false, askedSince = false;
        bool fitsUnused = false;               // a call fitted it, which no entry ran
        std::map<CompileId, int> takenBy;      // calls that fitted it, by the entry that ran them
        std::vector<GuardPlace> places;        // as they were when it was made
    };
    void heard(const EntryLookup& lookup);
    ReportedCall told(const CallEvent& part, const Lookup* lookup);
    void learn(const CallEvent& part, const Lookup& lookup);
    std::vector<ReportedFailure> failuresOf(const CompileId& entry, const GuardSet& guards, const std::vector<GuardFailure>& failures) const;
    ReportedEntry entry(const CacheEntry& entry, const std::string& frame) const;
    std::vector<ReportedGuard> guardsOf(const CacheEntry& entry, const Known& known) const;

    const GlobalState& m_state;
    std::vector<Lookup> m_lookups;  // of the call that goes on, one a part
    std::map<CompileId, Known> m_known;
};

}  // namespace whittle

// What a replay of calls under stances tells, as plain data: `whittle stance --stream` writes it line by line while it goes on, the window reads
// it. No pointer into the cache that it is about, so it outlives the process that ran the calls.
#pragma once

#include "engine/dispatch/call_log.h"
#include "engine/formats/json.h"

namespace whittle {

/// A value that guards ask about and what is asked of it, or a part of it; in the order of the checks when the entry was made. The tree as a list: a
/// parent stands before its parts.
struct ReportedGuard {
    int parent = -1;            ///< the guard list's index of the value that this is inside of, or that this is a check of; -1: the process itself
    bool isValue = false;       ///< a value ("L['x']"), not a check
    std::string kind;           ///< "TENSOR_MATCH"; empty for a value
    std::string source;         ///< "L['x']"; of a condition the sizes in it: "L['x'].size()[0], L['y'].size()[0]"
    std::string text;           ///< what is wanted, in words: "f32, size [4, any], stride [8, 1]", "L['k'] == 3", "Eq(Mod(s0, 4), 0)"
    std::string node, line;     ///< what needed it, or first read the value: a node of the entry's graph, the user's "net.py:17: code"; empty: no node did
    std::int64_t failures = 0;  ///< in this run
    double nanoseconds = 0;     ///< of one check that holds, measured in this process; of a value the sum of its checks
    int order = -1;             ///< of a check its place among all at the end of the run: an argument that failed more often is asked earlier
};

struct ReportedSymbol {
    std::string name;                     ///< "s0"
    std::vector<std::string> sources;     ///< "L['x'].size()[0]"
    std::optional<std::int64_t> hint, min, max;
    std::string is;                       ///< what it turned out to be: "s0", "2*s0", "8"; empty: itself
};

/// An entry of a cache at the end of a run.
struct ReportedEntry {
    enum class Life {
        Live,      ///< a call after the one that made it ran it, or none asked any entry after that
        Shadowed,  ///< calls of the sequence would fit it, but an entry before it takes all of them
        Dead,      ///< no call of the sequence after the one that made it fits it
    };
    CompileId id;
    std::string backend;
    int madeBy = 0;               ///< number of the call
    std::optional<CompileId> replaced;  ///< the entry whose miss led to it: the first in lookup order at that time
    std::int64_t hits = 0;
    Life life = Life::Live;
    std::optional<CompileId> shadowedBy;
    double recordMs = 0, compileMs = 0;
    std::vector<ReportedGuard> guards;
    std::vector<ReportedSymbol> symbols;
    std::string graph;            ///< Whittle's text form, without data (parseGraph reads it)
    std::optional<std::string> graphBreak;  ///< why it ends before the function does
    std::string frame;            ///< empty: the whole function; else of what follows which graph break it is
};

/// One entry's verdict on one call.
struct ReportedFailure {
    int guard = -1;               ///< index into the entry's guards; -1: guards hold, but it was made with another backend or other options
    std::string reason, seen, wanted;  ///< reason in PyTorch's words
};
struct ReportedVerdict {
    CompileId entry;
    std::vector<ReportedFailure> failures;  ///< all of them, in the order of the checks; empty: it fits
};

struct ReportedCall {
    CallOutcome outcome = CallOutcome::Eager;
    std::string why;                     ///< of eager and error, and of a compile what led to it
    std::optional<CompileId> used, made;
    std::vector<ReportedVerdict> asked;  ///< entries in lookup order before the call, as far as they were asked; the last may be the one used
    std::vector<CompileId> order;        ///< entries after the call, the one used last first
    std::vector<std::string> warnings, skippedGuards;
    std::optional<std::pair<std::string, std::string>> graphBreak;  ///< reason, line
    std::vector<ReportedCall> resumed;   ///< what follows the graph break, part by part
    double recordMs = 0, compileMs = 0, runMs = 0;
    std::vector<PhaseRecord> phases;     ///< see CallEvent
    std::optional<std::string> error;    ///< with its context
};

/// The first reason that anything says; empty: it just reused an entry.
std::string causeOf(const ReportedCall& call);

struct ReportedRun {
    std::string stance;                  ///< stanceText
    std::vector<ReportedCall> calls;     ///< as they end
    std::vector<ReportedEntry> entries;  ///< at the end: the one used last first, then those of what follows graph breaks
    int compiles = 0, eagerCalls = 0, errors = 0;
    double compileMs = 0, runMs = 0;
    int recompileLimit = 0;              ///< entries that one function may have
    bool ended = false;
    std::optional<std::string> died;     ///< how the process ended in the middle of it: "SIGSEGV in call 3 under stance default, while running 0/1"
};

struct ReportedAdvice {
    std::string text, code;
    int compiles = 0, saved = 0;
    Json change;                         ///< what to apply: {"mark_dynamic": {"x": [0]}}, {"unmark": {"x": [0]}} or {"dynamic": true}
    std::vector<std::size_t> calls = {}; ///< whose compiles it saves
};

/// Under which stance advice was looked for.
struct ReportedAdvising {
    std::string stance;
    int compiles = 0, tried = 0;         ///< those of the calls as they are; how much was replayed
};

/// What was asked with `--try`: a call that nobody makes, held against every entry at the end of a run.
struct ReportedProbe {
    std::string stance, call;
    std::vector<ReportedVerdict> entries;  ///< in lookup order
};

/// What the process does from now on: should it die, it died of that.
struct ReportedPlace {
    std::string stance;
    std::string trying;           ///< of a replay for advice: its text
    int call = 0;                 ///< -1: of none
    std::string doing;            ///< "drawing elements", "recording", "compiling", "running", "running eagerly", "answering --try", which is of no call
    std::optional<CompileId> id;  ///< none: eagerly
    std::string text() const;     ///< "call 3 under stance default, while running 0/1"
};

struct StanceReport {
    std::string function;
    std::vector<std::string> parameters;
    std::vector<std::string> calls;        ///< "x=f32[4,8], k=3"
    std::size_t stances = 0;               ///< runs that there are to be
    std::vector<ReportedRun> runs;
    std::optional<ReportedAdvising> advising;  ///< none: there was no stance with two compiles, or nobody asked
    std::vector<ReportedAdvice> advice;    ///< under that stance; the most useful first
    std::vector<ReportedProbe> probes;
    std::vector<std::string> notes;        ///< about the file, such as that weights were filled in
    std::size_t done = 0, of = 0;          ///< calls, those of advice left out
    std::optional<ReportedPlace> now;
    std::optional<Error> error;            ///< why nothing more is told: what was asked for cannot be done
    bool complete = false;                 ///< false: the process ended before its end; what is here was told before
};

/// What saves a compile of the run's call; empty: nothing that was tried does, or it was not looked for under this stance.
std::vector<const ReportedAdvice*> adviceOn(const StanceReport& report, const ReportedRun& run, std::size_t call);

/// One line of the stream changes a report. Unknown kinds are skipped (a newer whittle). Errors: Format; the report is then as it was.
Result<void> addLine(StanceReport& report, std::string_view line);

/// Makes a report, and tells each change as a line of the stream, without its end. Not thread-safe.
class StanceReporter {
public:
    using Listener = std::function<void(const std::string& line)>;
    explicit StanceReporter(Listener listener = {}) : m_listener(std::move(listener)) {}

    void begin(std::string function, std::vector<std::string> parameters, std::vector<std::string> calls, std::size_t stances);
    void note(const std::string& text);
    void progress(std::size_t done, std::size_t of);
    void now(const ReportedPlace& place);
    void beginRun(const std::string& stance, int recompileLimit);
    void call(const ReportedCall& call);
    void entry(const ReportedEntry& entry);
    void endRun(const ReportedRun& totals);  ///< its numbers; calls and entries were told
    void advising(const ReportedAdvising& advising);
    void advice(const ReportedAdvice& advice);
    void probe(const ReportedProbe& probe);
    void died(const std::string& how);       ///< the process of the last run
    void error(const Error& error);
    void end();

    const StanceReport& report() const { return m_report; }
    StanceReport take() { return std::move(m_report); }

private:
    template <class T>
    void tell(std::string_view kind, const T& fields);
    Listener m_listener;
    StanceReport m_report;
};

/// The lines that make this report: what addLine() takes. Ends with the first error of `take`.
Result<void> tellReport(const StanceReport& report, const std::function<Result<void>(const std::string& line)>& take);

std::string_view lifeName(ReportedEntry::Life life);  ///< "shadowed"

}  // namespace whittle

#include "engine/dispatch/stance_report.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace whittle {
namespace {

// The fields of each struct, once: lines are written and read by them.

template <class T, class Struct>
concept Is = std::same_as<std::remove_const_t<T>, Struct>;

template <class Visit, Is<ReportedGuard> T>
void fieldsOf(Visit& visit, T& guard) {
    visit("parent", guard.parent);
    visit("is_value", guard.isValue);
    visit("kind", guard.kind);
    visit("source", guard.source);
    visit("text", guard.text);
    visit("node", guard.node);
    visit("line", guard.line);
    visit("failures", guard.failures);
    visit("ns", guard.nanoseconds);
    visit("order", guard.order);
}

template <class Visit, Is<ReportedSymbol> T>
void fieldsOf(Visit& visit, T& symbol) {
    visit("name", symbol.name);
    visit("sources", symbol.sources);
    visit("hint", symbol.hint);
    visit("min", symbol.min);
    visit("max", symbol.max);
    visit("is", symbol.is);
}

template <class Visit, Is<ReportedEntry> T>
void fieldsOf(Visit& visit, T& entry) {
    visit("id", entry.id);
    visit("backend", entry.backend);
    visit("made_by", entry.madeBy);
    visit("replaced", entry.replaced);
    visit("hits", entry.hits);
    visit("life", entry.life);
    visit("shadowed_by", entry.shadowedBy);
    visit("record_ms", entry.recordMs);
    visit("compile_ms", entry.compileMs);
    visit("guards", entry.guards);
    visit("symbols", entry.symbols);
    visit("graph", entry.graph);
    visit("graph_break", entry.graphBreak);
    visit("frame", entry.frame);
}

template <class Visit, Is<PhaseRecord> T>
void fieldsOf(Visit& visit, T& phase) {
    visit("name", phase.name);
    visit("ms", phase.milliseconds);
}

template <class Visit, Is<ReportedFailure> T>
void fieldsOf(Visit& visit, T& failure) {
    visit("guard", failure.guard);
    visit("reason", failure.reason);
    visit("seen", failure.seen);
    visit("wanted", failure.wanted);
}

template <class Visit, Is<ReportedVerdict> T>
void fieldsOf(Visit& visit, T& verdict) {
    visit("entry", verdict.entry);
    visit("failures", verdict.failures);
}

template <class Visit, Is<ReportedCall> T>
void fieldsOf(Visit& visit, T& call) {
    visit("outcome", call.outcome);
    visit("why", call.why);
    visit("used", call.used);
    visit("made", call.made);
    visit("asked", call.asked);
    visit("order", call.order);
    visit("warnings", call.warnings);
    visit("skipped_guards", call.skippedGuards);
    visit("graph_break", call.graphBreak);
    visit("resumed", call.resumed);
    visit("record_ms", call.recordMs);
    visit("compile_ms", call.compileMs);
    visit("run_ms", call.runMs);
    visit("phases", call.phases);
    visit("error", call.error);
}

template <class Visit, Is<ReportedAdvice> T>
void fieldsOf(Visit& visit, T& advice) {
    visit("text", advice.text);
    visit("code", advice.code);
    visit("compiles", advice.compiles);
    visit("saved", advice.saved);
    visit("change", advice.change);
    visit("calls", advice.calls);
}

template <class Visit, Is<ReportedAdvising> T>
void fieldsOf(Visit& visit, T& advising) {
    visit("stance", advising.stance);
    visit("compiles", advising.compiles);
    visit("tried", advising.tried);
}

template <class Visit, Is<ReportedProbe> T>
void fieldsOf(Visit& visit, T& probe) {
    visit("stance", probe.stance);
    visit("call", probe.call);
    visit("entries", probe.entries);
}

template <class Visit, Is<ReportedPlace> T>
void fieldsOf(Visit& visit, T& place) {
    visit("stance", place.stance);
    visit("trying", place.trying);
    visit("call", place.call);
    visit("doing", place.doing);
    visit("id", place.id);
}

template <class Visit, Is<Error> T>
void fieldsOf(Visit& visit, T& error) {
    visit("code", error.code);
    visit("message", error.message);
    visit("context", error.context);
}

// Of a run: what is told before its calls, and what after its entries.
struct RunStart {
    std::string stance;
    int recompileLimit = 0;
};
template <class Visit, Is<RunStart> T>
void fieldsOf(Visit& visit, T& start) {
    visit("stance", start.stance);
    visit("recompile_limit", start.recompileLimit);
}

template <class Visit, Is<ReportedRun> T>
void fieldsOf(Visit& visit, T& totals) {
    visit("compiles", totals.compiles);
    visit("eager_calls", totals.eagerCalls);
    visit("errors", totals.errors);
    visit("compile_ms", totals.compileMs);
    visit("run_ms", totals.runMs);
}

struct Beginning {
    std::string function;
    std::vector<std::string> parameters, calls;
    std::size_t stances = 0;
};
template <class Visit, Is<Beginning> T>
void fieldsOf(Visit& visit, T& beginning) {
    visit("function", beginning.function);
    visit("parameters", beginning.parameters);
    visit("calls", beginning.calls);
    visit("stances", beginning.stances);
}

struct Note {
    std::string text;
};
template <class Visit, Is<Note> T>
void fieldsOf(Visit& visit, T& note) {
    visit("text", note.text);
}

struct Progress {
    std::size_t done = 0, of = 0;
};
template <class Visit, Is<Progress> T>
void fieldsOf(Visit& visit, T& progress) {
    visit("done", progress.done);
    visit("of", progress.of);
}

std::span<const std::string_view> namesOf(CallOutcome) {
    static const std::array<std::string_view, 5> kNames = [] {
        std::array<std::string_view, 5> out;
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = outcomeName(static_cast<CallOutcome>(i));
        return out;
    }();
    return kNames;
}
std::span<const std::string_view> namesOf(ReportedEntry::Life) {
    static constexpr std::array<std::string_view, 3> kNames{"live", "shadowed", "dead"};
    return kNames;
}
std::span<const std::string_view> namesOf(Code) {
    static const std::array<std::string_view, static_cast<std::size_t>(Code::Internal) + 1> kNames = [] {
        std::array<std::string_view, static_cast<std::size_t>(Code::Internal) + 1> out;
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = codeName(static_cast<Code>(i));
        return out;
    }();
    return kNames;
}

template <class T>
concept Named = std::is_enum_v<T>;

// Values to JSON. What is as it began says nothing, and is left out.

struct Writer {
    Json out = Json::object();
    template <class T>
    void operator()(const char* key, const T& value) {
        if (Json json = written(value); !saysNothing(json)) out[key] = std::move(json);
    }

    static bool saysNothing(const Json& json) { return json.is_null() || (json.is_array() && json.empty()) || json == "" || json == false; }

    template <class T>
    static Json written(const T& value) {
        if constexpr (std::same_as<T, CompileId>) return value.text();
        else if constexpr (Named<T>) return namesOf(value)[static_cast<std::size_t>(value)];
        else if constexpr (requires(Writer& inner) { fieldsOf(inner, value); }) {
            Writer inner;
            fieldsOf(inner, value);
            return std::move(inner.out);
        } else return Json(value);
    }
    template <class T>
    static Json written(const std::vector<T>& values) {
        Json out = Json::array();
        for (const T& value : values) out.push_back(written(value));
        return out;
    }
    template <class T>
    static Json written(const std::optional<T>& value) {
        return value ? written(*value) : Json();
    }
    static Json written(const std::optional<std::pair<std::string, std::string>>& value) {
        return value ? Json::array({value->first, value->second}) : Json();
    }
    // Of a string that is there, though empty.
    static Json written(const std::optional<std::string>& value) { return value ? Json::array({*value}) : Json(); }
};

// And back.

template <class T>
Result<void> read(const Json& json, std::string_view what, T& out);

Result<void> read(const Json& json, std::string_view what, std::string& out) {
    WHITTLE_TRY(out, asString(json, what));
    return {};
}
Result<void> read(const Json& json, std::string_view what, bool& out) {
    WHITTLE_TRY(out, asBool(json, what));
    return {};
}
Result<void> read(const Json& json, std::string_view what, double& out) {
    WHITTLE_TRY(out, asFloat(json, what));
    return {};
}
Result<void> read(const Json& json, std::string_view, Json& out) {
    out = json;
    return {};
}
template <std::integral T>
Result<void> readInteger(const Json& json, std::string_view what, T& out) {
    WHITTLE_TRY(const std::int64_t value, asInt(json, what));
    if (!std::in_range<T>(value)) return fail(Code::Format, "{} is {}, which is out of its range", what, value);
    out = static_cast<T>(value);
    return {};
}
Result<void> read(const Json& json, std::string_view what, int& out) { return readInteger(json, what, out); }
Result<void> read(const Json& json, std::string_view what, std::int64_t& out) { return readInteger(json, what, out); }
Result<void> read(const Json& json, std::string_view what, std::size_t& out) { return readInteger(json, what, out); }

Result<void> read(const Json& json, std::string_view what, CompileId& out) {
    WHITTLE_TRY(const std::string text, asString(json, what));
    const std::size_t slash = std::min(text.find('/'), text.size());
    const auto number = [&](std::size_t from, std::size_t to, int& into) {
        const auto [end, error] = std::from_chars(text.data() + from, text.data() + to, into);
        return error == std::errc() && end == text.data() + to;
    };
    if (slash == text.size() || !number(0, slash, out.function) || !number(slash + 1, text.size(), out.compile))
        return fail(Code::Format, "{} is '{}', which is no number of a compile such as 0/1", what, text);
    return {};
}

template <Named T>
Result<void> readNamed(const Json& json, std::string_view what, T& out) {
    WHITTLE_TRY(const std::string text, asString(json, what));
    const auto names = namesOf(T{});
    const auto found = std::ranges::find(names, text);
    if (found == names.end()) return fail(Code::Format, "{} is '{}', which is none that is known", what, text);
    out = static_cast<T>(found - names.begin());
    return {};
}
Result<void> read(const Json& json, std::string_view what, CallOutcome& out) { return readNamed(json, what, out); }
Result<void> read(const Json& json, std::string_view what, ReportedEntry::Life& out) { return readNamed(json, what, out); }
Result<void> read(const Json& json, std::string_view what, Code& out) { return readNamed(json, what, out); }

Result<void> read(const Json& json, std::string_view what, std::optional<std::pair<std::string, std::string>>& out) {
    WHITTLE_TRY(const Json* pair, asArray(json, what));
    if (pair->size() != 2) return fail(Code::Format, "{} has {} parts, not two", what, pair->size());
    out.emplace();
    WHITTLE_TRY(out->first, asString((*pair)[0], what));
    WHITTLE_TRY(out->second, asString((*pair)[1], what));
    return {};
}
Result<void> read(const Json& json, std::string_view what, std::optional<std::string>& out) {
    WHITTLE_TRY(const Json* one, asArray(json, what));
    if (one->size() != 1) return fail(Code::Format, "{} has {} parts, not one", what, one->size());
    WHITTLE_TRY(out, asString(one->front(), what));
    return {};
}
template <class T>
Result<void> read(const Json& json, std::string_view what, std::optional<T>& out) {
    return read(json, what, out.emplace());
}
template <class T>
Result<void> read(const Json& json, std::string_view what, std::vector<T>& out) {
    WHITTLE_TRY(const Json* list, asArray(json, what));
    for (const Json& item : *list) WHITTLE_TRY_VOID(read(item, what, out.emplace_back()));
    return {};
}
struct Reader {
    const Json& in;
    Result<void> trouble = {};
    template <class T>
    void operator()(const char* key, T& value) {
        const Json* given = trouble ? optionalField(in, key) : nullptr;
        if (given) trouble = read(*given, key, value);
    }
};

template <class T>
Result<void> read(const Json& json, std::string_view what, T& out) {
    WHITTLE_TRY(const Json* object, asObject(json, what));
    Reader reader{*object};
    fieldsOf(reader, out);
    return std::move(reader.trouble);
}

// A line's kind, and what it does to a report.
template <class T, class Apply>
Result<void> apply(StanceReport& report, const Json& json, const Apply& change) {
    T value;
    WHITTLE_TRY_VOID(read(json, "the line", value));
    return change(report, std::move(value));
}

// Of what belongs to a run.
template <class T, class Apply>
Result<void> applyToRun(StanceReport& report, const Json& json, const Apply& change) {
    return apply<T>(report, json, [&](StanceReport& of, T value) -> Result<void> {
        if (of.runs.empty() || of.runs.back().ended) return fail(Code::Format, "no run has begun that the line could be of");
        change(of.runs.back(), std::move(value));
        return {};
    });
}

struct LineKind {
    std::string_view name;
    Result<void> (*add)(StanceReport& report, const Json& json);
};

constexpr LineKind kKinds[] = {
    {"begin", [](StanceReport& report, const Json& json) {
         return apply<Beginning>(report, json, [](StanceReport& of, Beginning start) -> Result<void> {
             of.function = std::move(start.function);
             of.parameters = std::move(start.parameters);
             of.calls = std::move(start.calls);
             of.stances = start.stances;
             return {};
         });
     }},
    {"note", [](StanceReport& report, const Json& json) {
         return apply<Note>(report, json, [](StanceReport& of, Note note) -> Result<void> {  // one process after the other may say it
             if (std::ranges::find(of.notes, note.text) == of.notes.end()) of.notes.push_back(std::move(note.text));
             return {};
         });
     }},
    {"progress", [](StanceReport& report, const Json& json) {
         return apply<Progress>(report, json, [](StanceReport& of, Progress at) -> Result<void> {
             of.done = at.done;
             of.of = at.of;
             return {};
         });
     }},
    {"now", [](StanceReport& report, const Json& json) {
         return apply<ReportedPlace>(report, json, [](StanceReport& of, ReportedPlace place) -> Result<void> { return of.now = std::move(place), Result<void>(); });
     }},
    {"run", [](StanceReport& report, const Json& json) {
         return apply<RunStart>(report, json, [](StanceReport& of, RunStart start) -> Result<void> {
             of.error.reset();  // of a process that ran out of memory; this is the next one
             of.runs.push_back({.stance = std::move(start.stance), .calls = {}, .entries = {}, .recompileLimit = start.recompileLimit});
             return {};
         });
     }},
    {"call", [](StanceReport& report, const Json& json) {
         return applyToRun<ReportedCall>(report, json, [](ReportedRun& run, ReportedCall call) { run.calls.push_back(std::move(call)); });
     }},
    {"entry", [](StanceReport& report, const Json& json) {
         return applyToRun<ReportedEntry>(report, json, [](ReportedRun& run, ReportedEntry entry) { run.entries.push_back(std::move(entry)); });
     }},
    {"ran", [](StanceReport& report, const Json& json) {
         return applyToRun<ReportedRun>(report, json, [](ReportedRun& run, const ReportedRun& totals) {
             run.compiles = totals.compiles;
             run.eagerCalls = totals.eagerCalls;
             run.errors = totals.errors;
             run.compileMs = totals.compileMs;
             run.runMs = totals.runMs;
             run.ended = true;
         });
     }},
    {"died", [](StanceReport& report, const Json& json) {
         return applyToRun<Note>(report, json, [](ReportedRun& run, Note how) { run.died = std::move(how.text); });
     }},
    {"advising", [](StanceReport& report, const Json& json) {
         return apply<ReportedAdvising>(report, json, [](StanceReport& of, ReportedAdvising advising) -> Result<void> { return of.advising = std::move(advising), Result<void>(); });
     }},
    {"advice", [](StanceReport& report, const Json& json) {
         return apply<ReportedAdvice>(report, json, [](StanceReport& of, ReportedAdvice advice) -> Result<void> { return of.advice.push_back(std::move(advice)), Result<void>(); });
     }},
    {"probe", [](StanceReport& report, const Json& json) {
         return apply<ReportedProbe>(report, json, [](StanceReport& of, ReportedProbe probe) -> Result<void> { return of.probes.push_back(std::move(probe)), Result<void>(); });
     }},
    {"error", [](StanceReport& report, const Json& json) {
         return apply<Error>(report, json, [](StanceReport& of, Error error) -> Result<void> { return of.error = std::move(error), Result<void>(); });
     }},
    {"end", [](StanceReport& report, const Json&) { return report.now.reset(), report.complete = true, Result<void>(); }},
};

Result<void> addJson(StanceReport& report, const Json& json) {
    WHITTLE_TRY(const Json* object, asObject(json, "a line"));
    WHITTLE_TRY(const Json* kind, objectField(*object, "kind"));
    WHITTLE_TRY(const std::string name, asString(*kind, "kind"));
    const auto* known = std::ranges::find(kKinds, name, &LineKind::name);
    return known == std::end(kKinds) ? Result<void>() : known->add(report, *object);
}

}  // namespace

std::string_view lifeName(ReportedEntry::Life life) { return namesOf(life)[static_cast<std::size_t>(life)]; }

std::string causeOf(const ReportedCall& call) {
    if (call.outcome == CallOutcome::Error || call.outcome == CallOutcome::Reused) return call.why;
    if (call.used && !call.made)  // it went on after a graph break, and something was compiled there
        for (const ReportedCall& part : call.resumed)
            if (std::string cause = causeOf(part); !cause.empty()) return cause;
    if (call.asked.empty()) return call.why;
    const ReportedVerdict& first = call.asked.front();
    if (first.failures.empty()) return call.why;
    const std::string miss = fmt::format("{}: {}", first.entry.text(), first.failures.front().reason);
    return call.why.empty() ? miss : fmt::format("{}; {}", miss, call.why);
}

std::vector<const ReportedAdvice*> adviceOn(const StanceReport& report, const ReportedRun& run, std::size_t call) {
    std::vector<const ReportedAdvice*> out;
    if (!report.advising || report.advising->stance != run.stance) return out;
    for (const ReportedAdvice& advice : report.advice)
        if (std::ranges::find(advice.calls, call) != advice.calls.end()) out.push_back(&advice);
    return out;
}

std::string ReportedPlace::text() const {
    return fmt::format("{}stance {}{}, while {}{}", call < 0 ? std::string() : fmt::format("call {} under ", call), stance, trying.empty() ? "" : fmt::format(" (trying to {})", trying), doing,
                       id ? " " + id->text() : "");
}

Result<void> addLine(StanceReport& report, std::string_view line) {
    WHITTLE_TRY(const Json json, parseJson(line));
    return addJson(report, json);
}

// What is told is what is kept: the report is made of the lines.
template <class T>
void StanceReporter::tell(std::string_view kind, const T& fields) {
    Json json = Writer::written(fields);
    json["kind"] = kind;
    (void)addJson(m_report, json);  // cannot fail on what was just written
    if (m_listener) m_listener(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<void> tellReport(const StanceReport& report, const std::function<Result<void>(const std::string& line)>& take) {
    Result<void> taken;
    StanceReporter reporter([&](const std::string& line) {
        if (taken) taken = take(line);
    });
    reporter.begin(report.function, report.parameters, report.calls, report.stances);
    for (const std::string& note : report.notes) reporter.note(note);
    for (const ReportedRun& run : report.runs) {
        reporter.beginRun(run.stance, run.recompileLimit);
        for (const ReportedCall& call : run.calls) reporter.call(call);
        for (const ReportedEntry& entry : run.entries) reporter.entry(entry);
        if (run.died) reporter.died(*run.died);
        if (run.ended) reporter.endRun(run);
    }
    for (const ReportedAdvice& advice : report.advice) reporter.advice(advice);
    for (const ReportedProbe& probe : report.probes) reporter.probe(probe);
    reporter.progress(report.done, report.of);
    if (report.now && !report.complete) reporter.now(*report.now);
    if (report.error) reporter.error(*report.error);
    if (report.complete) reporter.end();
    return taken;
}

void StanceReporter::begin(std::string function, std::vector<std::string> parameters, std::vector<std::string> calls, std::size_t stances) {
    tell("begin", Beginning{std::move(function), std::move(parameters), std::move(calls), stances});
}
void StanceReporter::note(const std::string& text) { tell("note", Note{text}); }
void StanceReporter::progress(std::size_t done, std::size_t of) { tell("progress", Progress{done, of}); }
void StanceReporter::now(const ReportedPlace& place) { tell("now", place); }
void StanceReporter::beginRun(const std::string& stance, int recompileLimit) { tell("run", RunStart{stance, recompileLimit}); }
void StanceReporter::call(const ReportedCall& call) { tell("call", call); }
void StanceReporter::entry(const ReportedEntry& entry) { tell("entry", entry); }
void StanceReporter::endRun(const ReportedRun& totals) { tell("ran", totals); }
void StanceReporter::advising(const ReportedAdvising& advising) { tell("advising", advising); }
void StanceReporter::advice(const ReportedAdvice& advice) { tell("advice", advice); }
void StanceReporter::probe(const ReportedProbe& probe) { tell("probe", probe); }
void StanceReporter::died(const std::string& how) { tell("died", Note{how}); }
void StanceReporter::error(const Error& error) { tell("error", error); }
void StanceReporter::end() { tell("end", Note{}); }

}  // namespace whittle

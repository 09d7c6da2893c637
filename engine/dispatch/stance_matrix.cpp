#include "engine/dispatch/stance_matrix.h"

#include <algorithm>
#include <set>

#include "engine/capture/graph_function.h"

namespace whittle {
namespace {

// A dimension of an argument that changed between calls.
struct Place {
    std::size_t argument;
    int dim;
    friend auto operator<=>(const Place&, const Place&) = default;
};

class Replayer {
public:
    Replayer(std::shared_ptr<const Graph> graph, const StanceOptions& options) : m_graph(std::move(graph)), m_options(options) {}

    Result<StanceRun> run(const Stance& stance, std::span<const SequencedCall> calls, const FunctionOptions& function, const std::function<void()>& afterCall) {
        DispatchContext context;
        context.config = m_options.config;
        context.backends = standardBackends(m_options.compile);
        StanceRun out{.stance = stance, .calls = {}, .entries = {}};
        context.observer = [&](const CallEvent& event) { out.calls.push_back(event); };
        const CompiledFunction compiled(context, {.name = m_graph->name, .where = {}, .parameters = parametersOf(*m_graph), .run = functionOf(m_graph)}, function);
        for (std::size_t i = 0; i < calls.size(); ++i) {
            if (m_options.cancel.cancelled()) return fail(Code::Cancelled, "stopped after {} of {} calls", i, calls.size());
            if (static_cast<int>(i) == m_options.warm) {
                WHITTLE_TRY([[maybe_unused]] const StanceChange change, context.setStance(stance));
            }
            (void)compiled(calls[i].arguments, m_options.cancel);  // what it says is in the event
            afterCall();
        }
        WHITTLE_TRY_VOID(m_options.cancel.check());
        const auto add = [&](const CallEvent& part) {
            out.compiles += part.made ? 1 : 0;
            out.compileMs += part.recordMs + part.compileMs;
            out.runMs += part.runMs;
        };
        for (const CallEvent& event : out.calls) {
            out.eagerCalls += event.outcome == CallOutcome::Eager ? 1 : 0;
            out.errors += event.outcome == CallOutcome::Error ? 1 : 0;
            add(event);
            for (const CallEvent& part : event.resumed) add(part);
        }
        out.entries = compiled.entries();
        return out;
    }

private:
    std::shared_ptr<const Graph> m_graph;
    const StanceOptions& m_options;
};

// Dimensions that differ between calls; those that always have the same size together, since one of them alone stays bound to the others.
std::vector<std::vector<Place>> changingPlaces(std::span<const SequencedCall> calls) {
    std::map<Place, Sizes> seen;
    for (const SequencedCall& call : calls)
        for (std::size_t a = 0; a < call.arguments.size(); ++a) {
            const TensorArg *first = calls[0].arguments[a].tensor(), *now = call.arguments[a].tensor();
            for (std::size_t d = 0; first && now && first->sizes.size() == now->sizes.size() && d < now->sizes.size(); ++d)
                seen[{a, static_cast<int>(d)}].push_back(now->sizes[d]);
        }
    std::vector<std::pair<Sizes, std::vector<Place>>> groups;
    for (const auto& [place, sizes] : seen) {
        if (std::ranges::adjacent_find(sizes, std::not_equal_to{}) == sizes.end()) continue;
        auto group = std::ranges::find(groups, sizes, &std::pair<Sizes, std::vector<Place>>::first);
        if (group == groups.end()) group = groups.insert(groups.end(), {sizes, {}});
        group->second.push_back(place);
    }
    std::vector<std::vector<Place>> out;
    for (auto& [sizes, places] : groups) out.push_back(std::move(places));
    return out;
}

std::vector<SequencedCall> withMarks(std::span<const SequencedCall> calls, std::span<const Place> places) {
    std::vector<SequencedCall> out(calls.begin(), calls.end());
    for (SequencedCall& call : out) {
        std::map<const TensorArg*, TensorRef> marked;  // what was one tensor stays one
        for (const Place& place : places) {
            CallValue& value = call.arguments[place.argument];
            const TensorArg* tensor = value.tensor();
            if (!tensor || place.dim >= static_cast<int>(tensor->sizes.size())) continue;
            TensorArg copy = *tensor;
            if (!copy.setMark(place.dim, {.kind = DimMark::Kind::Dynamic})) continue;
            TensorRef& shared = marked[tensor];
            if (!shared) shared = std::make_shared<const TensorArg>(std::move(copy));
            value = shared;
        }
    }
    return out;
}

class Adviser {
public:
    Adviser(Replayer& replayer, const StanceMatrix& matrix, const StanceOptions& options, std::vector<std::string> names)
        : m_replayer(replayer), m_matrix(matrix), m_options(options), m_names(std::move(names)) {}

    Result<std::vector<Advice>> advise(const StanceRun& baseline) {
        m_baseline = baseline.compiles;
        m_errors = baseline.errors;
        if (m_baseline < 2) return std::vector<Advice>{};
        const std::vector<std::vector<Place>> groups = changingPlaces(m_matrix.calls);
        std::vector<Place> all;
        for (const std::vector<Place>& group : groups) {
            WHITTLE_TRY_VOID(tryMarks(group));
            all.insert(all.end(), group.begin(), group.end());
        }
        if (groups.size() > 1) WHITTLE_TRY_VOID(tryMarks(all));
        if (m_options.function.dynamic != Dynamic::Always) {
            FunctionOptions dynamic = m_options.function;
            dynamic.dynamic = Dynamic::Always;
            WHITTLE_TRY_VOID(tryRun(m_matrix.calls, dynamic, "compile with dynamic=True", "torch.compile(f, dynamic=True)"));
        }
        std::ranges::stable_sort(m_found, std::greater{}, &Advice::saved);
        return std::move(m_found);
    }

private:
    Result<void> tryMarks(std::span<const Place> places) {
        std::vector<std::string> texts, codes;
        for (const Place& place : places) {
            texts.push_back(fmt::format("dim {} of {}", place.dim, m_names[place.argument]));
            codes.push_back(fmt::format("torch._dynamo.mark_dynamic({}, {})", m_names[place.argument], place.dim));
        }
        return tryRun(withMarks(m_matrix.calls, places), m_options.function, fmt::format("mark {} dynamic", fmt::join(texts, ", ")),
                      fmt::format("{}", fmt::join(codes, "\n")));
    }

    Result<void> tryRun(const std::vector<SequencedCall>& calls, const FunctionOptions& function, std::string text, std::string code) {
        WHITTLE_TRY(const StanceRun run, m_replayer.run({}, calls, function, [] {}));
        if (run.errors <= m_errors && run.compiles < m_baseline)
            m_found.push_back({std::move(text), std::move(code), run.compiles, m_baseline - run.compiles});
        return {};
    }

    Replayer& m_replayer;
    const StanceMatrix& m_matrix;
    const StanceOptions& m_options;
    std::vector<std::string> m_names;
    int m_baseline = 0, m_errors = 0;
    std::vector<Advice> m_found;
};

// The first reason that anything says, for the column "cause".
std::string causeOf(const CallEvent& event) {
    if (event.error) return event.error->message;
    if (event.outcome != CallOutcome::Reused && !event.misses.empty()) {
        const std::string& reason = event.misses.front().reason;
        const std::string miss = reason.empty() ? fmt::format("{}: made by another backend", event.misses.front().entry.text()) : event.misses.front().text();
        return event.why.empty() ? miss : fmt::format("{}; {}", miss, event.why);
    }
    return event.why;
}

nlohmann::ordered_json eventJson(const CallEvent& event) {
    nlohmann::ordered_json misses = nlohmann::ordered_json::array(), order = nlohmann::ordered_json::array();
    for (const EntryMiss& miss : event.misses) {
        nlohmann::ordered_json row{{"entry", miss.entry.text()}, {"reason", miss.reason}, {"source", miss.source}, {"seen", miss.seen}};
        if (miss.cause && !miss.cause->where().empty()) row["line"] = miss.cause->where();
        misses.push_back(std::move(row));
    }
    for (const CompileId& id : event.order) order.push_back(id.text());
    nlohmann::ordered_json out{{"outcome", outcomeName(event.outcome)}, {"cause", causeOf(event)}, {"entries", order}};
    if (event.used) out["used"] = event.used->text();
    if (event.made) out["made"] = event.made->text();
    if (!event.misses.empty()) out["misses"] = std::move(misses);
    if (!event.warnings.empty()) out["warnings"] = event.warnings;
    if (event.graphBreak) out["graph_break"] = {{"reason", event.graphBreak->reason}, {"line", event.graphBreak->where ? event.graphBreak->where->where() : ""}};
    if (!event.skippedGuards.empty()) out["skipped_guards"] = event.skippedGuards;
    if (!event.resumed.empty()) {
        nlohmann::ordered_json parts = nlohmann::ordered_json::array();
        for (const CallEvent& part : event.resumed) parts.push_back(eventJson(part));
        out["resumed"] = std::move(parts);
    }
    out["record_ms"] = event.recordMs;
    out["compile_ms"] = event.compileMs;
    out["run_ms"] = event.runMs;
    return out;
}

nlohmann::ordered_json entryJson(const CacheEntry& entry) {
    nlohmann::ordered_json guards = nlohmann::ordered_json::array(), symbols = nlohmann::ordered_json::object();
    for (const Guard& guard : entry.guards.all()) {
        nlohmann::ordered_json row{{"kind", guardKindName(guard.kind)}};
        if (!guard.source.text.empty()) row["source"] = guard.source.text;
        if (!guard.text.empty()) row["guard"] = guard.text;
        if (const auto* match = std::get_if<TensorMatch>(&guard.want)) {
            const auto list = [](const Sizes& values) {
                nlohmann::ordered_json out = nlohmann::ordered_json::array();
                for (const Index value : values) out.push_back(value == TensorMatch::kAny ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(value));
                return out;
            };
            row["dtype"] = dtypeName(match->dtype);
            row["size"] = list(match->sizes);
            row["stride"] = list(match->strides);
        }
        if (guard.cause && !guard.cause->where().empty()) row["line"] = guard.cause->where();
        guards.push_back(std::move(row));
    }
    for (const SymbolRecord& symbol : entry.recording.env.symbols()) {
        const auto range = entry.recording.env.ranges().find(symbol.name);
        const auto end = [](const std::optional<std::int64_t>& value) { return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr); };
        symbols[symbol.name] = {{"sources", symbol.sources}, {"hint", end(symbol.hint)}, {"min", end(range->second.min)}, {"max", end(range->second.max)}};
    }
    return {{"id", entry.id.text()}, {"backend", entry.key.backend}, {"hits", entry.hits}, {"nodes", entry.recording.graph.nodes().size()},
            {"symbols", std::move(symbols)}, {"guards", std::move(guards)}};
}

}  // namespace

Result<StanceMatrix> runStances(std::shared_ptr<const Graph> graph, std::vector<SequencedCall> calls, const StanceOptions& options) {
    StanceMatrix out{.function = graph->name, .calls = std::move(calls), .runs = {}, .advice = {}};
    Replayer replayer(graph, options);
    std::size_t done = 0;
    const std::size_t total = out.calls.size() * options.stances.size();
    const auto afterCall = [&] {
        if (options.progress) options.progress(++done, total);
    };
    for (const Stance& stance : options.stances) {
        WHITTLE_TRY(StanceRun run, replayer.run(stance, out.calls, options.function, afterCall));
        out.runs.push_back(std::move(run));
    }
    if (options.advise) {
        const auto plain = std::ranges::find(out.runs, Stance{}, &StanceRun::stance);
        StanceRun baseline;
        if (plain == out.runs.end()) {
            WHITTLE_TRY(baseline, replayer.run({}, out.calls, options.function, [] {}));
        }
        Adviser adviser(replayer, out, options, parametersOf(*graph));
        WHITTLE_TRY(out.advice, adviser.advise(plain == out.runs.end() ? baseline : *plain));
    }
    return out;
}

nlohmann::ordered_json matrixJson(const StanceMatrix& matrix) {
    nlohmann::ordered_json calls = nlohmann::ordered_json::array(), stances = nlohmann::ordered_json::object(), advice = nlohmann::ordered_json::array();
    for (const SequencedCall& call : matrix.calls) calls.push_back(call.text);
    for (const StanceRun& run : matrix.runs) {
        nlohmann::ordered_json events = nlohmann::ordered_json::array(), entries = nlohmann::ordered_json::array();
        for (const CallEvent& event : run.calls) events.push_back(eventJson(event));
        for (const auto& entry : run.entries) entries.push_back(entryJson(*entry));
        stances[stanceText(run.stance)] = {{"calls", std::move(events)}, {"compiles", run.compiles}, {"eager_calls", run.eagerCalls}, {"errors", run.errors},
                                           {"compile_ms", run.compileMs}, {"run_ms", run.runMs}, {"cache", std::move(entries)}};
    }
    for (const Advice& item : matrix.advice)
        advice.push_back({{"text", item.text}, {"code", item.code}, {"compiles", item.compiles}, {"saved", item.saved}});
    return {{"function", matrix.function}, {"calls", std::move(calls)}, {"stances", std::move(stances)}, {"advice", std::move(advice)}};
}

}  // namespace whittle

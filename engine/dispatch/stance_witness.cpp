#include "engine/dispatch/stance_witness.h"

#include <algorithm>

#include <fmt/ranges.h>

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"

namespace whittle {
namespace {

// What is one tensor stays one.
class WithoutData {
public:
    CallValue operator()(const CallValue& value) {
        if (const auto* tensor = value.as<TensorRef>()) {
            TensorRef& bare = m_known[tensor->get()];
            if (!bare) {
                TensorArg copy = **tensor;
                copy.data = {};
                bare = std::make_shared<const TensorArg>(std::move(copy));
            }
            return bare;
        }
        if (const auto* list = value.as<CallValue::List>()) {
            CallValue::List out;
            for (const CallValue& item : *list) out.push_back((*this)(item));
            return out;
        }
        if (const auto* dict = value.as<CallValue::Dict>()) {
            CallValue::Dict out;
            for (const auto& [key, item] : *dict) out.emplace_back(key, (*this)(item));
            return out;
        }
        return value;
    }

private:
    std::map<const TensorArg*, TensorRef> m_known;
};

std::string lineText(const OriginRef& origin) {
    if (!origin || origin->where().empty()) return {};
    return origin->code.empty() ? origin->where() : fmt::format("{}: {}", origin->where(), origin->code);
}

std::string nodeText(const Graph& graph, const std::optional<std::size_t>& index) {
    if (!index || *index >= graph.nodes().size()) return {};
    const Node& node = graph.nodes()[*index];
    return !node.name.empty() || node.outputs.empty() ? node.name : graph.value(node.outputs.front()).name;
}

std::string optionsText(const FunctionOptions& options) {
    static constexpr std::array<std::string_view, 3> kDynamic{"None", "True", "False"};
    return fmt::format("backend {}, dynamic={}{}", options.backend, kDynamic[static_cast<std::size_t>(options.dynamic)], options.fullgraph ? ", fullgraph=True" : "");
}

std::vector<ReportedSymbol> symbolsOf(const ShapeEnv& env) {
    std::vector<ReportedSymbol> out;
    for (const SymbolRecord& symbol : env.symbols()) {
        const auto range = env.ranges().find(symbol.name);
        ReportedSymbol reported{.name = symbol.name, .sources = symbol.sources, .hint = symbol.hint, .min = {}, .max = {}};
        if (range != env.ranges().end()) {
            reported.min = range->second.min;
            reported.max = range->second.max;
        }
        if (env.replacements().contains(symbol.name)) reported.is = env.simplify(SymInt::symbol(symbol.name)).text();
        out.push_back(std::move(reported));
    }
    return out;
}

// Of a condition the sizes that it speaks of.
std::string sourceText(const Guard& guard) {
    const auto* condition = std::get_if<SymCondition>(&guard.want);
    return condition ? fmt::format("{}", fmt::join(condition->symbols(), ", ")) : guard.source.text;
}

// The places in the order of entries, and of what follows their graph breaks.
template <class Visit>
void eachEntry(const std::vector<std::shared_ptr<const CacheEntry>>& entries, const std::string& frame, const Visit& visit) {
    for (const auto& entry : entries) visit(*entry, frame);
    for (const auto& entry : entries)
        if (entry->rest) eachEntry(entriesAfter(*entry), fmt::format("{} after {}", entry->id.text(), entry->recording.graphBreak->reason), visit);
}

}  // namespace

StanceWitness::StanceWitness(DispatchContext& context) : m_state(context.state) {
    context.lookupObserver = [this](const EntryLookup& lookup) { heard(lookup); };
}

// A failure's guard as a row of the entry's list.
std::vector<ReportedFailure> StanceWitness::failuresOf(const CompileId& entry, const GuardSet& guards, const std::vector<GuardFailure>& failures) const {
    const auto known = m_known.find(entry);
    const std::vector<GuardPlace> places = known == m_known.end() ? guards.tree() : known->second.places;
    std::vector<ReportedFailure> out;
    for (const GuardFailure& failure : failures) {
        const auto row = std::ranges::find(places, std::optional(failure.index), &GuardPlace::guard);
        out.push_back({.guard = static_cast<int>(row - places.begin()), .reason = failure.reason, .seen = failure.seen, .wanted = wantedBy(*failure.guard)});
    }
    return out;
}

void StanceWitness::heard(const EntryLookup& lookup) {
    Lookup out;
    for (const auto& entry : lookup.entries) {
        Known& known = m_known[entry->id];
        if (known.places.empty()) known.places = entry->guards.tree();
        ReportedVerdict verdict{entry->id, failuresOf(entry->id, entry->guards, entry->guards.failures(lookup.call))};
        if (verdict.failures.empty() && lookup.key && !(entry->key == *lookup.key))
            verdict.failures.push_back({.guard = -1, .reason = "it was made with other options", .seen = optionsText(*lookup.key), .wanted = optionsText(entry->key)});
        out.verdicts.push_back(std::move(verdict));
    }
    WithoutData bare;
    for (const CallValue& value : lookup.call.values) out.values.push_back(bare(value));
    m_lookups.push_back(std::move(out));
}

ReportedCall StanceWitness::call(const CallEvent& event) {
    const std::vector<Lookup> lookups = std::exchange(m_lookups, {});
    const auto lookupOf = [&](std::size_t part) { return part < lookups.size() ? &lookups[part] : nullptr; };
    // The outcome of the whole counts its parts; what is said of its first part alone is in what it used and made.
    ReportedCall out = told(event, lookupOf(0));
    for (std::size_t i = 0; i < event.resumed.size(); ++i) out.resumed.push_back(told(event.resumed[i], lookupOf(i + 1)));
    return out;
}

ReportedCall StanceWitness::told(const CallEvent& part, const Lookup* lookup) {
    ReportedCall out{.outcome = part.outcome, .why = part.why, .used = part.used, .made = part.made, .asked = {}, .order = part.order, .warnings = part.warnings,
                     .skippedGuards = part.skippedGuards, .graphBreak = {}, .resumed = {}, .recordMs = part.recordMs, .compileMs = part.compileMs, .runMs = part.runMs, .phases = part.phases, .error = {}};
    if (part.graphBreak) out.graphBreak.emplace(part.graphBreak->reason, lineText(part.graphBreak->where));
    if (part.error) {
        out.error = part.error->describe();
        if (out.why.empty()) out.why = part.error->message;
    }
    if (!lookup) return out;
    learn(part, *lookup);
    out.asked = lookup->verdicts;
    const auto used = part.used ? std::ranges::find(out.asked, *part.used, &ReportedVerdict::entry) : out.asked.end();
    if (used != out.asked.end()) out.asked.erase(used + 1, out.asked.end());
    return out;
}

void StanceWitness::learn(const CallEvent& part, const Lookup& lookup) {
    for (const ReportedVerdict& verdict : lookup.verdicts) {
        Known& known = m_known[verdict.entry];
        known.askedSince = true;
        if (part.used == verdict.entry) {
            known.hit = true;
            known.lastHit = lookup.values;
        } else if (verdict.failures.empty()) {
            if (part.used && !part.made) ++known.takenBy[*part.used];
            else known.fitsUnused = true;
        }
    }
    if (!part.made) return;
    Known& made = m_known[*part.made];
    made.madeBy = part.number;
    made.madeFor = lookup.values;
    if (!lookup.verdicts.empty()) made.replaced = lookup.verdicts.front().entry;
}

std::vector<ReportedGuard> StanceWitness::guardsOf(const CacheEntry& entry, const Known& known) const {
    const GuardSet& guards = entry.guards;
    const auto hit = known.hit ? guards.nanoseconds({known.lastHit, m_state}) : std::vector<std::optional<double>>(guards.all().size());
    const auto made = std::ranges::all_of(hit, [](const auto& ns) { return ns.has_value(); }) ? hit : guards.nanoseconds({known.madeFor, m_state});
    std::vector<int> order(guards.all().size());
    int next = 0;
    for (const GuardPlace& place : guards.tree())
        if (place.guard) order[*place.guard] = next++;
    const std::vector<GuardPlace> places = known.places.empty() ? guards.tree() : known.places;
    std::vector<ReportedGuard> out;
    for (const GuardPlace& place : places) {
        ReportedGuard& row = out.emplace_back();
        row.parent = place.parent;
        row.isValue = !place.guard;
        row.source = place.value;
        if (!place.guard) continue;
        const Guard& guard = guards.all()[*place.guard];
        row.kind = guardKindName(guard.kind);
        row.source = sourceText(guard);
        row.text = wantedBy(guard);
        row.node = nodeText(entry.recording.graph, guard.node);
        row.line = lineText(guard.cause);
        row.failures = guards.failureCounts()[*place.guard];
        row.nanoseconds = hit[*place.guard] ? *hit[*place.guard] : made[*place.guard].value_or(0);
        row.order = order[*place.guard];
    }
    // A value stands before what is inside of it.
    for (std::size_t i = out.size(); i-- > 0;)
        if (out[i].parent >= 0) out[static_cast<std::size_t>(out[i].parent)].nanoseconds += out[i].nanoseconds;
    return out;
}

ReportedEntry StanceWitness::entry(const CacheEntry& entry, const std::string& frame) const {
    const auto found = m_known.find(entry.id);
    const Known known = found == m_known.end() ? Known{} : found->second;
    ReportedEntry out{.id = entry.id, .backend = entry.key.backend, .madeBy = known.madeBy, .replaced = known.replaced, .hits = entry.hits, .shadowedBy = {},
                      .recordMs = entry.recordMs, .compileMs = entry.compileMs, .guards = guardsOf(entry, known), .symbols = symbolsOf(entry.recording.env),
                      .graph = printGraph(entry.recording.graph, findSchema), .graphBreak = {}, .frame = frame};
    if (entry.recording.graphBreak) out.graphBreak = entry.recording.graphBreak->reason;
    if (known.hit || !known.askedSince || known.fitsUnused) return out;
    out.life = known.takenBy.empty() ? ReportedEntry::Life::Dead : ReportedEntry::Life::Shadowed;
    if (!known.takenBy.empty()) out.shadowedBy = std::ranges::max_element(known.takenBy, {}, &std::pair<const CompileId, int>::second)->first;
    return out;
}

std::vector<ReportedEntry> StanceWitness::entries(const CompiledFunction& function) const {
    std::vector<ReportedEntry> out;
    eachEntry(function.entries(), {}, [&](const CacheEntry& each, const std::string& frame) { out.push_back(entry(each, frame)); });
    return out;
}

std::vector<ReportedVerdict> StanceWitness::held(const CompiledFunction& function, const std::vector<CallValue>& arguments) const {
    std::vector<ReportedVerdict> out;
    const auto entries = function.entries();
    for (const auto& [id, failures] : function.explain(arguments)) {
        const auto entry = std::ranges::find(entries, id, [](const auto& each) { return each->id; });
        out.push_back({id, failuresOf(id, (*entry)->guards, failures)});
    }
    return out;
}

}  // namespace whittle

#include "engine/formats/trace/rank_groups.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/formats/json.h"

namespace whittle::trace {
namespace {

constexpr std::size_t kLongest = 200;  // of a group's value, for people

// Of one log; empty when it says nothing of the aspect.
using Describe = Result<std::string> (*)(const TraceLog& log);

std::string compileIds(const LogContent& content) {
    std::vector<std::string> names;
    for (const Compile& compile : content.compiles)
        if (compile.id.any()) names.push_back(compile.name());
    std::sort(names.begin(), names.end());
    return fmt::format("{}", fmt::join(names, ", "));
}

std::string cachePattern(const LogContent& content) {
    std::string out;
    for (const Compile& compile : content.compiles)
        for (const CacheEvent& event : compile.cache) out += fmt::format("{}{} {} {}", out.empty() ? "" : ", ", compile.name(), event.cache, event.outcome);
    return out;
}

// What all artifacts of a name say, through `read`.
template <class F>
Result<std::string> overArtifacts(const TraceLog& log, std::string_view kind, F&& read) {
    std::string out;
    for (const Compile& compile : log.content().compiles)
        for (const Artifact& artifact : compile.artifacts)
            if (artifact.kind == kind) {
                WHITTLE_TRY(const std::string payload, log.payload(log.content().records[artifact.record]));
                out += (out.empty() ? "" : "; ") + compile.name() + ": " + read(payload);
            }
    return out;
}

std::string compact(const std::string& payload) {
    const Result<Json> json = parseJson(payload);
    return json ? json->dump(-1, ' ', false, Json::error_handler_t::replace) : payload;
}

// The shapes and dtypes, without the times, which always differ.
std::string withoutTimes(const std::string& payload) {
    Result<Json> json = parseJson(payload);
    if (!json) return payload;
    const Json* ops = json->is_object() ? optionalField(*json, "ops") : &*json;
    if (!ops || !ops->is_array()) return compact(payload);
    std::string out;
    for (Json op : *ops) {
        if (op.is_object()) op.erase("estimated_runtime_ns");
        out += op.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    return out;
}

constexpr struct {
    std::string_view name, title;
    Describe describe;
} kAspects[] = {
    {"compile_ids", "compile ids", [](const TraceLog& log) -> Result<std::string> { return compileIds(log.content()); }},
    {"cache", "cache hits and misses", [](const TraceLog& log) -> Result<std::string> { return cachePattern(log.content()); }},
    {"collectives", "order of collectives", [](const TraceLog& log) { return overArtifacts(log, "inductor_collective_schedule", compact); }},
    {"tensors", "tensors of the graphs", [](const TraceLog& log) { return overArtifacts(log, "inductor_runtime_and_tensor_meta", withoutTimes); }},
    {"execution_order", "order of execution", [](const TraceLog& log) { return overArtifacts(log, "graph_execution", compact); }},
};

// The logs that say which rank they are of: others are of one process each, and need not agree.
std::vector<std::uint32_t> rankedLogs(const Trace& trace) {
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < trace.logs().size(); ++i)
        if (trace.logs()[i].content().rank) out.push_back(i);
    return out;
}

RankAspect grouped(std::string_view name, std::string_view title, const std::vector<std::uint32_t>& logs, const std::vector<std::string>& values) {
    RankAspect out{.name = std::string(name), .title = std::string(title)};
    std::map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < logs.size(); ++i) {
        const auto [place, isNew] = places.try_emplace(values[i], out.groups.size());
        if (isNew) out.groups.push_back({.value = values[i].size() > kLongest ? values[i].substr(0, kLongest) + "…" : values[i]});
        out.groups[place->second].logs.push_back(logs[i]);
    }
    std::stable_sort(out.groups.begin(), out.groups.end(), [](const RankGroup& a, const RankGroup& b) { return a.logs.size() > b.logs.size(); });
    return out;
}

std::vector<std::string> missingCompiles(const Trace& trace, const std::vector<std::uint32_t>& logs) {
    std::map<std::string, std::set<std::uint32_t>> there;
    for (const std::uint32_t log : logs)
        for (const Compile& compile : trace.logs()[log].content().compiles)
            if (compile.id.any()) there[compile.name()].insert(log);
    std::vector<std::string> out;
    for (const auto& [name, on] : there) {
        std::vector<std::string> lacking;
        for (const std::uint32_t log : logs)
            if (!on.contains(log)) lacking.push_back(trace.label(trace.logs()[log]));
        if (!lacking.empty()) out.push_back(fmt::format("compile {} is not on {}", name, fmt::join(lacking, ", ")));
    }
    return out;
}

double runTimeOf(const std::string& payload) {
    const Result<Json> json = parseJson(payload);
    double out = 0;
    if (!json) return out;
    const Json* ops = json->is_object() ? optionalField(*json, "ops") : &*json;
    if (!ops || !ops->is_array()) return out;
    for (const Json& op : *ops)
        if (op.is_object())
            if (const Json* time = optionalField(op, "estimated_runtime_ns"); time && time->is_number()) out += time->get<double>();
    return out;
}

Result<std::vector<RankRunTime>> runTimes(const Trace& trace) {
    std::map<std::string, RankRunTime> byName;
    std::size_t index = 0;
    for (const TraceLog& log : trace.logs()) {
        for (const Compile& compile : log.content().compiles)
            for (const Artifact& artifact : compile.artifacts)
                if (artifact.kind == "inductor_runtime_and_tensor_meta") {
                    WHITTLE_TRY(const std::string payload, log.payload(log.content().records[artifact.record]));
                    RankRunTime& row = byName[compile.name()];
                    row.compile = compile.name();
                    row.nanoseconds.resize(trace.logs().size());
                    row.nanoseconds[index] = row.nanoseconds[index].value_or(0) + runTimeOf(payload);
                }
        ++index;
    }
    std::vector<RankRunTime> out;
    for (auto& [name, row] : byName) out.push_back(std::move(row));
    std::stable_sort(out.begin(), out.end(), [](const RankRunTime& a, const RankRunTime& b) { return a.spread() > b.spread(); });
    return out;
}

}  // namespace

double RankRunTime::spread() const {
    std::optional<double> least, most;
    for (const auto& time : nanoseconds)
        if (time) {
            least = std::min(least.value_or(*time), *time);
            most = std::max(most.value_or(*time), *time);
        }
    return most.value_or(0) - least.value_or(0);
}

Result<RankComparison> compareRanks(const Trace& trace, const CancelToken& cancel) {
    RankComparison out;
    const std::vector<std::uint32_t> logs = rankedLogs(trace);
    if (logs.size() < 2) return out;
    for (const auto& aspect : kAspects) {
        std::vector<std::string> values;
        for (const std::uint32_t log : logs) {
            WHITTLE_TRY_VOID(cancel.check());
            WHITTLE_TRY(std::string value, aspect.describe(trace.logs()[log]));
            values.push_back(std::move(value));
        }
        const bool said = std::any_of(values.begin(), values.end(), [](const std::string& value) { return !value.empty(); });
        if (said) out.aspects.push_back(grouped(aspect.name, aspect.title, logs, values));
    }
    out.missing = missingCompiles(trace, logs);
    WHITTLE_TRY(out.runTimes, runTimes(trace));
    return out;
}

}  // namespace whittle::trace

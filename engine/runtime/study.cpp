#include "engine/runtime/study.h"

#include <algorithm>
#include <string_view>
#include <tuple>

#include "engine/base/median.h"
#include "engine/runtime/report_json.h"
#include "engine/runtime/trace_json.h"

namespace whittle {
namespace {

constexpr int kRecordedRuns = 3;

// The compiler forgets on purpose how the producer of the file laid tensors out, but what is on record for a value that a pass left alone stays true.
void takeRecordedStrides(Graph& graph, const std::unordered_map<std::string, TensorType>& recorded) {
    if (recorded.empty()) return;
    for (const ValueId id : graph.values()) {
        const TensorType* type = asTensorType(graph.type(id));
        const auto found = type && type->strides.empty() ? recorded.find(graph.value(id).name) : recorded.end();
        if (found == recorded.end()) continue;
        TensorType plain = found->second;
        plain.strides.clear();
        if (plain == *type) graph.setType(id, found->second);
    }
}

// All that the text of a graph tells of an origin; it leaves out the trace.
bool isToldAlike(const Origin& a, const Origin& b) {
    const auto told = [](const Origin& one) { return std::tie(one.name, one.op, one.modulePath, one.moduleType, one.file, one.line, one.function, one.code, one.from); };
    return told(a) == told(b);
}

// A node that the pass left alone comes from where it came from before: one origin for all stages, and with its trace.
void takeOrigins(Graph& graph, const Graph& before) {
    std::unordered_map<std::string_view, OriginRef> known;
    for (const Node& node : before.nodes()) known.emplace(node.name, node.origin);
    std::vector<std::pair<NodeId, OriginRef>> same;
    for (const Node& node : graph.nodes())
        if (const auto found = known.find(node.name); found != known.end() && isToldAlike(*found->second, *node.origin)) same.emplace_back(node.id, found->second);
    for (auto& [id, origin] : same) graph.setOrigin(id, std::move(origin));
}

Result<nlohmann::ordered_json> readJson(int payload, const LeftText& left) {
    WHITTLE_TRY(const std::string text, readText(payload, left));
    return nlohmann::ordered_json::parse(text, nullptr, false);
}

}  // namespace

Result<RunProfile> measureRuns(const Executable& executable, int runs, const RunOptions& options) {
    WHITTLE_TRY_VOID(executable.runWith({}, options));
    std::vector<RunProfile> profiles(static_cast<std::size_t>(runs));
    for (RunProfile& profile : profiles) {
        RunOptions measured = options;
        measured.profile = &profile;
        WHITTLE_TRY_VOID(executable.runWith({}, measured));
    }
    RunProfile out = profiles.back();
    const auto middle = [&](auto get) {
        std::vector<double> values;
        for (const RunProfile& profile : profiles) values.push_back(get(profile));
        return median(std::move(values));
    };
    out.milliseconds = middle([](const RunProfile& profile) { return profile.milliseconds; });
    for (std::size_t i = 0; i < out.kernelMs.size(); ++i) out.kernelMs[i] = middle([i](const RunProfile& profile) { return profile.kernelMs[i]; });
    return out;
}

Result<RunTrace> recordRun(const Executable& executable, std::span<const Datum> inputs, const RunOptions& options) {
    RunTrace out;
    for (int run = 0; run < kRecordedRuns; ++run) {
        RunTrace trace;
        RunOptions recorded = options;
        recorded.trace = &trace;
        WHITTLE_TRY_VOID(executable.runWith(inputs, recorded));
        if (run == 0 || trace.end < out.end) out = std::move(trace);
    }
    return out;
}

Result<void> tellStudy(const Study& study, KernelTexts texts, const std::function<Result<void>(std::string_view what, const nlohmann::ordered_json& is)>& tell) {
    for (const PassRecord& pass : study.report.passes) WHITTLE_TRY_VOID(tell("pass", passJson(pass)));
    WHITTLE_TRY_VOID(tell("report", reportJson(study.report, texts)));
    WHITTLE_TRY_VOID(tell("profile", profileJson(study.profile)));
    WHITTLE_TRY_VOID(tell("trace", runTraceJson(study.trace)));
    if (study.roof) WHITTLE_TRY_VOID(tell("roof", roofJson(*study.roof)));
    return study.failure ? tell("failure", failureJson(*study.failure)) : Result<void>();
}

StudyReader::StudyReader(GraphRef opened, int payload, std::function<void(const PassRecord&)> passed)
    : m_last(std::move(opened)), m_payload(payload), m_passed(std::move(passed)) {
    for (const ValueId id : m_last->values())
        if (const TensorType* type = asTensorType(m_last->type(id)); type && !type->strides.empty()) m_recorded.emplace(m_last->value(id).name, *type);
}

void StudyReader::add(const LeftText& left) {
    const auto taken = [&]() -> Result<void> {
        WHITTLE_TRY(const nlohmann::ordered_json json, readJson(m_payload, left));
        return read(left.what, json);
    };
    if (m_read) m_read = taken().context("reading what the worker told");
}

Result<void> StudyReader::read(std::string_view what, const nlohmann::ordered_json& is) {
    if (what == "pass") {
        WHITTLE_TRY(PassRecord pass, parsePass(is, m_last, [this](Graph& after) {
                        takeRecordedStrides(after, m_recorded);
                        takeOrigins(after, *m_last);
                    }));
        if (pass.after) m_last = pass.after;
        if (m_passed) m_passed(pass);
        m_passes.push_back(std::move(pass));
    } else if (what == "report") {
        WHITTLE_TRY(m_study.report, parseReport(is));
    } else if (what == "profile") {
        WHITTLE_TRY(m_study.profile, parseProfile(is));
    } else if (what == "trace") {
        WHITTLE_TRY(m_study.trace, parseRunTrace(is));
    } else if (what == "roof") {
        WHITTLE_TRY(m_study.roof, parseRoof(is));
    } else if (what == "failure") {
        WHITTLE_TRY(m_study.failure, parseFailure(is));
    }
    return {};
}

Study StudyReader::take() {
    // The account knows all passes, those that were skipped too; the graphs came one by one.
    if (m_study.report.passes.empty()) m_study.report.passes = std::move(m_passes);
    else
        for (PassRecord& pass : m_study.report.passes)
            if (const auto told = std::ranges::find(m_passes, pass.name, &PassRecord::name); told != m_passes.end()) pass.after = told->after;
    return std::move(m_study);
}

}  // namespace whittle

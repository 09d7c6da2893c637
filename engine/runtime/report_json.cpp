#include "engine/runtime/report_json.h"

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

// Numbers of JSON and nothing else: what cannot be said is null.
Json numberJson(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }
std::optional<double> numberFrom(const Json& json) { return json.is_null() ? std::nullopt : std::optional(json.get<double>()); }

Json bytesJson(const std::optional<std::size_t>& bytes) { return bytes ? Json(*bytes) : Json(nullptr); }
std::optional<std::size_t> bytesFrom(const Json& json) { return json.is_null() ? std::nullopt : std::optional(json.get<std::size_t>()); }

// What is not there is empty.
template <class Text>
Text textAt(const Json& json, const char* key) {
    return json.contains(key) ? json.at(key).get<Text>() : Text();
}
std::string textAt(const Json& json, const char* key) { return textAt<std::string>(json, key); }

Json namesJson(const std::vector<RewrittenNode>& nodes) {
    Json out = Json::array();
    for (const RewrittenNode& node : nodes) out.push_back({{"name", node.name}, {"op", node.op.empty() ? Json(nullptr) : Json(node.op)}});
    return out;
}

std::vector<RewrittenNode> namesFrom(const Json& json) {
    std::vector<RewrittenNode> out;
    for (const Json& one : json) out.push_back({one.at("name").get<std::string>(), one.at("op").is_null() ? std::string() : one.at("op").get<std::string>()});
    return out;
}

Json passFacts(const PassRecord& pass) {
    Json applied = Json::array();
    for (const Rewrite& rewrite : pass.rewrites) {
        applied.push_back({{"rule", rewrite.rule}, {"before", namesJson(rewrite.before)}, {"after", namesJson(rewrite.after)}});
        if (!rewrite.detail.empty()) applied.back()["detail"] = rewrite.detail;
    }
    return {{"name", pass.name}, {"ms", pass.milliseconds}, {"rewrites", pass.rewrites.size()}, {"skipped", pass.skipped}, {"applied", applied}};
}

PassRecord passFrom(const Json& json) {
    PassRecord pass{.name = json.at("name").get<std::string>(), .milliseconds = json.at("ms").get<double>(), .rewrites = {}, .skipped = json.at("skipped").get<bool>(), .after = {}};
    for (const Json& one : json.at("applied"))
        pass.rewrites.push_back({one.at("rule").get<std::string>(), namesFrom(one.at("before")), namesFrom(one.at("after")), textAt(one, "detail")});
    return pass;
}

// "chosen", "possible" or "refused"
std::string_view stateOf(const CandidateRecord& candidate) { return candidate.chosen ? "chosen" : candidate.refusal.empty() ? "possible" : "refused"; }

Json choicesJson(const std::vector<ChoiceRecord>& choices) {
    Json out = Json::array();
    for (const ChoiceRecord& choice : choices) {
        Json candidates = Json::array();
        for (const CandidateRecord& one : choice.candidates) {
            candidates.push_back({{"name", one.name}, {"implementation", one.implementation}, {"state", stateOf(one)},
                                  {"estimated_ms", numberJson(one.estimatedMs)}, {"measured_ms", numberJson(one.measuredMs)}});
            if (!one.refusal.empty()) candidates.back()["refusal"] = one.refusal;
        }
        out.push_back({{"site", choice.site}, {"op", choice.op}, {"operands", choice.operands}, {"by", choice.by}, {"reason", choice.reason}, {"candidates", candidates}});
    }
    return out;
}

std::vector<ChoiceRecord> choicesFrom(const Json& json) {
    std::vector<ChoiceRecord> out;
    for (const Json& one : json) {
        ChoiceRecord& choice = out.emplace_back(ChoiceRecord{.site = one.at("site").get<std::string>(), .op = one.at("op").get<std::string>(),
                                                             .operands = one.at("operands").get<std::string>(), .candidates = {},
                                                             .by = one.at("by").get<std::string>(), .reason = one.at("reason").get<std::string>()});
        for (const Json& candidate : one.at("candidates"))
            choice.candidates.push_back({.name = candidate.at("name").get<std::string>(), .implementation = candidate.at("implementation").get<std::string>(),
                                         .refusal = textAt(candidate, "refusal"), .chosen = candidate.at("state").get<std::string>() == "chosen",
                                         .estimatedMs = numberFrom(candidate.at("estimated_ms")), .measuredMs = numberFrom(candidate.at("measured_ms"))});
    }
    return out;
}

Json memoryJson(const MemoryPlan& plan) {
    Json values = Json::array(), outside = Json::array(), given = Json::array();
    for (const PlannedValue& one : plan.values) {
        values.push_back({{"name", one.name}, {"offset", one.offset}, {"bytes", one.bytes}, {"first", one.first}, {"last", one.last}});
        if (!one.over.empty()) values.back()["over"] = one.over;
        values.back()["node"] = one.node;
    }
    for (const OutsideValue& one : plan.outside)
        outside.push_back({{"name", one.name}, {"reason", one.reason}, {"node", one.node}, {"bytes", bytesJson(one.bytes)}, {"first", one.first}, {"last", one.last}, {"result", one.isResult}});
    for (const GivenValue& one : plan.given) given.push_back({{"name", one.name}, {"bytes", bytesJson(one.bytes)}, {"weight", one.isWeight}});
    return {{"sized", plan.sized}, {"arena_bytes", plan.total}, {"sum_bytes", plan.sum}, {"peak_bytes", plan.peak}, {"in_place", plan.inPlace},
            {"values", values}, {"outside", outside}, {"given", given}};
}

MemoryPlan memoryFrom(const Json& json) {
    MemoryPlan plan;
    json.at("sized").get_to(plan.sized);
    json.at("arena_bytes").get_to(plan.total);
    json.at("sum_bytes").get_to(plan.sum);
    json.at("peak_bytes").get_to(plan.peak);
    json.at("in_place").get_to(plan.inPlace);
    for (const Json& one : json.at("values"))
        plan.values.push_back({.name = one.at("name").get<std::string>(), .offset = one.at("offset").get<std::size_t>(), .bytes = one.at("bytes").get<std::size_t>(),
                               .first = one.at("first").get<int>(), .last = one.at("last").get<int>(), .over = textAt(one, "over"), .node = one.at("node").get<std::string>()});
    for (const Json& one : json.at("outside"))
        plan.outside.push_back({.name = one.at("name").get<std::string>(), .reason = one.at("reason").get<std::string>(), .node = one.at("node").get<std::string>(),
                                .bytes = bytesFrom(one.at("bytes")), .first = one.at("first").get<int>(), .last = one.at("last").get<int>(), .isResult = one.at("result").get<bool>()});
    for (const Json& one : json.at("given"))
        plan.given.push_back({.name = one.at("name").get<std::string>(), .bytes = bytesFrom(one.at("bytes")), .isWeight = one.at("weight").get<bool>()});
    return plan;
}

Json scheduleJson(const std::vector<SchedulePrimitive>& schedule) {
    Json out = Json::array();
    for (const SchedulePrimitive& one : schedule) out.push_back({{"primitive", one.name}, {"args", one.args}, {"reason", one.reason}});
    return out;
}

std::vector<SchedulePrimitive> scheduleFrom(const Json& json) {
    std::vector<SchedulePrimitive> out;
    for (const Json& one : json)
        out.push_back({one.at("primitive").get<std::string>(), one.at("args").get<std::vector<std::string>>(), one.at("reason").get<std::string>()});
    return out;
}

// Texts of a KernelRecord and of its parts alike, by the key they have in JSON.
template <class Record>
struct TextField {
    const char* key;
    std::string Record::* member;
};
template <class Record>
constexpr TextField<Record> kTexts[] = {{"loop_ir", &Record::loopIr}, {"emitted_ir", &Record::emittedIr}, {"llvm_ir", &Record::llvmIr}, {"assembly", &Record::assembly}};
struct LinesField {
    const char* key;
    std::vector<int> CodeLines::* member;
};
constexpr LinesField kLines[] = {{"emitted_ir_lines", &CodeLines::emittedIr}, {"llvm_ir_lines", &CodeLines::llvmIr}, {"assembly_lines", &CodeLines::assembly}};

template <class Record>
void addTexts(Json& json, const Record& record, KernelTexts texts) {
    if (texts == KernelTexts::Leave) return;
    for (const TextField<Record>& text : kTexts<Record>)
        if (!(record.*text.member).empty()) json[text.key] = record.*text.member;
    for (const LinesField& lines : kLines)
        if (!(record.lines.*lines.member).empty()) json[lines.key] = record.lines.*lines.member;
    if (!record.loopNodes.empty()) json["loop_nodes"] = record.loopNodes;
}

template <class Record>
void takeTexts(const Json& json, Record& record) {
    for (const TextField<Record>& text : kTexts<Record>) record.*text.member = textAt(json, text.key);
    for (const LinesField& lines : kLines) record.lines.*lines.member = textAt<std::vector<int>>(json, lines.key);
    record.loopNodes = textAt<std::vector<std::string>>(json, "loop_nodes");
    record.tail = textAt(json, "tail");
    record.code = textAt(json, "code");
    record.sameCodeAs = textAt(json, "same_code_as");
    record.compileMs = json.at("compile_ms").get<double>();
    record.vector.text = textAt(json, "vector");
}

Json partJson(const CodeRecord& part, KernelTexts texts) {
    Json json{{"name", part.name}, {"code", part.code}, {"compile_ms", part.compileMs}, {"vector", part.vector.text}};
    if (!part.tail.empty()) json["tail"] = part.tail;
    if (texts == KernelTexts::Keep && !part.sameCodeAs.empty()) json["same_code_as"] = part.sameCodeAs;
    addTexts(json, part, texts);
    return json;
}

Json kernelJson(const KernelRecord& kernel, KernelTexts texts) {
    Json json{{"name", kernel.name}, {"kind", kernel.kind}, {"implementation", kernel.implementation},
              {"nodes", kernel.nodes}, {"sources", kernel.sources}, {"compile_ms", kernel.compileMs}, {"schedule", scheduleJson(kernel.schedule)}};
    if (kernel.library) json["library"] = true;
    if (!kernel.tail.empty()) json["tail"] = kernel.tail;
    if (!kernel.code.empty()) json["code"] = kernel.code;
    if (!kernel.sameCodeAs.empty()) json["same_code_as"] = kernel.sameCodeAs;
    for (const CodeRecord& part : kernel.parts) json["parts"].push_back(partJson(part, texts));
    addTexts(json, kernel, texts);
    if (kernel.vector.isa.empty()) return json;
    json.update({{"vector_isa", kernel.vector.isa}, {"vector_width", kernel.vector.width}, {"vector", kernel.vector.text},
                 {"non_temporal_stores", kernel.vector.nonTemporal}});
    return json;
}

KernelRecord kernelFrom(const Json& json) {
    KernelRecord kernel{.name = json.at("name").get<std::string>(), .kind = json.at("kind").get<std::string>(), .nodes = json.at("nodes").get<std::vector<std::string>>(),
                        .sources = json.at("sources").get<std::vector<std::string>>(), .library = json.value("library", false),
                        .implementation = json.at("implementation").get<std::string>(), .vector = {}, .schedule = scheduleFrom(json.at("schedule"))};
    takeTexts(json, kernel);
    kernel.vector.isa = textAt(json, "vector_isa");
    kernel.vector.width = json.value("vector_width", 1);
    kernel.vector.nonTemporal = json.value("non_temporal_stores", false);
    if (json.contains("parts"))
        for (const Json& one : json.at("parts")) {
            CodeRecord& part = kernel.parts.emplace_back(CodeRecord{.name = one.at("name").get<std::string>()});
            takeTexts(one, part);
        }
    return kernel;
}

struct FailureText {
    const char* key;
    std::string Failure::* member;
};
constexpr FailureText kFailureTexts[] = {
    {"signature", &Failure::signature}, {"phase", &Failure::phase},   {"node", &Failure::node},
    {"message", &Failure::message},     {"detail", &Failure::detail},
};

template <class Read>
auto reading(Read read) -> Result<decltype(read())> {
    try {
        return read();
    } catch (const Json::exception& error) {
        return fail(Code::Format, "not an account of a compilation: {}", error.what());
    }
}

}  // namespace

Json reportJson(const CompileReport& report, KernelTexts texts) {
    Json phases = Json::object(), passes = Json::array(), kernels = Json::array(), decisions = Json::array();
    for (const PhaseRecord& phase : report.phases) phases[phase.name] = phase.milliseconds;
    for (const PassRecord& pass : report.passes) passes.push_back(passFacts(pass));
    for (const KernelRecord& kernel : report.kernels) kernels.push_back(kernelJson(kernel, texts));
    for (const Decision& decision : report.decisions)
        decisions.push_back({{"rule", decision.rule}, {"nodes", decision.nodes}, {"accepted", decision.accepted},
                             {"reason", decision.reason}});
    return {{"ok", true},         {"compile_ms", report.milliseconds}, {"phases_ms", phases},
            {"cpu", report.cpu},  {"passes", passes},                  {"kernels", kernels},
            {"choices", choicesJson(report.choices)}, {"decisions", decisions}, {"memory", memoryJson(report.memory)}, {"eager_fallbacks", report.eagerFallbacks}, {"notes", report.notes}};
}

Result<CompileReport> parseReport(const Json& json) {
    return reading([&] {
        CompileReport report;
        json.at("compile_ms").get_to(report.milliseconds);
        json.at("cpu").get_to(report.cpu);
        json.at("eager_fallbacks").get_to(report.eagerFallbacks);
        json.at("notes").get_to(report.notes);
        for (const auto& [name, milliseconds] : json.at("phases_ms").items()) report.phases.push_back({name, milliseconds.get<double>()});
        for (const Json& one : json.at("passes")) report.passes.push_back(passFrom(one));
        for (const Json& one : json.at("kernels")) report.kernels.push_back(kernelFrom(one));
        for (const Json& one : json.at("decisions"))
            report.decisions.push_back({.rule = one.at("rule").get<std::string>(), .nodes = one.at("nodes").get<std::vector<std::string>>(),
                                        .accepted = one.at("accepted").get<bool>(), .reason = one.at("reason").get<std::string>()});
        report.choices = choicesFrom(json.at("choices"));
        report.memory = memoryFrom(json.at("memory"));
        return report;
    });
}

Json failureJson(const Failure& failure) {
    Json json{{"kind", failureKindName(failure.kind)}};
    for (const FailureText& text : kFailureTexts) json[text.key] = failure.*text.member;
    return json;
}

Result<Failure> parseFailure(const Json& json) {
    try {
        const auto kind = parseFailureKind(json.at("kind").get<std::string>());
        if (!kind) return fail(Code::Format, "'{}' is no kind of failure", json["kind"].get<std::string>());
        Failure out{.kind = *kind, .signature = {}, .phase = {}, .node = {}, .message = {}, .detail = {}};
        for (const FailureText& text : kFailureTexts) out.*text.member = json.at(text.key).get<std::string>();
        return out;
    } catch (const Json::exception& error) {
        return fail(Code::Format, "not an account of a failure: {}", error.what());
    }
}

Json passJson(const PassRecord& pass) {
    Json json = passFacts(pass);
    if (pass.after && !pass.rewrites.empty()) json["after"] = printGraph(*pass.after, findSchema);
    return json;
}

Result<PassRecord> parsePass(const Json& json, const GraphRef& before, const std::function<void(Graph&)>& complete) {
    WHITTLE_TRY(PassRecord pass, reading([&] { return passFrom(json); }));
    if (pass.skipped) return pass;
    pass.after = before;
    if (!json.contains("after")) return pass;
    WHITTLE_TRY(const std::string* const text, reading([&] { return &json.at("after").get_ref<const std::string&>(); }));  // as long as the graph: not copied
    WHITTLE_TRY(Graph after, parseGraph(*text, findSchema).context("reading the graph after pass {}", pass.name));
    if (complete) complete(after);
    pass.after = std::make_shared<const Graph>(std::move(after));
    return pass;
}

Json roofJson(const MachineRoof& roof) {
    Json caches = Json::array();
    for (const CacheRoof& cache : roof.caches) caches.push_back({{"level", cache.level}, {"bytes", cache.bytes}, {"triad", cache.triad}});
    return {{"fma_f32", roof.fmaF32}, {"fma_bf16", roof.fmaBf16}, {"triad", roof.triad}, {"triad_nt", roof.triadNt}, {"isa", roof.isa}, {"caches", caches}, {"threads", roof.threads}};
}

Result<MachineRoof> parseRoof(const Json& json) {
    return reading([&] {
        MachineRoof roof{.fmaF32 = json.at("fma_f32").get<double>(), .fmaBf16 = json.at("fma_bf16").get<double>(), .triad = json.at("triad").get<double>(),
                         .triadNt = json.at("triad_nt").get<double>(), .isa = json.at("isa").get<std::string>(), .threads = json.at("threads").get<int>()};
        for (const Json& one : json.at("caches"))
            roof.caches.push_back({.level = one.at("level").get<int>(), .bytes = one.at("bytes").get<std::uint64_t>(), .triad = one.at("triad").get<double>()});
        return roof;
    });
}

Json profileJson(const RunProfile& profile) {
    Json work = Json::array(), refusals = Json::array();
    for (const StepWork& one : profile.kernelWork) work.push_back({one.bytesRead, one.bytesWritten, one.flops});
    for (const RunRefusal& one : profile.refusals) refusals.push_back({{"kernel", one.kernel}, {"node", one.node}, {"reason", one.reason}});
    return {{"ms", profile.milliseconds}, {"kernel_ms", profile.kernelMs}, {"kernel_work", work}, {"refusals", refusals}, {"notes", profile.notes}};
}

Result<RunProfile> parseProfile(const Json& json) {
    return reading([&] {
        RunProfile profile{.milliseconds = json.at("ms").get<double>(), .kernelMs = json.at("kernel_ms").get<std::vector<double>>(), .kernelWork = {},
                           .refusals = {}, .notes = json.at("notes").get<std::vector<std::string>>()};
        for (const Json& one : json.at("kernel_work"))
            profile.kernelWork.push_back({.bytesRead = one.at(0).get<double>(), .bytesWritten = one.at(1).get<double>(), .flops = one.at(2).get<double>()});
        for (const Json& one : json.at("refusals"))
            profile.refusals.push_back({.kernel = one.at("kernel").get<std::size_t>(), .node = one.at("node").get<std::string>(), .reason = one.at("reason").get<std::string>()});
        return profile;
    });
}

}  // namespace whittle

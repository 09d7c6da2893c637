#include "engine/runtime/worker_protocol.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/codegen/object_cache.h"
#include "engine/formats/recorded_layout.h"
#include "engine/formats/safetensors.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "engine/runtime/report_json.h"
#include "engine/runtime/tuning_store.h"
#include "engine/runtime/whereabouts.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

// A child's words may hold any bytes; JSON wants UTF-8.
std::string toText(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// A tensor section that starts on a cache line keeps the tensors in it aligned for vector loads.
constexpr std::uint64_t kTensorAlignment = 64;
std::uint64_t alignedUp(std::uint64_t size) { return (size + kTensorAlignment - 1) / kTensorAlignment * kTensorAlignment; }

std::string systemError() { return std::strerror(errno); }

Result<void> writeAt(int fd, std::string_view bytes, std::uint64_t offset) {
    while (!bytes.empty()) {
        const ssize_t n = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return fail(Code::Io, "cannot fill the worker's memory file: {}", systemError());
        bytes.remove_prefix(static_cast<std::size_t>(n));
        offset += static_cast<std::uint64_t>(n);
    }
    return {};
}

std::string injectionsText(const std::vector<Injection>& injections) {
    std::string text;
    for (const Injection& one : injections) text += (text.empty() ? "" : ",") + one.text();
    return text;
}

Json errorJson(const Error& error) {
    return {{"code", static_cast<int>(error.code)}, {"message", error.message}, {"context", error.context}};
}

// As answerFrom().
Error errorFrom(const Json& json) {
    const int code = json.at("code").get<int>();
    const bool known = code >= 0 && code <= static_cast<int>(Code::Internal);
    return Error{known ? static_cast<Code>(code) : Code::Internal, json.at("message").get<std::string>(),
                 json.at("context").get<std::vector<std::string>>()};
}

// Numbers by their bits: JSON has no NaN.
Json tracedJson(const TracedValue& value) {
    Json json{{"name", value.name}};
    if (value.isTensor) {
        json.update({{"dtype", dtypeName(value.dtype)}, {"sizes", value.sizes}, {"strides", value.strides},
                     {"offset", value.offset}, {"at", value.at}, {"bytes", value.bytes}});
    } else if (const auto* integer = std::get_if<std::int64_t>(&value.number)) {
        json["int"] = *integer;
    } else if (const auto* real = std::get_if<double>(&value.number)) {
        json["float"] = std::bit_cast<std::uint64_t>(*real);
    } else if (const auto* flag = std::get_if<bool>(&value.number)) {
        json["bool"] = *flag;
    }
    return json;
}

// As answerFrom().
TracedValue tracedFrom(const Json& json) {
    TracedValue value{.name = json.at("name").get<std::string>()};
    if (json.contains("int")) value.number = json["int"].get<std::int64_t>();
    if (json.contains("float")) value.number = std::bit_cast<double>(json["float"].get<std::uint64_t>());
    if (json.contains("bool")) value.number = json["bool"].get<bool>();
    if (!json.contains("dtype")) return value;
    value.isTensor = true;
    value.dtype = parseDType(json["dtype"].get<std::string>()).value_or(DType::F32);
    value.sizes = json.at("sizes").get<Sizes>();
    value.strides = json.at("strides").get<Sizes>();
    value.offset = json.at("offset").get<Index>();
    value.at = json.at("at").get<std::uint64_t>();
    value.bytes = json.at("bytes").get<std::uint64_t>();
    return value;
}

Json answerJson(const WorkerAnswer& answer) {
    Json json{{"compile_ms", answer.compileMs}, {"run_ms", answer.runMs}, {"notes", answer.notes}, {"cut_short", answer.cutShort}};
    if (answer.failure) json["failure"] = failureJson(*answer.failure);
    if (answer.invalid) json["invalid"] = errorJson(*answer.invalid);
    if (answer.eagerRaised) json["eager_raised"] = errorJson(*answer.eagerRaised);
    if (answer.wrongFrom) json["wrong_from"] = {{"node", answer.wrongFrom->node}, {"kernel", answer.wrongFrom->kernel}};
    return json;
}

// Throws Json::exception on a wrong shape; the callers turn that into an Error.
Result<WorkerAnswer> answerFrom(const Json& json) {
    WorkerAnswer answer;
    answer.compileMs = json.at("compile_ms").get<double>();
    answer.runMs = json.at("run_ms").get<double>();
    answer.notes = json.at("notes").get<std::vector<std::string>>();
    answer.cutShort = json.at("cut_short").get<bool>();
    if (json.contains("failure")) {
        WHITTLE_TRY(answer.failure, parseFailure(json["failure"]));
    }
    if (json.contains("invalid")) answer.invalid = errorFrom(json["invalid"]);
    if (json.contains("eager_raised")) answer.eagerRaised = errorFrom(json["eager_raised"]);
    if (json.contains("wrong_from"))
        answer.wrongFrom = WrongSite{.node = json["wrong_from"].at("node").get<std::string>(), .kernel = json["wrong_from"].at("kernel").get<std::vector<std::string>>()};
    return answer;
}

// All but the store, which the worker opens itself, and the progress, which nobody there would see.
Json choicesJson(const ChoiceOptions& choices) {
    Json forced = Json::array();
    for (const ForcedChoice& one : choices.forced) forced.push_back({{"site", one.site}, {"candidate", one.candidate}});
    Json json{{"forced", forced}, {"may_lack_sites", choices.mayLackSites}, {"without_libraries", choices.withoutLibraries}, {"measure", choices.measure}, {"seconds", choices.seconds}};
    if (choices.store) json["store"] = choices.store->folder().string();
    return json;
}

ChoiceOptions choicesFrom(const Json& json) {
    ChoiceOptions out;
    for (const Json& one : json.at("forced")) out.forced.push_back({.site = one.at("site").get<std::string>(), .candidate = one.at("candidate").get<std::string>()});
    out.mayLackSites = json.at("may_lack_sites").get<bool>();
    out.withoutLibraries = json.at("without_libraries").get<std::vector<std::string>>();
    out.measure = json.at("measure").get<bool>();
    out.seconds = json.at("seconds").get<double>();
    return out;
}

Json wantedJson(const WantedValue& wanted) {
    Json ranges = Json::array();
    for (const AxisRange& range : wanted.ranges) ranges.push_back({range.first, range.count});
    return {{"name", wanted.name}, {"apart", wanted.apart}, {"ranges", std::move(ranges)}};
}

WantedValue wantedFrom(const Json& json) {
    WantedValue out{.name = json.at("name").get<std::string>(), .apart = json.at("apart").get<bool>(), .ranges = {}};
    for (const Json& range : json.at("ranges")) out.ranges.push_back({.first = range.at(0).get<Index>(), .count = range.at(1).get<Index>()});
    return out;
}

UnpackedJob jobFrom(const Json& json) {
    UnpackedJob out;
    out.memoryBytes = json.at("memory_bytes").get<std::uint64_t>();
    out.time = std::chrono::milliseconds(json.at("time_ms").get<std::int64_t>());
    CompileOptions& compile = out.job.compile;
    compile.skipPasses = json.at("skip_passes").get<std::vector<std::string>>();
    compile.passLimit = json.at("pass_limit").get<int>();
    compile.fuse = json.at("fuse").get<bool>();
    compile.apart = json.at("apart").get<std::vector<std::string>>();
    compile.isa = static_cast<VectorIsa>(json.at("isa").get<int>());
    compile.seed = json.at("seed").get<std::uint64_t>();
    compile.threads = json.at("threads").get<int>();
    compile.choices = choicesFrom(json.at("choices"));
    if (json["choices"].contains("store")) out.tuningStore = json["choices"]["store"].get<std::string>();
    if (json.contains("cache")) out.cache = {json.at("cache").get<std::string>(), json.at("cache_bytes").get<std::uint64_t>()};
    out.kind = static_cast<JobKind>(json.at("job").get<int>());
    out.job.eager = static_cast<EagerRun>(json.at("eager").get<int>());
    out.job.threads = json.at("run_threads").get<int>();
    out.job.eagerLibraries = json.at("eager_libraries").get<bool>();
    out.job.disturbedRuns = json.at("disturbed_runs").get<int>();
    out.job.measuredRuns = json.at("measured_runs").get<int>();
    out.job.keptBytes = json.at("kept_bytes").get<std::uint64_t>();
    if (json.contains("wanted")) out.job.wanted = wantedFrom(json["wanted"]);
    if (json.contains("rtol"))
        out.job.tolerance = Tolerance{.rtol = json.at("rtol").get<double>(), .atol = json.at("atol").get<double>()};
    return out;
}

}  // namespace

bool saysOutOfMemory(std::string_view text) {
    constexpr std::array<std::string_view, 4> kSigns{"std::bad_alloc", "std::length_error", "out of memory",
                                                     "Cannot allocate memory"};
    return std::ranges::any_of(kSigns, [&](std::string_view sign) { return text.find(sign) != std::string_view::npos; });
}

Result<PackedJob> packJob(const WorkerJob& job, const WorkerLimits& limits, JobKind kind) {
    const std::string text = printGraph(job.graph, findSchema);
    NamedTensors named;
    for (const GraphInput& input : job.graph.inputs())
        if (const Tensor* tensor = asTensor(input.data); tensor && tensor->defined())
            named.emplace_back(job.graph.value(input.value).name, *tensor);
    const std::string tensors = safetensorsBytes(named);

    PackedJob packed{.frame = {}, .payload = OwnedFd(::memfd_create("whittle-job", MFD_CLOEXEC))};
    if (packed.payload.get() < 0) return fail(Code::Io, "cannot make the worker's memory file: {}", systemError());
    WHITTLE_TRY_VOID(writeAt(packed.payload.get(), text, kWhereaboutsBytes));
    WHITTLE_TRY_VOID(writeAt(packed.payload.get(), tensors, kWhereaboutsBytes + alignedUp(text.size())));

    Json json{{"text_bytes", text.size()},
              {"memory_bytes", limits.memoryBytes},
              {"time_ms", limits.time.count()},
              {"skip_passes", job.compile.skipPasses},
              {"pass_limit", job.compile.passLimit},
              {"fuse", job.compile.fuse},
              {"apart", job.compile.apart},
              {"isa", static_cast<int>(job.compile.isa)},
              {"seed", job.compile.seed},
              {"threads", job.compile.threads},
              {"choices", choicesJson(job.compile.choices)},
              {"inject", injectionsText(job.compile.inject)},
              {"job", static_cast<int>(kind)},
              {"eager", static_cast<int>(job.eager)},
              {"run_threads", job.threads},
              {"eager_libraries", job.eagerLibraries},
              {"disturbed_runs", job.disturbedRuns},
              {"measured_runs", job.measuredRuns},
              {"kept_bytes", job.keptBytes}};
    if (job.wanted) json["wanted"] = wantedJson(*job.wanted);
    if (const auto& cache = job.compile.cache) {
        json["cache"] = cache->folder().string();
        json["cache_bytes"] = cache->maxBytes();
    }
    if (job.tolerance) {
        json["rtol"] = job.tolerance->rtol;
        json["atol"] = job.tolerance->atol;
    }
    packed.frame = toText(json);
    return packed;
}

Result<UnpackedJob> unpackJob(const std::string& frame, OwnedFd payload) {
    const Json json = Json::parse(frame, nullptr, false);
    UnpackedJob out;
    std::uint64_t textBytes = 0;
    std::string inject;
    try {
        out = jobFrom(json);
        textBytes = json.at("text_bytes").get<std::uint64_t>();
        inject = json.at("inject").get<std::string>();
    } catch (const Json::exception& error) {
        return fail(Code::Format, "not a job: {}", error.what());
    }
    WHITTLE_TRY(out.job.compile.inject, parseInjections(inject));
    WHITTLE_TRY(const std::shared_ptr<const MappedPayload> mapping, MappedPayload::map(payload.get()));
    const std::uint64_t tensorsAt = kWhereaboutsBytes + alignedUp(textBytes);
    if (textBytes > mapping->bytes().size() || tensorsAt > mapping->bytes().size())
        return fail(Code::Format, "the job's data ends before its graph does");
    const std::string_view text(reinterpret_cast<const char*>(mapping->bytes().data()) + kWhereaboutsBytes, textBytes);
    WHITTLE_TRY(out.job.graph, parseGraph(text, findSchema));
    WHITTLE_TRY(const auto tensors, parseSafetensors(mapping->bytes().subspan(tensorsAt), mapping));
    for (const auto& [name, tensor] : tensors) {
        const std::optional<ValueId> value = out.job.graph.findValue(name);
        if (!value) return fail(Code::Format, "the job has data for %{}, which its graph does not have", name);
        const TensorType* type = asTensorType(out.job.graph.type(*value));
        out.job.graph.setInputData(*value, type ? inRecordedLayout(tensor, *type) : tensor);
    }
    out.payload = mapping;
    out.payloadFd = std::move(payload);
    return out;
}

Result<LeftText> leaveText(int payload, std::string what, std::string_view text) {
    struct stat info {};
    if (::fstat(payload, &info) != 0) return fail(Code::Io, "the job came without its data: {}", systemError());
    LeftText left{std::move(what), static_cast<std::uint64_t>(info.st_size), text.size()};
    WHITTLE_TRY_VOID(writeAt(payload, text, left.at));
    return left;
}

Result<std::string> readText(int payload, const LeftText& left) {
    WHITTLE_TRY(const auto mapped, MappedPayload::map(payload));
    const std::span<const std::byte> bytes = mapped->bytes();
    if (left.at > bytes.size() || left.bytes > bytes.size() - left.at) return fail(Code::Format, "the worker's {} lies outside of its memory file", left.what);
    return std::string(reinterpret_cast<const char*>(bytes.data()) + left.at, left.bytes);
}

std::string messageFrame(const WorkerMessage& message) {
    Json json{{"phase", message.phase}};
    if (!message.version.empty()) json["version"] = message.version;
    if (message.answer) json["answer"] = answerJson(*message.answer);
    if (message.traced) json["traced"] = tracedJson(*message.traced);
    if (message.left) json["left"] = {{"what", message.left->what}, {"at", message.left->at}, {"bytes", message.left->bytes}};
    if (message.eagerRaised) json["eager_raised"] = errorJson(*message.eagerRaised);
    return toText(json);
}

Result<WorkerMessage> parseMessage(const std::string& frame) {
    const Json json = Json::parse(frame, nullptr, false);
    try {
        WorkerMessage message;
        message.phase = json.at("phase").get<std::string>();
        message.version = json.value("version", "");
        if (json.contains("answer")) {
            WHITTLE_TRY(message.answer, answerFrom(json["answer"]));
        }
        if (json.contains("traced")) message.traced = tracedFrom(json["traced"]);
        if (json.contains("left"))
            message.left = LeftText{json["left"].at("what").get<std::string>(), json["left"].at("at").get<std::uint64_t>(), json["left"].at("bytes").get<std::uint64_t>()};
        if (json.contains("eager_raised")) message.eagerRaised = errorFrom(json["eager_raised"]);
        return message;
    } catch (const Json::exception&) {
        return fail(Code::Format, "not a message of the worker");
    }
}

}  // namespace whittle

// The worker's side: one job after the other, each announced phase by phase before it may kill us.
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <new>
#include <stdexcept>
#include <thread>

#include <omp.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "engine/base/memory_limit.h"
#include "engine/base/version.h"
#include "engine/codegen/code_makers.h"
#include "engine/codegen/object_cache.h"
#include "engine/eager/interpreter.h"
#include "engine/kernels/eager_kernels.h"
#include "engine/runtime/input_watch.h"
#include "engine/runtime/judge.h"
#include "engine/runtime/kernel_nodes.h"
#include "engine/runtime/parallel_run.h"
#include "engine/runtime/report_json.h"
#include "engine/runtime/rounding_noise.h"
#include "engine/runtime/study.h"
#include "engine/runtime/trace_json.h"
#include "engine/runtime/tuning_store.h"
#include "engine/runtime/value_comparison.h"
#include "engine/runtime/where_wrong.h"
#include "engine/runtime/whereabouts.h"
#include "engine/runtime/worker_protocol.h"

namespace whittle {
namespace {

// A thread that compiles takes 8 MB of stack and up to 64 MB that its allocator sets aside: a job with less is compiled on one.
constexpr std::uint64_t kMemoryForThreads = 512ull << 20;

constexpr std::size_t kMaxText = 16384;  // of a message or detail: a compiler's dump must not fill a frame

std::string clipped(std::string text) {
    if (text.size() > kMaxText) text.resize(kMaxText);
    return text;
}

// A parent that goes away, however it does, takes a hanging job with it: the socket closes with the
// process, and this thread is all that looks at it while compiled code runs.
void dieWithParent(int channel) {
    std::thread([channel] {
        pollfd hangUp{channel, 0, 0};
        while (::poll(&hangUp, 1, -1) < 0 && errno == EINTR) {
        }
        if (::getpgrp() == ::getpid()) ::kill(0, SIGKILL);
        ::_exit(0);
    }).detach();
}

// "... node 'relu_3' ..." in an error or its contexts, innermost first: where the search looks first.
std::string namedNode(const Error& error) {
    constexpr std::string_view kMark = "node '";
    const auto find = [&](const std::string& text) -> std::string {
        const std::size_t start = text.find(kMark);
        if (start == std::string::npos) return {};
        const std::size_t end = text.find('\'', start + kMark.size());
        return end == std::string::npos ? std::string() : text.substr(start + kMark.size(), end - start - kMark.size());
    };
    std::string name = find(error.message);
    for (std::size_t i = 0; name.empty() && i < error.context.size(); ++i) name = find(error.context[i]);
    return name;
}

Error clipped(Error error) {
    error.message = clipped(std::move(error.message));
    return error;
}

// What an operator says about its operands. The rest is about us: a kernel that we lack, data that is not there, limits.
bool isRaised(Code code) { return code == Code::Type || code == Code::Shape || code == Code::Argument || code == Code::Run; }

class Job {
public:
    Job(const UnpackedJob& unpacked, int channel)
        : m_job(unpacked.job), m_time(unpacked.time), m_channel(channel), m_where(unpacked.payloadFd.get()) {}

    WorkerAnswer run(const UnpackedJob& job) {
        try {
            const MemoryLimit limit(job.memoryBytes);
            switch (job.kind) {
                case JobKind::Trace: trace(job); break;
                case JobKind::Locate: locate(); break;
                case JobKind::Study: study(job.payloadFd.get()); break;
                case JobKind::CompareValues: compareAll(job); break;
                case JobKind::Fetch: fetch(job); break;
                case JobKind::Judge: work(); break;
            }
        } catch (const std::bad_alloc&) {
            outOfMemory();
        } catch (const std::length_error&) {  // a size no vector can have: the request, not the limit, was absurd
            outOfMemory();
        } catch (const std::exception& error) {
            fails(m_phase == "compile" ? FailureKind::CompileError : FailureKind::RunError,
                  Error{Code::Internal, fmt::format("unexpected exception: {}", error.what()), {}});
        }
        return std::move(m_answer);
    }

private:
    using Clock = std::chrono::steady_clock;
    static double since(Clock::time_point start) {
        return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    }

    void enter(std::string_view phase) {
        m_phase = phase;
        // A parent that is gone is dieWithParent's business.
        (void)sendFrame(m_channel, messageFrame({.phase = m_phase, .eagerRaised = m_answer.eagerRaised}));
    }

    void trace(const UnpackedJob& job) {
        enter("eager");
        const auto send = [this](const TracedValue& value) { return sendFrame(m_channel, messageFrame({.phase = m_phase, .traced = value})); };
        Result<void> run = traceEager(m_job, job.payload, job.payloadFd.get(), send);
        if (!run) invalid(std::move(run).error());
    }

    void locate() {
        enter("eager");  // whatever ends it says nothing of the compiler that the judge has not said
        Result<std::optional<WrongSite>> site = whereWrong(m_job);
        if (site) m_answer.wrongFrom = *std::move(site);
        else invalid(std::move(site).error());
    }

    // What follows a pass may kill us: each is told of when it has ended.
    void study(int payload) {
        const auto leave = [&](const char* what, const nlohmann::ordered_json& json) {
            const Result<LeftText> left = leaveText(payload, what, json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
            if (left) (void)sendFrame(m_channel, messageFrame({.phase = m_phase, .left = *left}));
            else invalid(left.error());
        };
        enter("compile");
        CompileOptions told = m_job.compile;
        told.keepArtefacts = true;
        told.entering = [this](std::string_view part) { sayPart(part); };
        told.passed = [&](const PassRecord& pass) { leave("pass", passJson(pass)); };
        const auto executable = compile(m_job.graph, told);
        if (!executable) return fails(FailureKind::CompileError, executable.error());
        leave("report", reportJson((*executable)->report(), KernelTexts::Keep));
        m_where.forget();
        if (m_job.measuredRuns == 0) return;
        enter("run");
        const Result<RunProfile> profile = measureRuns(**executable, m_job.measuredRuns, {.entering = sayKernel((*executable)->report())});
        m_where.forget();
        if (!profile) return fails(FailureKind::RunError, profile.error());
        leave("profile", profileJson(*profile));
        const Result<RunTrace> trace = recordRun(**executable, {}, {.entering = sayKernel((*executable)->report())});
        m_where.forget();
        if (!trace) return fails(FailureKind::RunError, trace.error());
        leave("trace", runTraceJson(*trace));
        enter("roof");
        try {
            leave("roof", roofJson(measureRoof(omp_get_max_threads(), RoofCare::Quick)));
        } catch (const std::exception&) {  // neither threads nor memory left: what was measured stands without
        }
    }

    ComparisonHooks hooks(const UnpackedJob& job) {
        const auto running = [this](const CompileReport& report) { return sayKernel(report); };
        const auto tell = [this, payload = job.payloadFd.get()](const ComparisonNews& news) { return leave(payload, "values", newsJson(news)); };
        return {.enter = [this](std::string_view phase) { enter(phase); }, .compiling = [this](std::string_view part) { sayPart(part); }, .running = running,
                .left = [this] { m_where.forget(); }, .tell = tell, .keep = [payload = job.payloadFd.get()](const Tensor& tensor) { return keepTensor(payload, tensor); }};
    }

    void compareAll(const UnpackedJob& job) {
        const Result<std::vector<std::string>> notes = compareValues(m_job, job.memoryBytes, hooks(job));
        if (!notes) return endsWith(notes.error());
        if (const Result<void> left = leave(job.payloadFd.get(), "notes", *notes); !left) invalid(left.error());
    }

    void fetch(const UnpackedJob& job) {
        const Result<ThreeTensors> found = fetchValue(m_job, job.memoryBytes, hooks(job));
        if (!found) return endsWith(found.error());
        for (const auto& [name, tensor] : {std::pair("compiled", found->compiled), std::pair("eager", found->eager), std::pair("float64", found->exact)}) {
            const Result<std::uint64_t> at = keepTensor(job.payloadFd.get(), tensor);
            if (!at) return invalid(at.error());
            const TracedValue value{.name = name, .number = {}, .dtype = tensor.dtype(), .sizes = tensor.sizes(), .strides = contiguousStrides(tensor.sizes()),
                                    .at = *at, .bytes = tensor.byteSize(), .isTensor = true};
            (void)sendFrame(m_channel, messageFrame({.phase = m_phase, .traced = value}));
        }
    }

    // An error of the compiler or of what it made is a failure; one of our own runs, or of what was asked for, is not.
    void endsWith(const Error& error) {
        const bool isAsked = error.code == Code::NotFound || error.code == Code::Argument || error.code == Code::Limit;
        if (m_phase == "compile" && error.code != Code::NotFound) fails(FailureKind::CompileError, error);
        else if (m_phase == "run" && !isAsked) fails(FailureKind::RunError, error);
        else invalid(error);
    }

    Result<void> leave(int payload, const char* what, const nlohmann::ordered_json& json) {
        WHITTLE_TRY(const LeftText left, leaveText(payload, what, json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)));
        return sendFrame(m_channel, messageFrame({.phase = m_phase, .left = left}));
    }

    // Where its elements begin, row-major. The parent maps the file: they have to lie as the elements' own type wants it.
    static Result<std::uint64_t> keepTensor(int payload, const Tensor& tensor) {
        constexpr std::size_t kAlignment = 64;
        const Tensor dense = tensor.contiguous();
        const auto* bytes = reinterpret_cast<const char*>(dense.data<std::byte>());
        WHITTLE_TRY(const LeftText end, leaveText(payload, "kept", {}));
        const std::size_t gap = (kAlignment - end.at % kAlignment) % kAlignment;
        std::string text(gap, '\0');
        if (dense.byteSize() > 0) text.append(bytes, dense.byteSize());
        WHITTLE_TRY(const LeftText left, leaveText(payload, "kept", text));
        return left.at + gap;
    }

    void sayPart(std::string_view part) { m_where.say(part.starts_with("pass:") ? fmt::format("pass {}", part.substr(5)) : std::string(part), {}); }

    std::function<void(std::size_t)> sayKernel(const CompileReport& report) {
        return [this, kernels = kernelNodes(m_job.graph, report)](std::size_t kernel) { m_where.say("kernel " + kernels[kernel].name, kernels[kernel].nodes); };
    }

    void work() {
        std::vector<Datum> eager;
        if (m_job.eager != EagerRun::Skipped) {
            enter("eager");
            EagerKernels kernels(m_job.compile.cache);
            InterpretOptions options;
            if (m_job.eagerLibraries) options.kernels = &kernels;
            options.seed = m_job.compile.seed;
            auto run = interpret(m_job.graph, {}, options);
            if (run) eager = std::move(run->outputs);
            else if (m_job.eager == EagerRun::MayRaise && isRaised(run.error().code)) m_answer.eagerRaised = clipped(std::move(run).error());
            else return invalid(std::move(run).error());
        }
        enter("compile");
        const auto compileStart = Clock::now();
        CompileOptions told = m_job.compile;
        told.entering = [this](std::string_view part) { sayPart(part); };
        const auto executable = compile(m_job.graph, told);
        m_answer.compileMs = since(compileStart);
        if (!executable) return refuses(FailureKind::CompileError, executable.error());
        m_answer.notes = (*executable)->report().notes;

        m_where.forget();
        enter("run");
        const InputWatch inputs(m_job.graph);
        const auto runStart = Clock::now();
        const auto outputs = (*executable)->runWith({}, {.entering = sayKernel((*executable)->report())});
        m_answer.runMs = since(runStart);
        m_where.forget();
        if (!outputs) return refuses(FailureKind::RunError, outputs.error());
        if (m_answer.eagerRaised) return raisesOnlyInEager(*m_answer.eagerRaised);
        if (const auto changed = inputs.changed()) return changesInput(*changed);
        if (m_job.eager == EagerRun::Skipped) return;

        enter("compare");
        const auto reference = [this]() -> Result<std::vector<Datum>> {
            enter("reference");
            InterpretOptions options;
            options.precision = Precision::Float64;
            options.seed = m_job.compile.seed;
            const auto start = Clock::now();
            WHITTLE_TRY(InterpretResult exact, interpret(m_job.graph, {}, options));
            m_slowest = std::max(m_slowest, since(start));
            enter("compare");
            return std::move(exact.outputs);
        };
        const std::vector<std::string> names = outputNames();
        Judgement judgement{.compiled = *outputs, .eager = eager, .reference = reference, .names = names, .tolerance = m_job.tolerance};
        if (m_job.disturbedRuns > 0) judgement.disturbed = [this] { return disturbed(); };
        auto verdict = judgeOutputs(judgement);
        if (!verdict) return invalid(std::move(verdict).error());
        m_answer.failure = *std::move(verdict);
    }

    // A few at a time: most of what roundings explain, the first ones do. None that the time limit would probably cut off: a graph
    // too slow for them is judged without.
    Result<std::vector<std::vector<Datum>>> disturbed() {
        constexpr std::size_t kAtATime = 4;
        constexpr double kRoom = 2;
        const bool isMore = m_disturbedRuns < m_job.disturbedRuns;
        if (isMore && since(m_start) + kRoom * kAtATime * m_slowest > m_time.count()) {
            m_answer.cutShort = true;
            m_answer.notes.push_back("a wrong result was not held against runs with other roundings: they would not have ended within the time limit");
            return std::vector<std::vector<Datum>>();
        }
        enter("reference");
        std::vector<std::vector<Datum>> runs;
        for (; m_disturbedRuns < m_job.disturbedRuns && runs.size() < kAtATime; ++m_disturbedRuns) {
            RoundingNoise noise = RoundingNoise::ofRun(m_disturbedRuns);
            InterpretOptions options;
            options.kernels = &noise;
            options.seed = m_job.compile.seed;
            const auto start = Clock::now();
            Result<InterpretResult> run = interpret(m_job.graph, {}, options);
            m_slowest = std::max(m_slowest, since(start));
            if (run) runs.push_back(std::move(run->outputs));  // a rounding may lead out of a range: such a run excuses nothing
            else if (run.error().code == Code::Cancelled) return std::unexpected(std::move(run).error());
        }
        enter("compare");
        return runs;
    }

    void changesInput(const std::string& name) {
        m_answer.failure = Failure{.kind = FailureKind::WrongResult, .signature = "changed input", .phase = "compare", .node = {},
                                   .message = fmt::format("the compiled run changed input '{}'", name), .detail = {}};
    }

    // A result that is written to an input or a weight is told by that: its name in the file says more than its number.
    std::vector<std::string> outputNames() const {
        std::vector<std::string> out;
        for (const GraphOutput& output : m_job.graph.outputs()) {
            const std::string number = fmt::format("output {}", out.size());
            if (output.kind == OutputKind::User) out.push_back(number);
            else out.push_back(fmt::format("what is written to {} '{}' ({})", output.kind == OutputKind::BufferMutation ? "buffer" : "input", output.target, number));
        }
        return out;
    }

    void invalid(Error error) { m_answer.invalid = clipped(std::move(error)); }

    // A graph that eager refuses may be refused, when it is compiled or when it runs; memory is another matter.
    void refuses(FailureKind kind, const Error& error) {
        if (!m_answer.eagerRaised || saysOutOfMemory(error.message)) fails(kind, error);
    }

    void raisesOnlyInEager(const Error& raised) {
        const std::string first = raised.message.substr(0, raised.message.find('\n'));
        m_answer.failure = Failure{.kind = FailureKind::WrongResult,
                                   .signature = fmt::format("eager raises {}, compiled does not", normaliseSignature(first)),
                                   .phase = "compare",
                                   .node = namedNode(raised),
                                   .message = fmt::format("eager raises '{}', compiled does not", first),
                                   .detail = clipped(raised.describe())};
    }

    void fails(FailureKind kind, const Error& error) {
        // The compiler's outermost context is its own phase: "lower", "codegen", "pass:NAME".
        const bool named = !error.context.empty() && error.context.back().find(' ') == std::string::npos;
        std::string detail;
        for (const std::string& line : error.context) detail += (detail.empty() ? "while " : "\nwhile ") + line;
        if (saysOutOfMemory(error.message)) return outOfMemory();
        const std::string first = error.message.substr(0, error.message.find('\n'));
        if (first.size() < error.message.size()) detail += (detail.empty() ? "" : "\n") + error.message.substr(first.size() + 1);
        m_answer.failure = Failure{.kind = kind,
                                   .signature = clipped(normaliseSignature(first)),
                                   .phase = named ? error.context.back() : m_phase,
                                   .node = namedNode(error),
                                   .message = clipped(first),
                                   .detail = clipped(std::move(detail))};
    }

    void outOfMemory() {
        const std::string what = fmt::format("out of memory in {}", m_phase);
        if (m_phase == "eager" || m_phase == "reference")
            return invalid(Error{Code::Limit, what + "; raise the memory limit", {}});
        m_answer.failure = Failure{.kind = FailureKind::OutOfMemory, .signature = what, .phase = m_phase, .message = what};
    }

    const WorkerJob& m_job;
    std::chrono::duration<double, std::milli> m_time;  // that all of it may take
    Clock::time_point m_start = Clock::now();
    double m_slowest = 0;  // of the runs that judge, in milliseconds
    int m_channel;
    WhereaboutsWriter m_where;
    std::string m_phase = "read";
    int m_disturbedRuns = 0;  // tried so far
    WorkerAnswer m_answer;
};

// These stay from job to job: a cache knows how full its folder is, a store what it has read, code generators the CPU.
struct Kept {
    std::shared_ptr<ObjectCache> cache;
    std::shared_ptr<CodeMakers> makers = std::make_shared<CodeMakers>();
    std::shared_ptr<TuningStore> tuning;
};

WorkerAnswer answerTo(const std::string& frame, OwnedFd payload, int channel, Kept& kept) {
    Result<UnpackedJob> unpacked = unpackJob(frame, std::move(payload)).context("reading a job");
    if (!unpacked) return {.failure = {}, .invalid = std::move(unpacked).error()};
    const auto& [folder, bytes] = unpacked->cache;
    std::shared_ptr<ObjectCache>& cache = kept.cache;
    if (folder.empty()) cache.reset();
    else if (!cache || cache->folder() != folder || cache->maxBytes() != bytes) cache = std::make_shared<ObjectCache>(folder, bytes);
    unpacked->job.compile.cache = cache;
    unpacked->job.compile.makers = kept.makers;
    if (!unpacked->tuningStore) kept.tuning.reset();
    else if (!kept.tuning || kept.tuning->folder() != *unpacked->tuningStore) kept.tuning = std::make_shared<TuningStore>(*unpacked->tuningStore);
    unpacked->job.compile.choices.store = kept.tuning;
    setKernelThreads(unpacked->job.threads);
    if (unpacked->memoryBytes < kMemoryForThreads) unpacked->job.compile.threads = 1;
    return Job(*unpacked, channel).run(*unpacked);
}

bool isSocket(int fd) {
    int type = 0;
    socklen_t size = sizeof type;
    return ::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0;
}

}  // namespace

int serveWorker(int channel) {
    if (!isSocket(channel)) {
        std::fprintf(stderr, "whittle worker is started by whittle itself; it does nothing on its own\n");
        return 2;
    }
    const rlimit noCore{0, 0};
    ::setrlimit(RLIMIT_CORE, &noCore);
    dieWithParent(channel);
    if (!sendFrame(channel, messageFrame({.phase = "ready", .version = kVersion}))) return 0;
    FrameReader frames;
    Kept kept;
    setKernelThreads(0);  // what all is, before a job says otherwise
    for (;;) {
        const Result<FrameReader::State> state = frames.read(channel);
        if (!state || *state == FrameReader::State::Closed) return state ? 0 : 1;
        while (const auto frame = frames.next()) {
            const WorkerAnswer answer = answerTo(*frame, frames.takeDescriptor(), channel, kept);
            if (!sendFrame(channel, messageFrame({.phase = "ready", .answer = answer}))) return 0;
        }
    }
}

}  // namespace whittle

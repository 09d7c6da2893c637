#include "engine/runtime/worker.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <utility>

#include <fmt/ranges.h>

#include "engine/base/awake_clock.h"
#include "engine/base/process.h"
#include "engine/base/version.h"
#include "engine/runtime/whereabouts.h"
#include "engine/runtime/study.h"
#include "engine/runtime/value_comparison.h"
#include "engine/runtime/worker_protocol.h"

namespace whittle {
namespace {

constexpr std::chrono::milliseconds kStartLimit{30000};  // loading LLVM on a busy machine takes a second or two
constexpr std::chrono::milliseconds kCancelPoll{50};     // how soon a request to stop is seen
constexpr std::chrono::milliseconds kDeathPatience{2000};  // from a closed channel to the end of the process
// Taking all the memory it may have takes a job longer than a short time limit, and is another answer than a hang: a job that
// still grows, window by window, so fast that it would fill its limit within our patience may go on. A slow kernel that
// touches its result as it goes does not.
constexpr std::chrono::milliseconds kGrowthWindow{500};
constexpr std::chrono::milliseconds kGrowthPatience{60000};

// Phases in which Whittle's own reader and reference kernels run: what goes wrong there says nothing
// about the compiler.
constexpr std::array<std::string_view, 4> kOwnPhases{"start", "read", "eager", "reference"};

bool isOwnPhase(std::string_view phase) { return std::ranges::find(kOwnPhases, phase) != kOwnPhases.end(); }

std::string lastLines(const std::string& text) {
    const std::size_t end = text.find_last_not_of(" \n");
    return end == std::string::npos ? std::string() : text.substr(0, end + 1);
}

// What an error does not tell by itself: the last that the process said before its end.
// The message stays as it is: it holds for every graph of this form, whatever its nodes are called.
void tellWhere(Failure& failure, int payload) {
    constexpr std::size_t kNamed = 8;  // in the text; `node` has all
    const bool isSudden = failure.kind == FailureKind::Crash || failure.kind == FailureKind::Hang || failure.kind == FailureKind::OutOfMemory;
    if (!isSudden || !failure.node.empty() || (failure.phase != "compile" && failure.phase != "run")) return;
    const std::optional<Whereabouts> where = readWhereabouts(payload);
    if (!where) return;
    const std::size_t shown = std::min(kNamed, where->nodes.size());
    const std::string nodes = where->nodes.empty() ? std::string()
                                                   : fmt::format(" (node{} {}{})", where->nodes.size() == 1 ? "" : "s",
                                                                 fmt::join(where->nodes.begin(), where->nodes.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
                                                                 shown < where->nodes.size() ? fmt::format(" and {} more", where->nodes.size() - shown) : "");
    failure.detail = fmt::format("in {}{}{}{}", where->part, nodes, failure.detail.empty() ? "" : "\n", failure.detail);
    failure.node = fmt::format("{}", fmt::join(where->nodes, ", "));
}

struct Event {
    enum class Kind { Message, Ended, TimedOut, Garbage };
    Kind kind = Kind::Ended;
    WorkerMessage message;
};

std::function<void(WorkerMessage&)> keepTraced(std::vector<TracedValue>& traced) {
    return [&traced](WorkerMessage& message) {
        if (message.traced) traced.push_back(*std::move(message.traced));
    };
}

template <class Reader>
std::function<void(WorkerMessage&)> readLeft(Reader& reader) {
    return [&reader](WorkerMessage& message) {
        if (message.left) reader.add(*message.left);
    };
}

// What a process told before it died may be half a text: how it died is what counts then, and the rest is a note.
Result<std::vector<std::string>> troubleOf(const Result<void>& read, const WorkerAnswer& answer) {
    if (read) return std::vector<std::string>();
    if (!answer.failure && !answer.invalid) return std::unexpected(read.error());
    return std::vector{read.error().describe()};
}

}  // namespace

struct Worker::Child {
    ChildFrames frames;
    std::string phase = "start";
    AwakeClock clock = {};
    AwakeClock::Duration deadline = {};
    std::optional<AwakeClock::Duration> graceEnds = {};  // when a growing job's extra time is over; empty until it is measured
    std::uint64_t grownTo = 0;
    std::uint64_t memoryLimit = 0;

    ChildProcess& process() { return frames.process(); }

    /// A window before the deadline: what it grows from there on is what counts.
    void measure() {
        graceEnds = deadline + kGrowthPatience;
        grownTo = process().residentBytes();
    }
    /// At the deadline: whether the job gets another window.
    bool mayGrowOn() {
        const std::uint64_t size = process().residentBytes(), before = std::exchange(grownTo, size);
        const std::uint64_t moved = size > before ? size - before : before - size;  // giving it back takes time too
        const std::uint64_t wanted = memoryLimit / static_cast<std::uint64_t>(kGrowthPatience / kGrowthWindow);
        if (moved < wanted || clock.now() > *graceEnds) return false;
        deadline = clock.now() + kGrowthWindow;
        return true;
    }

    // The next thing that happens. Errors: Cancelled, Io.
    Result<Event> next(const CancelToken& cancel) {
        for (;;) {
            if (const auto frame = frames.next()) {
                Result<WorkerMessage> message = parseMessage(*frame);
                if (!message) return Event{.kind = Event::Kind::Garbage};
                return Event{.kind = Event::Kind::Message, .message = *std::move(message)};
            }
            if (frames.closed()) return Event{.kind = Event::Kind::Ended};
            WHITTLE_TRY_VOID(cancel.check());
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock.now());
            if (left <= kGrowthWindow && !graceEnds) measure();
            if (left.count() <= 0) {
                if (!mayGrowOn()) return Event{.kind = Event::Kind::TimedOut};
                continue;
            }
            if (!frames.wait(std::min(left, kCancelPoll) + std::chrono::milliseconds(1))) return Event{.kind = Event::Kind::Garbage};
        }
    }
};

Worker::Worker(std::filesystem::path program, WorkerLimits limits) : m_program(std::move(program)), m_limits(limits) {}
Worker::~Worker() = default;

Result<void> Worker::start(const CancelToken& cancel) {
    WHITTLE_TRY(std::unique_ptr<ChildProcess> process, ChildProcess::start(m_program, {"worker"}));
    auto child = std::make_unique<Child>(Child{.frames = ChildFrames(std::move(process)), .memoryLimit = m_limits.memoryBytes});
    child->deadline = child->clock.now() + kStartLimit;
    WHITTLE_TRY(const Event event, child->next(cancel));
    const auto broken = [&](std::string_view what) {
        const std::string tail = lastLines(child->process().errorTail());
        return fail(Code::Io, "{} does not work as a worker: {}{}{}; it must be the whittle program of version {}",
                    m_program.string(), what, tail.empty() ? "" : ", it said: ", tail, kVersion);
    };
    switch (event.kind) {
        case Event::Kind::Ended: return broken("it ended at once with " + child->process().end(kDeathPatience).text());
        case Event::Kind::TimedOut: return broken("it did not answer in time");
        case Event::Kind::Garbage: return broken("it answers something else");
        case Event::Kind::Message: break;
    }
    if (event.message.phase != "ready" || event.message.version != kVersion)
        return broken(fmt::format("it is of version '{}'", event.message.version));
    m_child = std::move(child);
    return {};
}

Result<void> Worker::send(const PackedJob& packed, const CancelToken& cancel) {
    // A warm child may have died while it was idle; a fresh one gets the job then.
    for (int attempt = 0;; ++attempt) {
        if (!m_child) WHITTLE_TRY_VOID(start(cancel));
        m_child->phase = "read";
        m_child->deadline = m_child->clock.now() + m_limits.time;
        m_child->graceEnds.reset();
        const Result<void> sent = sendFrame(m_child->process().channel(), packed.frame, packed.payload.get());
        if (sent) return {};
        m_child.reset();
        if (attempt == 1) return std::unexpected(sent.error());
    }
}

Result<WorkerAnswer> Worker::ask(const PackedJob& packed, const CancelToken& cancel, const std::function<void(WorkerMessage&)>& told) {
    WHITTLE_TRY_VOID(send(packed, cancel));
    Result<WorkerAnswer> answer = await(cancel, told);
    if (!answer) m_child.reset();  // a child in the middle of a job nobody waits for
    else if (answer->failure) tellWhere(*answer->failure, packed.payload.get());
    return answer;
}

Result<WorkerAnswer> Worker::run(const WorkerJob& job, const CancelToken& cancel) {
    WHITTLE_TRY(const PackedJob packed, packJob(job, m_limits));
    return ask(packed, cancel);
}

Result<std::optional<WrongSite>> Worker::locate(const WorkerJob& job, const CancelToken& cancel) {
    WHITTLE_TRY(const PackedJob packed, packJob(job, m_limits, JobKind::Locate));
    WHITTLE_TRY(WorkerAnswer answer, ask(packed, cancel));
    return std::move(answer.wrongFrom);
}

Result<EagerTrace> Worker::trace(const WorkerJob& job, const CancelToken& cancel) {
    WHITTLE_TRY(const PackedJob packed, packJob(job, m_limits, JobKind::Trace));
    std::vector<TracedValue> traced;
    WHITTLE_TRY(WorkerAnswer answer, ask(packed, cancel, keepTraced(traced)));
    EagerTrace out{.values = {}, .endedBy = std::move(answer.invalid)};
    // Mapped when all is written: what a dying worker told of is there.
    WHITTLE_TRY(const auto payload, MappedPayload::map(packed.payload.get()));
    for (const TracedValue& value : traced) {
        WHITTLE_TRY(Datum datum, tracedDatum(value, payload));
        out.values.emplace_back(value.name, std::move(datum));
    }
    return out;
}

Result<Study> Worker::study(const WorkerJob& job, const CancelToken& cancel, const std::function<void(const PassRecord&)>& passed) {
    WHITTLE_TRY(const PackedJob packed, packJob(job, m_limits, JobKind::Study));
    StudyReader reader(std::make_shared<const Graph>(job.graph), packed.payload.get(), passed);
    WHITTLE_TRY(WorkerAnswer answer, ask(packed, cancel, readLeft(reader)));
    WHITTLE_TRY(std::vector<std::string> trouble, troubleOf(reader.readAll(), answer));
    Study study = reader.take();
    std::ranges::move(trouble, std::back_inserter(study.report.notes));
    study.failure = std::move(answer.failure);
    study.invalid = std::move(answer.invalid);
    return study;
}

Result<ValueComparison> Worker::compareValues(const WorkerJob& job, const CancelToken& cancel, const std::function<void(const ComparisonNews&)>& told) {
    WHITTLE_TRY(const PackedJob packed, packJob(job, m_limits, JobKind::CompareValues));
    ComparisonReader reader(packed.payload.get(), told);
    WHITTLE_TRY(WorkerAnswer answer, ask(packed, cancel, readLeft(reader)));
    WHITTLE_TRY(std::vector<std::string> trouble, troubleOf(reader.readAll(), answer));
    WHITTLE_TRY(ValueComparison comparison, reader.take());
    std::ranges::move(trouble, std::back_inserter(comparison.notes));
    comparison.failure = std::move(answer.failure);
    comparison.invalid = std::move(answer.invalid);
    return comparison;
}

Result<ThreeTensors> Worker::fetch(const WorkerJob& job, const CancelToken& cancel) {
    WHITTLE_TRY(const PackedJob packed, packJob(job, m_limits, JobKind::Fetch));
    std::vector<TracedValue> traced;
    WHITTLE_TRY(WorkerAnswer answer, ask(packed, cancel, keepTraced(traced)));
    if (answer.invalid) return std::unexpected(*std::move(answer.invalid));
    if (answer.failure) return fail(Code::Run, "{}{}", answer.failure->message, answer.failure->node.empty() ? std::string() : " at " + answer.failure->node);
    WHITTLE_TRY(const auto payload, MappedPayload::map(packed.payload.get()));
    ThreeTensors out;
    const std::pair<std::string_view, Tensor*> parts[] = {{"compiled", &out.compiled}, {"eager", &out.eager}, {"float64", &out.exact}};
    for (const auto& [name, into] : parts) {
        const auto found = std::ranges::find(traced, name, &TracedValue::name);
        if (found == traced.end()) return fail(Code::Format, "the worker did not tell of the {} tensor", name);
        WHITTLE_TRY(const Datum datum, tracedDatum(*found, payload));
        const Tensor* tensor = asTensor(datum);
        if (!tensor || !tensor->defined()) return fail(Code::Format, "the worker told of a {} value that is no tensor", name);
        *into = *tensor;
    }
    return out;
}

Result<WorkerAnswer> Worker::await(const CancelToken& cancel, const std::function<void(WorkerMessage&)>& told) {
    std::optional<Error> eagerRaised;
    const auto withEager = [&](WorkerAnswer answer) {
        answer.eagerRaised = std::move(eagerRaised);
        return answer;
    };
    for (;;) {
        WHITTLE_TRY(Event event, m_child->next(cancel));
        const std::string phase = m_child->phase;
        switch (event.kind) {
            case Event::Kind::TimedOut: return withEager(hung(phase));
            case Event::Kind::Ended: return withEager(died(phase));
            case Event::Kind::Garbage: {
                m_child.reset();
                return withEager({.failure = Failure{.kind = FailureKind::Crash,
                                                     .signature = "garbage on the channel in " + phase,
                                                     .phase = phase,
                                                     .message = "the program wrote over the worker's channel in " + phase},
                                  .invalid = {}});
            }
            case Event::Kind::Message: break;
        }
        m_child->phase = event.message.phase;
        if (event.message.eagerRaised) eagerRaised = std::move(event.message.eagerRaised);
        if (told) told(event.message);
        if (!event.message.answer) continue;
        // Memory that ran out once leaves a heap that is no longer like a fresh worker's.
        const auto& failure = event.message.answer->failure;
        if (failure && failure->kind == FailureKind::OutOfMemory) m_child.reset();
        return *std::move(event.message.answer);
    }
}

WorkerAnswer Worker::died(std::string_view phase) {
    const ProcessEnd end = m_child->process().end(kDeathPatience);
    const std::string tail = lastLines(m_child->process().errorTail());
    m_child.reset();
    // A SIGKILL that we did not send came from the system: its answer to a machine without memory.
    const bool memory = !end.byUs && (end.signal == SIGKILL || (end.signal != 0 && saysOutOfMemory(tail)));
    const std::string how = end.byUs ? "a closed channel" : end.text();
    const Failure failure = memory ? Failure{.kind = FailureKind::OutOfMemory,
                                             .signature = fmt::format("out of memory in {}", phase),
                                             .phase = std::string(phase),
                                             .message = fmt::format("out of memory in {}", phase),
                                             .detail = tail}
                                   : Failure{.kind = FailureKind::Crash,
                                             .signature = fmt::format("{} in {}", how, phase),
                                             .phase = std::string(phase),
                                             .message = fmt::format("died with {} in {}", how, phase),
                                             .detail = tail};
    WorkerAnswer answer;
    if (!isOwnPhase(phase)) {
        answer.failure = failure;
        return answer;
    }
    answer.invalid = Error{memory ? Code::Limit : Code::Run,
                           fmt::format("the worker died with {} in phase {}, before any compiled code ran{}{}", how, phase,
                                       tail.empty() ? "" : ": ", tail), {}};
    if (!memory) answer.eagerDied = failure;
    return answer;
}

WorkerAnswer Worker::hung(std::string_view phase) {
    m_child->process().kill();
    const std::string tail = lastLines(m_child->process().errorTail());
    m_child.reset();
    const double seconds = std::chrono::duration<double>(m_limits.time).count();
    WorkerAnswer answer;
    if (isOwnPhase(phase))
        answer.invalid = Error{Code::Limit,
                               fmt::format("phase {} did not end within {} s; raise the time limit", phase, seconds), {}};
    else
        answer.failure = Failure{.kind = FailureKind::Hang,
                                 .signature = fmt::format("hang in {}", phase),
                                 .phase = std::string(phase),
                                 .message = fmt::format("{} did not end within {} s", phase, seconds),
                                 .detail = tail};
    return answer;
}

}  // namespace whittle

#include "engine/dispatch/stance_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <poll.h>
#include <unistd.h>

#include "engine/base/awake_clock.h"
#include "engine/base/process.h"
#include "engine/runtime/worker_protocol.h"

namespace whittle {
namespace {

constexpr std::chrono::milliseconds kCancelPoll{50};       // how soon a request to stop is seen
constexpr std::chrono::milliseconds kDeathPatience{2000};  // from the end of the stream to the end of the process
constexpr std::chrono::milliseconds kLastWords{300};       // for one that is told to stop to say where it was
constexpr std::size_t kLongestLine = std::size_t{256} << 20;

// Lines of what the child writes to its standard output. Not thread-safe.
class LineStream {
public:
    explicit LineStream(ChildProcess& child) : m_child(child) {}

    bool closed() const { return m_closed; }

    /// The next whole line; nothing when none has come yet.
    std::optional<std::string> next() {
        const std::size_t end = m_bytes.find('\n', m_searched);
        if (end == std::string::npos) {
            m_searched = m_bytes.size();
            return std::nullopt;
        }
        std::string line = m_bytes.substr(m_start, end - m_start);
        m_start = m_searched = end + 1;
        return line;
    }

    /// Waits so long at most for more to come. Errors: Limit for a line that does not end.
    Result<void> wait(std::chrono::milliseconds patience) {
        std::array<pollfd, 2> fds{pollfd{m_closed ? -1 : m_child.channel(), POLLIN, 0}, pollfd{m_errorsClosed ? -1 : m_child.errorPipe(), POLLIN, 0}};
        ::poll(fds.data(), fds.size(), static_cast<int>(patience.count()));
        if (fds[1].revents & (POLLIN | POLLHUP)) m_child.drain();
        m_errorsClosed = m_errorsClosed || (fds[1].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
        if (fds[0].revents) read();
        if (m_bytes.size() - m_start > kLongestLine) return fail(Code::Limit, "a line of more than {} MB is none of ours", kLongestLine >> 20);
        return {};
    }

private:
    void read() {
        m_bytes.erase(0, std::exchange(m_start, 0));
        m_searched = m_bytes.size();
        std::array<char, 1 << 16> buffer;
        for (;;) {
            const ssize_t n = ::read(m_child.channel(), buffer.data(), buffer.size());
            if (n > 0) {
                m_bytes.append(buffer.data(), static_cast<std::size_t>(n));
                if (m_bytes.size() > kLongestLine) return;
            } else if (n < 0 && errno == EINTR) {
                continue;
            } else {
                m_closed = n == 0 || errno != EAGAIN;
                return;
            }
        }
    }

    ChildProcess& m_child;
    std::string m_bytes;
    std::size_t m_start = 0, m_searched = 0;
    bool m_closed = false, m_errorsClosed = false;
};

// What the process said on its standard error.
struct LastWords {
    std::string where;  // "kernel k3 (nodes add_2, relu_3)"
    std::string other;
};

LastWords lastWords(const std::string& errors) {
    for (const std::string_view mark : {"whittle: crashed in ", "whittle: told to stop in "}) {
        const std::size_t at = errors.rfind(mark);
        if (at == std::string::npos) continue;
        const std::size_t start = at + mark.size(), end = std::min(errors.find('\n', start), errors.size());
        return {errors.substr(start, end - start), errors.substr(0, at) + errors.substr(std::min(end + 1, errors.size()))};
    }
    return {{}, errors};
}

std::string nodesIn(const std::string& words) {
    for (const std::string_view mark : {"(node ", "(nodes "})
        if (const std::size_t at = words.find(mark); at != std::string::npos && words.ends_with(')'))
            return words.substr(at + mark.size(), words.size() - at - mark.size() - 1);
    return {};
}

std::string phaseOf(const ReportedPlace& place) {
    static const std::map<std::string, std::string> kPhases{{"drawing elements", "draw"}, {"answering --try", "try"}, {"recording", "record"}, {"compiling", "compile"}, {"running", "run"}, {"running eagerly", "eager"}};
    const auto known = kPhases.find(place.doing);
    return known == kPhases.end() ? place.doing : known->second;
}

struct Death {
    FailureKind kind;
    std::string how;        // "SIGSEGV", "hang", "out of memory"
    std::string more = {};  // of the message: "it did not end within 10 s"
};

Failure failureOf(const Death& death, const StanceReport& report, const std::string& errors) {
    auto [words, said] = lastWords(errors);
    said.resize(said.find_last_not_of(" \n") + 1);  // npos + 1: nothing
    const std::string phase = report.now ? phaseOf(*report.now) : "read", where = report.now ? report.now->text() : report.complete ? "the process, after the last call" : "the process, before any call";
    return {.kind = death.kind,
            .signature = fmt::format("{} in {}", death.how, phase),
            .phase = phase,
            .node = nodesIn(words),
            .message = fmt::format("{} in {}{}", death.how, where, death.more.empty() ? "" : ": " + death.more),
            .detail = words.empty() ? said : fmt::format("in {}{}{}", words, said.empty() ? "" : "\n", said)};
}

// The process is gone, or will not say more. Nothing: it came to its end.
Result<std::optional<Failure>> ended(ChildProcess& child, const StanceReport& report) {
    const ProcessEnd end = child.end(kDeathPatience);
    const std::string& said = child.errorTail();
    if (report.error) {
        if (!report.now || !saysOutOfMemory(report.error->message)) return std::unexpected(*report.error);
        return failureOf({.kind = FailureKind::OutOfMemory, .how = "out of memory"}, report, said);
    }
    if (report.complete && end.signal == 0) return std::nullopt;
    if (end.signal == 0 && !report.now)
        return fail(Code::Argument, "whittle stance ended with {}{}{}", end.text(), said.empty() ? "" : ": ", said.substr(0, said.find_last_not_of('\n') + 1));
    // A SIGKILL that we did not send came from the system: its answer to a machine without memory.
    const bool memory = !end.byUs && (end.signal == SIGKILL || saysOutOfMemory(said));
    const Death crash{.kind = FailureKind::Crash, .how = end.byUs ? "a closed stream" : end.text()};
    return failureOf(memory ? Death{.kind = FailureKind::OutOfMemory, .how = "out of memory"} : crash, report, said);
}

// Told to stop, it says where it was.
Failure hung(ChildProcess& child, LineStream& lines, const StanceReport& report, std::chrono::milliseconds time) {
    ::kill(child.pid(), SIGTERM);
    AwakeClock clock;
    while (!lines.closed() && clock.now() < kLastWords && lastWords(child.errorTail()).where.empty()) (void)lines.wait(kCancelPoll);
    child.kill();
    const std::string more = fmt::format("it did not end within {} s", std::chrono::duration<double>(time).count());
    return failureOf({.kind = FailureKind::Hang, .how = "hang", .more = more}, report, child.errorTail());
}

// One process, whose lines are added to `report`.
Result<std::optional<Failure>> runOne(const StanceCommand& command, std::vector<std::string> words, const CancelToken& cancel, const StanceListener& told, StanceReport& report) {
    WHITTLE_TRY_VOID(cancel.check());
    words.insert(words.end(), command.arguments.begin(), command.arguments.end());
    WHITTLE_TRY(const auto child, ChildProcess::start(command.program, words, ChildProcess::Output::Channel));
    LineStream lines(*child);
    AwakeClock clock;
    auto deadline = clock.now() + command.time;
    for (;;) {
        while (const auto line = lines.next()) {
            deadline = clock.now() + command.time;
            const Result<void> added = addLine(report, *line);
            if (!added) return failureOf({.kind = FailureKind::Crash, .how = "garbage on the stream", .more = added.error().message}, report, child->errorTail());
            if (told) told(report, *line);
            WHITTLE_TRY_VOID(cancel.check());
        }
        if (lines.closed()) return ended(*child, report);
        WHITTLE_TRY_VOID(cancel.check());
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock.now());
        if (left.count() <= 0) return hung(*child, lines, report, command.time);
        WHITTLE_TRY_VOID(lines.wait(std::min(left, kCancelPoll) + std::chrono::milliseconds(1)));
    }
}

}  // namespace

Result<StanceOutcome> runStanceProcess(const StanceCommand& command, const CancelToken& cancel, const StanceListener& told) {
    StanceOutcome out;
    StanceReport& report = out.report;
    std::vector<std::string> words{"stance", "--stream", fmt::format("--memory={}", std::max<std::uint64_t>(command.memoryBytes >> 20, 1))};
    for (;;) {
        const std::size_t before = report.runs.size();
        report.now.reset();
        WHITTLE_TRY(const std::optional<Failure> failure, runOne(command, words, cancel, told, report));
        if (!failure) return out;
        if (!out.failure) out.failure = failure;
        // Before any call, or in the replays for advice: nobody would come further.
        const bool betweenStances = report.runs.size() > before && report.runs.back().ended && report.runs.size() < report.stances;
        if (report.runs.size() == before || (report.runs.back().ended && !betweenStances)) return out;
        if (!betweenStances) {
            StanceReporter teller([&](const std::string& line) {
                (void)addLine(report, line);
                if (told) told(report, line);
            });
            teller.died(failure->message);
        }
        const auto compiling = std::ranges::find_if(report.runs, [](const ReportedRun& run) { return run.ended && run.compiles > 1; });
        const auto plain = std::ranges::find(report.runs, "default", &ReportedRun::stance);
        const bool nothingToAdvise = compiling == report.runs.end() && plain != report.runs.end() && plain->died;
        if (report.runs.size() >= report.stances && nothingToAdvise) return out;
        words.resize(3);
        words.push_back(fmt::format("--from={}", report.runs.size()));
        if (compiling != report.runs.end()) words.push_back(fmt::format("--advise-on={}", compiling - report.runs.begin()));
        if (nothingToAdvise) words.push_back("--no-advice");
        report.error.reset();
    }
}

}  // namespace whittle

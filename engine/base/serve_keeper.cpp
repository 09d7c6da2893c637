// The keeper's side. One thread: what it starts is forked, limited, and replaced by the program before anything else happens.
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <regex>
#include <set>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/awake_clock.h"
#include "engine/base/frames.h"
#include "engine/base/keeper_protocol.h"
#include "engine/base/line_watch.h"
#include "engine/base/process_tree.h"

extern char** environ;

namespace whittle {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto kMemoryPoll = 200ms;     // reading /proc takes a millisecond or two
constexpr auto kKillPatience = 10000ms;  // a process in the middle of a system call goes when that ends

// Wakes ppoll(); SIGCHLD is blocked everywhere else, so that no end is missed between looking and waiting.
void onChildEnd(int) {}

struct Pipe {
    OwnedFd read, write;
    bool make() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
        read = OwnedFd(ends[0]);
        write = OwnedFd(ends[1]);
        return true;
    }
};

// The environment with these words in the place of others of their names.
std::vector<char*> environmentWith(std::vector<std::string>& words) {
    std::vector<char*> out;
    for (char** entry = environ; *entry; ++entry) {
        const std::string_view name(*entry, std::string_view(*entry).find('=') + 1);
        if (std::ranges::none_of(words, [&](const std::string& word) { return word.starts_with(name); })) out.push_back(*entry);
    }
    for (std::string& word : words) out.push_back(word.data());
    out.push_back(nullptr);
    return out;
}

class Run {
public:
    Run(KeptCommand command, int channel, const sigset_t& waiting) : m_command(std::move(command)), m_channel(channel), m_waiting(waiting) {}

    /// Empty when the other side is gone: nobody waits for an answer.
    std::optional<KeptEnd> run() {
        m_out.watch(m_command.pattern, OutputPattern::Stream::Out);
        m_err.watch(m_command.pattern, OutputPattern::Stream::Err);
        const int error = start();
        if (error != 0) m_answer.notStarted = error;
        else watch();
        killAll();
        readOutputs();
        m_answer.out = m_out.tail();
        m_answer.err = m_err.tail();
        m_answer.matched = m_command.pattern && m_command.pattern->stream == OutputPattern::Stream::Out ? m_out.finish() : m_err.finish();
        if (m_abandoned) return std::nullopt;
        return std::move(m_answer);
    }

private:
    // The system's error number, 0 when the program runs.
    int start() {
        Pipe out, err, failed;
        if (!out.make() || !err.make() || !failed.make()) return errno;
        std::vector<char*> words;
        for (std::string& word : m_command.words) words.push_back(word.data());
        words.push_back(nullptr);
        const std::vector<char*> environment = environmentWith(m_command.environment);
        const OwnedFd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        m_main = ::fork();
        if (m_main < 0) return errno;
        if (m_main == 0) become(words.data(), environment.data(), nothing.get(), out.write.get(), err.write.get(), failed.write.get());
        m_clock = AwakeClock();
        failed.write = OwnedFd();
        int error = 0;
        ssize_t n = 0;
        while ((n = ::read(failed.read.get(), &error, sizeof error)) < 0 && errno == EINTR) {
        }
        if (n == static_cast<ssize_t>(sizeof error)) return error;
        m_outPipe = std::move(out.read);
        m_errPipe = std::move(err.read);
        for (const int fd : {m_outPipe.get(), m_errPipe.get()}) ::fcntl(fd, F_SETFL, O_NONBLOCK);
        return 0;
    }

    // In the child: system calls only, for what another thread of a library held stays held here.
    [[noreturn]] void become(char* const* words, char* const* environment, int in, int out, int err, int failed) {
        ::setsid();
        ::dup2(in, 0);
        ::dup2(out, 1);
        ::dup2(err, 2);
        ::signal(SIGHUP, SIG_DFL);
        sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        const rlimit noCore{0, 0}, memory{m_command.memoryBytes, m_command.memoryBytes};
        ::setrlimit(RLIMIT_CORE, &noCore);
        if (::chdir(m_command.folder.c_str()) == 0) {
            ::setrlimit(RLIMIT_AS, &memory);
            ::execve(words[0], words, environment);
        }
        const int error = errno;
        if (::write(failed, &error, sizeof error) < 0) ::_exit(126);
        ::_exit(127);
    }

    void watch() {
        AwakeClock::Duration memoryCheck = kMemoryPoll;
        while (!mainEnded()) {
            const auto now = m_clock.now();
            if (now >= m_command.time) {
                m_answer.limit = KeptEnd::Limit::Time;
                return;
            }
            if (now >= memoryCheck) {
                std::uint64_t resident = 0;
                for (const ProcessSeen& one : descendantsOf(::getpid())) resident += one.residentBytes;
                if (resident > m_command.memoryBytes) {
                    m_answer.limit = KeptEnd::Limit::Memory;
                    return;
                }
                memoryCheck = m_clock.now() + kMemoryPoll;
            }
            std::array<pollfd, 3> fds{pollfd{m_channel, POLLRDHUP, 0}, pollfd{m_outPipe.get(), POLLIN, 0}, pollfd{m_errPipe.get(), POLLIN, 0}};
            waitFor(fds, std::min<AwakeClock::Duration>(m_command.time, memoryCheck) - now);
            if (fds[0].revents & (POLLRDHUP | POLLHUP | POLLERR)) {
                m_abandoned = true;
                return;
            }
            readOutputs();
        }
    }

    void waitFor(std::span<pollfd> fds, AwakeClock::Duration patience) {
        const auto nanoseconds = std::max<std::int64_t>(0, std::chrono::nanoseconds(patience).count());
        const timespec time{nanoseconds / 1000000000, nanoseconds % 1000000000};
        if (::ppoll(fds.data(), fds.size(), &time, &m_waiting) < 0)
            for (pollfd& fd : fds) fd.revents = 0;  // interrupted: a child ended
    }

    // Reaps what was adopted and ended; the program itself stays unreaped, so that its group keeps its number.
    bool mainEnded() {
        for (;;) {
            siginfo_t info{};
            if (::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) return false;
            if (info.si_pid == m_main) return true;
            ::waitpid(info.si_pid, nullptr, 0);
        }
    }

    // What descends from us is the program and what it left: whoever lost its parent got us for one.
    void killAll() {
        if (m_main <= 0) return;
        const bool ended = mainEnded();
        m_answer.end.byUs = !ended;
        ::kill(-m_main, SIGKILL);
        ::kill(m_main, SIGKILL);
        std::set<pid_t> left;
        const auto deadline = Clock::now() + kKillPatience;
        while (!reapAll() && Clock::now() < deadline) {
            const std::vector<ProcessSeen> family = descendantsOf(::getpid());
            // Stopped first: while it is killed, one of many that fork would make the next.
            for (const int signal : {SIGSTOP, SIGKILL})
                for (const ProcessSeen& one : family)
                    if (!one.ended) ::kill(one.pid, signal);
            for (const ProcessSeen& one : family)
                if (!one.ended && one.pid != m_main) left.insert(one.pid);
            waitFor({}, 2ms);
        }
        m_answer.leftBehind = static_cast<int>(left.size());
    }

    // @return whether there is no child any more.
    bool reapAll() {
        for (;;) {
            int status = 0;
            const pid_t pid = ::waitpid(-1, &status, WNOHANG);
            if (pid < 0 && errno == EINTR) continue;
            if (pid < 0) return true;
            if (pid == 0) return false;
            if (pid != m_main) continue;
            if (WIFSIGNALED(status)) m_answer.end.signal = WTERMSIG(status);
            if (WIFEXITED(status)) m_answer.end.status = WEXITSTATUS(status);
        }
    }

    void readOutputs() {
        read(m_outPipe, m_out);
        read(m_errPipe, m_err);
    }

    // A bounded piece, so that limits are looked at while somebody writes without end.
    static void read(OwnedFd& pipe, LineWatch& watch) {
        static std::array<char, 1 << 16> buffer;
        for (int i = 0; i < 16 && pipe.get() >= 0; ++i) {
            const ssize_t n = ::read(pipe.get(), buffer.data(), buffer.size());
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) return;
            if (n == 0) pipe = OwnedFd();
            else watch.add({buffer.data(), static_cast<std::size_t>(n)});
        }
    }

    KeptCommand m_command;
    int m_channel;
    const sigset_t& m_waiting;
    pid_t m_main = -1;
    AwakeClock m_clock;  // since the program was started
    OwnedFd m_outPipe, m_errPipe;
    LineWatch m_out, m_err;
    KeptEnd m_answer;
    bool m_abandoned = false;
};

}  // namespace

int serveKeeper(int channel, const std::filesystem::path& folder) {
    if (::fcntl(channel, F_GETFD) < 0 || !sendFrame(channel, std::string(kKeeperReady))) {
        std::fprintf(stderr, "whittle keeper is started by whittle itself; it does nothing on its own\n");
        return 2;
    }
    ::fcntl(channel, F_SETFD, FD_CLOEXEC);
    if (::prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
        std::fprintf(stderr, "this system lets nobody adopt what a program leaves behind: %s\n", std::strerror(errno));
        return 2;
    }
    ::signal(SIGHUP, SIG_IGN);  // comes when we and who started us were stopped and that one was killed: there is cleaning up to do
    struct sigaction action {};
    action.sa_handler = onChildEnd;
    ::sigaction(SIGCHLD, &action, nullptr);
    sigset_t childEnds, waiting;
    ::sigemptyset(&childEnds);
    ::sigaddset(&childEnds, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &childEnds, &waiting);
    ::sigdelset(&waiting, SIGCHLD);

    FrameReader frames;
    bool abandoned = true;
    for (;;) {
        const Result<FrameReader::State> state = frames.read(channel);
        if (!state || *state == FrameReader::State::Closed) break;
        while (const auto frame = frames.next()) {
            if (*frame == kKeeperStop) abandoned = false;
            // Without an answer the channel is closed, and what is left in it to read is the word to stop.
            if (std::optional<KeptCommand> command = parseCommand(*frame))
                if (const std::optional<KeptEnd> end = Run(*std::move(command), channel, waiting).run()) (void)sendFrame(channel, endFrame(*end));
        }
    }
    if (abandoned && !folder.empty()) {
        std::error_code trouble;
        std::filesystem::remove_all(folder, trouble);
    }
    return 0;
}

}  // namespace whittle

#include "engine/base/process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/files.h"

extern char** environ;

namespace whittle {
namespace {

constexpr std::size_t kTailBytes = 4096;

struct SignalName {
    int number;
    const char* name;
};
constexpr SignalName kSignalNames[] = {
    {SIGHUP, "SIGHUP"},   {SIGINT, "SIGINT"},   {SIGQUIT, "SIGQUIT"}, {SIGILL, "SIGILL"},   {SIGTRAP, "SIGTRAP"},
    {SIGABRT, "SIGABRT"}, {SIGBUS, "SIGBUS"},   {SIGFPE, "SIGFPE"},   {SIGKILL, "SIGKILL"}, {SIGSEGV, "SIGSEGV"},
    {SIGPIPE, "SIGPIPE"}, {SIGALRM, "SIGALRM"}, {SIGTERM, "SIGTERM"}, {SIGXCPU, "SIGXCPU"}, {SIGXFSZ, "SIGXFSZ"},
    {SIGSYS, "SIGSYS"},
};

// Closes on every way out; release() hands the descriptor on.
struct Fd {
    int fd = -1;
    Fd() = default;
    explicit Fd(int value) : fd(value) {}
    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;
    ~Fd() { reset(); }
    void reset(int value = -1) {
        if (fd >= 0) ::close(fd);
        fd = value;
    }
    int release() { return std::exchange(fd, -1); }
};

// The child's ends move above the descriptors that they are copied to, so that one copy cannot
// overwrite the source of the next, whatever the parent had closed before.
bool moveUp(Fd& fd) {
    const int high = ::fcntl(fd.fd, F_DUPFD_CLOEXEC, kChildChannel + 1);
    if (high < 0) return false;
    fd.reset(high);
    return true;
}

// posix_spawn's two option objects, freed on every way out.
struct SpawnOptions {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    SpawnOptions() {
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawnattr_init(&attributes);
        // The child starts with default signals: a parent that ignores SIGPIPE or blocks SIGINT must
        // not pass that on to code whose death by signal is an answer.
        sigset_t none, all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes, &none);
        ::posix_spawnattr_setsigdefault(&attributes, &all);
        ::posix_spawnattr_setpgroup(&attributes, 0);
        ::posix_spawnattr_setflags(&attributes,
                                   POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~SpawnOptions() {
        ::posix_spawn_file_actions_destroy(&actions);
        ::posix_spawnattr_destroy(&attributes);
    }
    SpawnOptions(const SpawnOptions&) = delete;
    SpawnOptions& operator=(const SpawnOptions&) = delete;
};

// Waits for the child's end and leaves it unreaped. A pidfd would do without the short sleeps, but where that call is
// missing (old kernels, sandboxes, valgrind) every child would seem to have been killed.
bool endsWithin(pid_t pid, std::chrono::milliseconds patience) {
    using namespace std::chrono_literals;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (std::chrono::microseconds pause = 50us;; pause = std::min<std::chrono::microseconds>(pause * 2, 5ms)) {
        siginfo_t info{};
        if (::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid) return true;
        if (std::chrono::steady_clock::now() >= deadline) return false;
        std::this_thread::sleep_for(pause);
    }
}

}  // namespace

std::string signalName(int signal) {
    for (const SignalName& known : kSignalNames)
        if (known.number == signal) return known.name;
    return fmt::format("signal {}", signal);
}

std::string ProcessEnd::text() const { return signal != 0 ? signalName(signal) : fmt::format("exit status {}", status); }

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const std::filesystem::path& program, const std::vector<std::string>& args,
                                                          Output output) {
    const auto trouble = [&](std::string_view what, int error) {
        return fail(Code::Io, "cannot {} for {}: {}", what, program.string(), std::strerror(error));
    };
    std::array<int, 2> pair{}, pipe{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0)
        return trouble("make a socket pair", errno);
    Fd ours(pair[0]), theirs(pair[1]);
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return trouble("make a pipe", errno);
    Fd errorRead(pipe[0]), errorWrite(pipe[1]);
    if (!moveUp(theirs) || !moveUp(errorWrite)) return trouble("move a descriptor", errno);
    // Only our ends: the flag belongs to the open file, and the child's ends are other files.
    ::fcntl(ours.fd, F_SETFL, O_NONBLOCK);
    ::fcntl(errorRead.fd, F_SETFL, O_NONBLOCK);

    SpawnOptions options;
    ::posix_spawn_file_actions_addopen(&options.actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&options.actions, output == Output::Channel ? theirs.fd : errorWrite.fd, 1);
    ::posix_spawn_file_actions_adddup2(&options.actions, errorWrite.fd, 2);
    ::posix_spawn_file_actions_adddup2(&options.actions, theirs.fd, kChildChannel);

    std::vector<std::string> words{program.string()};
    words.insert(words.end(), args.begin(), args.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);

    pid_t pid = -1;
    const int error = ::posix_spawn(&pid, program.c_str(), &options.actions, &options.attributes, argv.data(), environ);
    if (error != 0)
        return fail(Code::Io, "cannot start {}: {}", program.string(), std::strerror(error));
    return std::unique_ptr<ChildProcess>(new ChildProcess(pid, ours.release(), errorRead.release()));
}

ChildProcess::~ChildProcess() {
    kill();
    ::close(m_channel);
    ::close(m_errorPipe);
}

std::uint64_t ChildProcess::residentBytes() const {
    const Result<std::string> pages = readFile(fmt::format("/proc/{}/statm", m_pid));  // "total resident ..."
    const std::size_t blank = pages ? pages->find(' ') : std::string::npos;
    if (blank == std::string::npos) return 0;
    return std::strtoull(pages->c_str() + blank, nullptr, 10) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void ChildProcess::drain() {
    char buffer[4096];
    for (;;) {
        const ssize_t n = ::read(m_errorPipe, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        m_errorTail.append(buffer, static_cast<std::size_t>(n));
        if (m_errorTail.size() > kTailBytes) m_errorTail.erase(0, m_errorTail.size() - kTailBytes);
    }
}

ProcessEnd ChildProcess::end(std::chrono::milliseconds patience) {
    if (m_end) return *m_end;
    const bool stillRuns = !endsWithin(m_pid, patience);
    ProcessEnd result = kill();
    result.byUs = stillRuns;
    return result;
}

ProcessEnd ChildProcess::kill() {
    if (m_end) return *m_end;
    // An ended child that is not reaped keeps its ids, so neither call can hit anyone else; the signal
    // that ended it is not overwritten.
    ::kill(-m_pid, SIGKILL);
    ::kill(m_pid, SIGKILL);
    return reap();
}

ProcessEnd ChildProcess::reap() {
    int status = 0;
    while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
    }
    drain();
    ProcessEnd end;
    if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
    if (WIFEXITED(status)) end.status = WEXITSTATUS(status);
    m_end = end;
    return end;
}

}  // namespace whittle

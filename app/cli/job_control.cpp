#include "app/cli/job_control.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <set>

#include <fcntl.h>
#include <unistd.h>

#include "engine/base/process_tree.h"

namespace whittle::cli {
namespace {

std::atomic<int> wake = -1;  // a signal handler can reach only static state

void onStop(int) {
    const int before = errno;
    const char byte = 's';
    if (::write(wake.load(), &byte, 1) < 0) {  // a full pipe says it already
    }
    errno = before;
}

// Until nobody new is found: one that is not stopped yet may start another.
std::set<pid_t> stopDescendants() {
    std::set<pid_t> stopped;
    for (bool found = true; found;) {
        found = false;
        for (const ProcessSeen& one : descendantsOf(::getpid())) {
            if (one.ended || !stopped.insert(one.pid).second) continue;
            ::kill(one.pid, SIGSTOP);
            found = true;
        }
    }
    return stopped;
}

void handle(int signal, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    ::sigaction(signal, &action, nullptr);
}

// As it would have been without us. Where nobody could let us go on (no shell, an orphaned group) the system does not stop us.
void stopSelf() {
    handle(SIGTSTP, SIG_DFL);
    ::raise(SIGTSTP);
    handle(SIGTSTP, onStop);
}

}  // namespace

JobControl::JobControl() {
    struct sigaction before {};
    if (::sigaction(SIGTSTP, nullptr, &before) != 0 || before.sa_handler == SIG_IGN) return;
    if (::pipe2(m_pipe, O_CLOEXEC) != 0) return;
    ::fcntl(m_pipe[1], F_SETFL, O_NONBLOCK);
    wake = m_pipe[1];
    m_thread = std::thread([this] { serve(); });
    handle(SIGTSTP, onStop);
}

JobControl::~JobControl() {
    if (!m_thread.joinable()) return;
    handle(SIGTSTP, SIG_DFL);
    wake = -1;
    ::close(m_pipe[1]);
    m_thread.join();
    ::close(m_pipe[0]);
}

void JobControl::serve() {
    char bytes[16];
    for (;;) {
        const ssize_t n = ::read(m_pipe[0], bytes, sizeof bytes);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return;
        const std::set<pid_t> stopped = stopDescendants();
        stopSelf();
        for (const pid_t pid : stopped) ::kill(pid, SIGCONT);
    }
}

}  // namespace whittle::cli

#include "tests/opcases/isolate.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/process.h"

namespace whittle::test {
namespace {

// Verdicts cross the pipe as text that ends in a zero byte.
void writeAll(int pipe, const std::string& text) {
    const char* from = text.c_str();
    for (std::size_t left = text.size() + 1; left > 0;) {
        const ssize_t wrote = write(pipe, from, left);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) _exit(1);
        from += wrote;
        left -= static_cast<std::size_t>(wrote);
    }
}

}  // namespace

Result<void> judgeIsolated(std::size_t count, const std::function<std::string(std::size_t)>& verdict,
                           const std::function<void(std::size_t, const std::string&)>& report) {
    for (std::size_t next = 0; next < count;) {
        int ends[2];
        if (pipe(ends) != 0) return fail(Code::Io, "no pipe: {}", std::strerror(errno));
        const pid_t child = fork();
        if (child < 0) return fail(Code::Io, "no child process: {}", std::strerror(errno));
        if (child == 0) {
            close(ends[0]);
            for (std::size_t i = next; i < count; ++i) writeAll(ends[1], verdict(i));
            _exit(0);
        }
        close(ends[1]);
        std::string pending;
        std::array<char, 4096> chunk{};
        while (true) {
            const ssize_t got = read(ends[0], chunk.data(), chunk.size());
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) break;
            pending.append(chunk.data(), static_cast<std::size_t>(got));
            for (std::size_t end; next < count && (end = pending.find('\0')) != pending.npos; ++next) {
                report(next, pending.substr(0, end));
                pending.erase(0, end + 1);
            }
        }
        close(ends[0]);
        int status = 0;
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
        if (next == count) break;
        report(next++, WIFSIGNALED(status) ? "crashed: " + signalName(WTERMSIG(status)) : "the process ended");
    }
    return {};
}

}  // namespace whittle::test

#include "app/workbench/crash_file.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstring>
#include <ctime>

#include <execinfo.h>
#include <fcntl.h>
#include <unistd.h>

namespace whittle {
namespace {

// A signal handler can reach only static state, and call only what is safe there: no memory is asked for, nothing is formatted by a library.
constexpr std::size_t kRoom = 512, kKept = 16;
constexpr int kFrames = 64;
struct Line {
    char text[kRoom];
    std::atomic<std::size_t> size = 0;
};
Line lines[kKept];
std::atomic<std::size_t> written = 0;  // lines so far
char path[4096];
char about[kRoom];

struct SignalName {
    int number;
    std::string_view name;
};
constexpr SignalName kSignals[] = {{SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"}, {SIGFPE, "SIGFPE"}, {SIGILL, "SIGILL"}, {SIGABRT, "SIGABRT"}};

void copyInto(char* to, std::size_t room, std::string_view text) {
    const std::size_t size = std::min(room - 1, text.size());
    std::memcpy(to, text.data(), size);
    to[size] = '\0';
}

struct Out {
    int file;
    void put(std::string_view text) const {
        while (!text.empty()) {
            const ssize_t n = ::write(file, text.data(), text.size());
            if (n <= 0) return;
            text.remove_prefix(static_cast<std::size_t>(n));
        }
    }
    void put(long long number) const {
        char digits[24];
        char* at = digits + sizeof digits;
        for (unsigned long long rest = static_cast<unsigned long long>(number); at == digits + sizeof digits || rest > 0; rest /= 10) *--at = static_cast<char>('0' + rest % 10);
        put(std::string_view(at, static_cast<std::size_t>(digits + sizeof digits - at)));
    }
};

// The default is back by now (SA_RESETHAND), so raising it ends the process as it would have ended.
void onCrash(int signal) {
    const int file = ::open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file >= 0) {
        const Out out{file};
        out.put("signal ");
        for (const SignalName& one : kSignals)
            if (one.number == signal) out.put(one.name);
        out.put("\ntime ");
        out.put(static_cast<long long>(::time(nullptr)));
        out.put("\nabout ");
        out.put(std::string_view(about));
        out.put("\n\n");
        const std::size_t count = written.load();
        for (std::size_t i = count > kKept ? count - kKept : 0; i < count; ++i) {
            const Line& line = lines[i % kKept];
            out.put("done ");
            out.put({line.text, line.size.load()});
            out.put("\n");
        }
        out.put("\n");
        void* frames[kFrames];
        ::backtrace_symbols_fd(frames, ::backtrace(frames, kFrames), file);
        ::close(file);
    }
    std::raise(signal);
}

}  // namespace

void leaveCrashFiles(const std::filesystem::path& folder, std::string_view text) {
#ifndef WHITTLE_SANITIZED
    std::error_code trouble;
    std::filesystem::create_directories(folder, trouble);  // without one there will be no file, and the window works as well
    copyInto(path, sizeof path, (folder / ("crash-" + std::to_string(::getpid()) + ".txt")).native());
    copyInto(about, sizeof about, text);
    // The first call loads a library, which a handler must not.
    void* frame[1];
    ::backtrace(frame, 1);
    // Of the window's thread, whose own stack may be what there is none left of.
    static char room[1 << 16];
    stack_t stack{};
    stack.ss_sp = room;
    stack.ss_size = sizeof room;
    ::sigaltstack(&stack, nullptr);
    struct sigaction action {};
    action.sa_handler = onCrash;
    action.sa_flags = static_cast<int>(SA_ONSTACK | SA_RESETHAND);
    for (const SignalName& one : kSignals) ::sigaction(one.number, &action, nullptr);
#else
    static_cast<void>(folder);
    static_cast<void>(text);
#endif
}

void nowDone(std::string_view what) {
    Line& line = lines[written.load() % kKept];
    line.size = 0;
    const std::size_t size = std::min(kRoom, what.size());
    for (std::size_t i = 0; i < size; ++i) line.text[i] = what[i] == '\n' || what[i] == '\r' ? ' ' : what[i];
    line.size = size;
    ++written;
}

}  // namespace whittle

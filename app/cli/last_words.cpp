#include "app/cli/last_words.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstring>

#include <unistd.h>

namespace whittle::cli {
namespace {

// A signal handler can reach only static state. Two places, so that one is whole while the other is written.
constexpr std::size_t kRoom = 1024;
struct Place {
    char text[kRoom];
    std::size_t size = 0;
};
Place places[2];
std::atomic<int> current = 0;

void write(std::string_view text) {
    while (!text.empty()) {
        const ssize_t n = ::write(STDERR_FILENO, text.data(), text.size());
        if (n <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(n));
    }
}

// The default is back by now (SA_RESETHAND), so this ends the process as it would have ended.
void onCrash(int signal) {
    writeWhere("whittle: crashed in ");
    std::raise(signal);
}

// Of the main thread, whose own stack may be what there is none left of.
void makeRoom() {
    static char room[1 << 16];
    stack_t stack{};
    stack.ss_sp = room;
    stack.ss_size = sizeof room;
    ::sigaltstack(&stack, nullptr);
}

}  // namespace

void catchCrashes() {
    makeRoom();
    struct sigaction action {};
    action.sa_handler = onCrash;
    action.sa_flags = static_cast<int>(SA_ONSTACK | SA_RESETHAND);
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) ::sigaction(signal, &action, nullptr);
}

void nowIn(std::string_view where) {
    const int next = 1 - current.load();
    places[next].size = std::min(where.size(), kRoom);
    std::memcpy(places[next].text, where.data(), places[next].size);
    current = next;
}

void writeWhere(std::string_view before) {
    const Place& place = places[current.load()];
    if (place.size == 0) return;
    write(before);
    write({place.text, place.size});
    write("\n");
}

}  // namespace whittle::cli

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

void onCrash(int signal) {
    std::signal(signal, SIG_DFL);
    writeWhere("whittle: crashed in ");
    std::raise(signal);
}

}  // namespace

void catchCrashes() {
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) std::signal(signal, onCrash);
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

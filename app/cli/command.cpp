#include "app/cli/command.h"

#include <atomic>
#include <csignal>
#include <cstdio>

namespace whittle::cli {
namespace {

// A signal handler can reach only static state.
CancelSource& interruptSource() {
    static CancelSource source;
    return source;
}

void onInterrupt(int signal) {
    interruptSource().cancel();
    std::signal(signal, SIG_DFL);
}

}  // namespace

int reportError(const Error& error, bool json) {
    if (json)
        printJson({{"error", {{"code", codeName(error.code)}, {"message", error.message}, {"context", error.context}}}});
    else
        fmt::print(stderr, "whittle: {}\n", error.describe());
    return error.code == Code::Cancelled ? kStopped : kBadInput;
}

void printJson(const Json& object) {
    // Names from files may hold bytes that are not UTF-8; they must not break the one object promised.
    fmt::print("{}\n", object.dump(2, ' ', false, Json::error_handler_t::replace));
}

Result<OpenedGraph> openForCommand(const std::string& path, const std::string& model, std::uint64_t seed) {
    Result<OpenedGraph> opened = openGraph(path, {.model = model, .fillMissing = true, .seed = seed});
    if (opened)
        for (const std::string& note : opened->notes) fmt::print(stderr, "note: {}\n", note);
    return opened;
}

CancelToken interruptToken() {
    CancelToken token = interruptSource().token();
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
    return token;
}

std::string humanBytes(std::uint64_t bytes) {
    const char* units[] = {"B", "kB", "MB", "GB", "TB"};
    double value = static_cast<double>(bytes);
    int unit = 0;
    while (value >= 1000 && unit < 4) {
        value /= 1000;
        ++unit;
    }
    return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, units[unit]);
}

}  // namespace whittle::cli

#include "app/cli/command.h"

#include <atomic>
#include <csignal>
#include <cstdio>

#include "app/cli/last_words.h"
#include "app/cli/print_text.h"
#include "engine/base/program_file.h"

namespace whittle::cli {
namespace {

// A signal handler can reach only static state.
CancelSource& interruptSource() {
    static CancelSource source;
    return source;
}

void onInterrupt(int signal) {
    if (!interruptSource().token().cancelled()) writeWhere("whittle: told to stop in ");
    interruptSource().cancel();
    std::signal(signal, SIG_DFL);
}

}  // namespace

int reportError(const Error& error, bool json) {
    if (json)
        printJson({{"error", {{"code", codeName(error.code)}, {"message", error.message}, {"context", error.context}}}});
    else
        printText(stderr, "whittle: {}\n", error.describe());
    return error.code == Code::Cancelled ? kStopped : kBadInput;
}

void printJson(const Json& object) {
    // Names from files may hold bytes that are not UTF-8; they must not break the one object promised.
    fmt::print("{}\n", object.dump(2, ' ', false, Json::error_handler_t::replace));
}

CLI::Validator between(double least, double most) {
    const auto check = [least, most](std::string& text) {
        double value = 0;
        const bool isNumber = CLI::detail::lexical_cast(text, value);
        return isNumber && value >= least && value <= most ? std::string() : fmt::format("'{}' is not between {} and {}", text, least, most);
    };
    return CLI::Validator(check, fmt::format("[{} - {}]", least, most));
}

Result<OpenedGraph> openForCommand(const std::string& path, const OpenOptions& options) {
    Result<OpenedGraph> opened = openGraph(path, options);
    if (opened)
        for (const std::string& note : opened->notes) printText(stderr, "note: {}\n", note);
    return opened;
}

CancelToken interruptToken() {
    CancelToken token = interruptSource().token();
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
    // A terminal that closes; nohup's wish stays.
    if (std::signal(SIGHUP, onInterrupt) == SIG_IGN) std::signal(SIGHUP, SIG_IGN);
    return token;
}

std::filesystem::path ownProgram() {
    std::filesystem::path self = programFile();
    return self.empty() ? std::filesystem::path("whittle") : self;
}

}  // namespace whittle::cli

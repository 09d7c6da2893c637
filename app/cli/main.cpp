// The `whittle` command: parses the command line and calls one file a subcommand.
#include <algorithm>
#include <cstdio>
#include <new>
#include <string_view>
#include <system_error>

#include "app/cli/command.h"
#include "app/cli/wait_policy.h"
#include "engine/base/version.h"

namespace {

using whittle::cli::Selection;

constexpr void (*kCommands[])(CLI::App&, Selection&) = {
    whittle::cli::addInfo, whittle::cli::addRun,   whittle::cli::addCompile,     whittle::cli::addMinify, whittle::cli::addExport,
    whittle::cli::addFuzz, whittle::cli::addBench, whittle::cli::addBenchWorker, whittle::cli::addWorker, whittle::cli::addKeeper,
    whittle::cli::addCompletion, whittle::cli::addTrace, whittle::cli::addStance, whittle::cli::addDiff,
};

// Asked before parsing has told: a usage error under --json is an object like any other.
bool wantsJson(int argc, char** argv) {
    return std::any_of(argv, argv + argc, [](const char* argument) { return std::string_view(argument) == "--json"; });
}

}  // namespace

int main(int argc, char** argv) {
    whittle::cli::waitPassively(argv);
    CLI::App app("Opens the graphs PyTorch 2 captures, runs and compiles them, and cuts a failing one down.", "whittle");
    app.set_version_flag("--version", fmt::format("whittle {}", whittle::kVersion));
    app.require_subcommand(1);
    app.footer("FILE is a PT2 archive, a bare export JSON, FX text or a reproducer .py, or Whittle's .wtl text.\n"
               "Exit status: 0 success, 1 a check failed, 2 bad input; minify: 0 minimal, 1 does not fail,\n"
               "3 stopped with the best so far exported, 4 too flaky to judge; fuzz: 1 failures found, 3 interrupted.");
    Selection selection;
    for (const auto add : kCommands) add(app, selection);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {  // CLI11 speaks in exceptions; they end here
        const bool isHelp = error.get_exit_code() == 0;
        if (!isHelp && wantsJson(argc, argv))
            return whittle::cli::reportError({whittle::Code::Argument, error.what(), {}}, true);
        return app.exit(error) == 0 ? whittle::cli::kOk : whittle::cli::kBadInput;
    }
    try {
        const int status = selection.run();
        // An answer that could not be written, to a full disk say, is no answer.
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
            return whittle::cli::reportError({whittle::Code::Io, "standard output could not be written", {}}, false);
        return status;
    } catch (const std::system_error& error) {  // fmt's, when a stream refuses
        return whittle::cli::reportError({whittle::Code::Io, fmt::format("standard output could not be written: {}", error.what()), {}}, false);
    } catch (const std::bad_alloc&) {
        return whittle::cli::reportError({whittle::Code::Limit, "this needs more memory than there is", {}},
                                         wantsJson(argc, argv));
    }
}

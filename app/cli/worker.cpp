// `whittle worker`: the child process in which compiled code runs. Started by the window and the minifier.
#include "app/cli/command.h"
#include "engine/base/process.h"
#include "engine/runtime/worker.h"

namespace whittle::cli {

void addWorker(CLI::App& app, Selection& selection) {
    auto channel = std::make_shared<int>(kChildChannel);
    // The empty group hides it from --help: it is of no use at a prompt.
    CLI::App* command = app.add_subcommand("worker", "Serve jobs over an inherited socket")->group("");
    command->add_option("--channel", *channel, "file descriptor of the socket")->capture_default_str();
    command->callback([&selection, channel] { selection.run = [channel] { return serveWorker(*channel); }; });
}

}  // namespace whittle::cli

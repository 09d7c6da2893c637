// `whittle keeper`: the child process that runs the programs of a command oracle. Started by the minifier.
#include "app/cli/command.h"
#include "engine/base/keeper.h"
#include "engine/base/process.h"

namespace whittle::cli {

void addKeeper(CLI::App& app, Selection& selection) {
    auto folder = std::make_shared<std::string>();
    // The empty group hides it from --help: it is of no use at a prompt.
    CLI::App* command = app.add_subcommand("keeper", "Run commands that come over an inherited socket")->group("");
    command->add_option("--folder", *folder, "what to remove when the socket closes");
    command->callback([&selection, folder] { selection.run = [folder] { return serveKeeper(kChildChannel, *folder); }; });
}

}  // namespace whittle::cli

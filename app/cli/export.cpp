// `whittle export`: the graph in another form, for people and other tools.
#include <array>

#include "app/cli/command.h"
#include "engine/base/files.h"
#include "engine/formats/export_py.h"
#include "engine/formats/wtl.h"

namespace whittle::cli {
namespace {

struct Options {
    std::string file, model, to, output;
    std::uint64_t seed = 0;
    bool json = false;
};

struct Target {
    const char* name;
    Result<void> (*write)(const Graph& graph, const std::filesystem::path& path);
};

constexpr std::array<Target, 4> kTargets{{
    {"fx", [](const Graph& graph, const std::filesystem::path& path) { return writeFileAtomic(path, printFx(graph)); }},
    {"repro", [](const Graph& graph, const std::filesystem::path& path) { return writeRepro(graph, path, {}); }},
    {"dot", [](const Graph& graph, const std::filesystem::path& path) { return writeFileAtomic(path, printDot(graph)); }},
    {"wtl", [](const Graph& graph, const std::filesystem::path& path) { return writeWtl(graph, path); }},
}};

Result<void> runExport(const Options& options) {
    WHITTLE_TRY(const OpenedGraph opened, openForCommand(options.file, options.model, options.seed));
    for (const Target& target : kTargets)
        if (options.to == target.name) {
            WHITTLE_TRY_VOID(target.write(opened.graph, options.output).context("exporting {} to {}", options.file, options.output));
        }
    if (options.json) printJson({{"ok", true}, {"path", options.output}});
    else fmt::print("wrote {}\n", options.output);
    return {};
}

}  // namespace

void addExport(CLI::App& app, Selection& selection) {
    auto options = std::make_shared<Options>();
    std::vector<std::string> names;
    for (const Target& target : kTargets) names.emplace_back(target.name);
    CLI::App* command = app.add_subcommand("export", "Write the graph in another form");
    command->add_option("FILE", options->file, "the graph to read")->required();
    command->add_option("--to", options->to, "fx (readable text), repro (a script for PyTorch), dot, or wtl")
        ->required()
        ->check(CLI::IsMember(names));
    command->add_option("-o,--output", options->output, "the file to write")->required();
    command->add_option("--seed", options->seed, "seed for weights and inputs that the file lacks")->capture_default_str();
    command->add_option("--model", options->model, "which program of an archive that holds several");
    command->add_flag("--json", options->json, "one JSON object on standard output");
    command->callback([&selection, options] {
        selection.run = [options]() -> int {
            const Result<void> done = runExport(*options);
            return done ? kOk : reportError(done.error(), options->json);
        };
    });
}

}  // namespace whittle::cli

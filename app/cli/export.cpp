// `whittle export`: the graph in another form, for people and other tools.
#include "app/cli/given_call.h"
#include "engine/formats/writers.h"

namespace whittle::cli {
namespace {

struct Options {
    std::string file, model, inputs, to, output, layout = "2.6";
    std::uint64_t seed = 0;
    bool json = false;
};

Result<void> runExport(const Options& options) {
    const OpenOptions openOptions{.model = options.model, .seed = options.seed, .inputs = options.inputs};
    WHITTLE_TRY(const OpenedGraph opened, openForCommand(options.file, openOptions));
    WHITTLE_TRY_VOID(checkGivenCall(opened.graph, openOptions));
    const Pt2Layout layout = options.layout == "current" ? Pt2Layout::B : Pt2Layout::A;
    WHITTLE_TRY_VOID(findGraphWriter(options.to)->write(opened.graph, options.output, layout).context("exporting {} to {}", options.file, options.output));
    if (options.json) printJson({{"ok", true}, {"path", options.output}});
    else fmt::print("wrote {}\n", options.output);
    return {};
}

}  // namespace

void addExport(CLI::App& app, Selection& selection) {
    auto options = std::make_shared<Options>();
    std::vector<std::string> names;
    std::string forms;
    for (const GraphWriter& writer : graphWriters()) {
        names.emplace_back(writer.name);
        forms += fmt::format("{}{} ({})", forms.empty() ? "" : ", ", writer.name, writer.what);
    }
    CLI::App* command = app.add_subcommand("export", "Write the graph in another form");
    command->add_option("FILE", options->file, "the graph to read")->required();
    command->add_option("--to", options->to, forms)
        ->required()
        ->check(CLI::IsMember(names));
    command->add_option("-o,--output", options->output, "the file to write")->required();
    command->add_option("--layout", options->layout, "which PyTorch shall read the pt2 or json: 2.6 (newer ones too), or current (2.8 on)")
        ->check(CLI::IsMember({"2.6", "current"}))
        ->capture_default_str();
    addInputsOption(*command, options->inputs, "the example call to write");
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

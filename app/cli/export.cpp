// `whittle export`: the graph in another form, for people and other tools.
#include <array>
#include <set>

#include "app/cli/given_call.h"
#include "engine/base/files.h"
#include "engine/formats/export_py.h"
#include "engine/formats/export_write.h"
#include "engine/formats/print_svg.h"
#include "engine/formats/pt2_write.h"
#include "engine/formats/wtl.h"

namespace whittle::cli {
namespace {

struct Options {
    std::string file, model, inputs, to, output, layout = "2.6";
    std::uint64_t seed = 0;
    bool json = false;
};

using Path = std::filesystem::path;

bool current(const Options& options) { return options.layout == "current"; }

Result<void> exportJson(const Graph& graph, const Path& path, const Options& options) {
    WHITTLE_TRY(const std::string text, printExport(graph, programCall(graph), current(options) ? ExportSchema::V8_20 : ExportSchema::V8_2));
    return writeFileAtomic(path, text);
}

// Weights by qualified name, the example call as in.0, in.1, ..., which is what `run --inputs` reads.
Result<void> exportTensors(const Graph& graph, const Path& path, const Options&) {
    NamedTensors tensors;
    std::set<std::string> taken;
    std::size_t users = 0;
    for (const GraphInput& input : graph.inputs()) {
        const std::string name = input.kind == InputKind::User ? fmt::format("in.{}", users++) : input.target;
        const Tensor* tensor = asTensor(input.data);
        if (tensor && taken.insert(name).second) tensors.emplace_back(name, *tensor);
    }
    return writeSafetensors(path, tensors);
}

struct Target {
    const char* name;
    Result<void> (*write)(const Graph& graph, const Path& path, const Options& options);
};

constexpr std::array<Target, 8> kTargets{{
    {"fx", [](const Graph& graph, const Path& path, const Options&) { return writeFileAtomic(path, printFx(graph)); }},
    {"repro", [](const Graph& graph, const Path& path, const Options&) { return writeRepro(graph, path, {}); }},
    {"pt2", [](const Graph& graph, const Path& path, const Options& options) {
         return writePt2(graph, path, current(options) ? Pt2Layout::B : Pt2Layout::A);
     }},
    {"json", exportJson},
    {"safetensors", exportTensors},
    {"dot", [](const Graph& graph, const Path& path, const Options&) { return writeFileAtomic(path, printDot(graph)); }},
    {"svg", [](const Graph& graph, const Path& path, const Options&) -> Result<void> {
         WHITTLE_TRY(const std::string svg, printSvg(graph));
         return writeFileAtomic(path, svg);
     }},
    {"wtl", [](const Graph& graph, const Path& path, const Options&) { return writeWtl(graph, path); }},
}};

Result<void> runExport(const Options& options) {
    const OpenOptions openOptions{.model = options.model, .seed = options.seed, .inputs = options.inputs};
    WHITTLE_TRY(const OpenedGraph opened, openForCommand(options.file, openOptions));
    WHITTLE_TRY_VOID(checkGivenCall(opened.graph, openOptions));
    for (const Target& target : kTargets)
        if (options.to == target.name) {
            WHITTLE_TRY_VOID(target.write(opened.graph, options.output, options).context("exporting {} to {}", options.file, options.output));
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
    command->add_option("--to", options->to, "fx (readable text), repro (a script for PyTorch), pt2 (torch.export.load reads it), json (its program alone),\n"
                        "safetensors (weights and example inputs), dot, svg (a picture), or wtl")
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

// `whittle compile`: compiles without running and tells what was decided on the way.
#include "app/cli/compiler_options.h"
#include "app/cli/given_call.h"
#include "engine/base/files.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "engine/ops/op_def.h"
#include "engine/runtime/compile.h"

namespace whittle::cli {
namespace {

struct Options {
    std::string file, model, inputs, dump, inject;
    CompilerChoice compiler;
    bool json = false;
};

Json reportJson(const CompileReport& report) {
    Json phases = Json::object(), passes = Json::array(), kernels = Json::array(), decisions = Json::array();
    for (const PassRecord& pass : report.passes)
        passes.push_back({{"name", pass.name}, {"ms", pass.milliseconds}, {"rewrites", pass.rewrites}, {"skipped", pass.skipped}});
    for (const KernelRecord& kernel : report.kernels) {
        kernels.push_back({{"name", kernel.name}, {"kind", kernel.kind}, {"implementation", kernel.implementation},
                           {"nodes", kernel.nodes}, {"compile_ms", kernel.compileMs}});
        if (!kernel.code.empty()) kernels.back()["code"] = kernel.code;
        if (kernel.vector.isa.empty()) continue;
        kernels.back().update({{"vector_isa", kernel.vector.isa}, {"vector_width", kernel.vector.width}, {"vector", kernel.vector.text},
                               {"non_temporal_stores", kernel.vector.nonTemporal}});
    }
    for (const Decision& decision : report.decisions)
        decisions.push_back({{"rule", decision.rule}, {"nodes", decision.nodes}, {"accepted", decision.accepted},
                             {"reason", decision.reason}});
    for (const PhaseRecord& phase : report.phases) phases[phase.name] = phase.milliseconds;
    return {{"ok", true},       {"compile_ms", report.milliseconds}, {"phases_ms", phases},
            {"cpu", report.cpu}, {"passes", passes},                  {"kernels", kernels},
            {"decisions", decisions}, {"eager_fallbacks", report.eagerFallbacks}, {"notes", report.notes}};
}

// One file an artefact, numbered in the order they arose: 00-opened.wtl, 01-decompose.wtl, k0_add.loops, ...
Result<void> dumpArtefacts(const Graph& graph, const CompileReport& report, const std::filesystem::path& folder) {
    WHITTLE_TRY_VOID(writeFileAtomic(folder / "00-opened.wtl", printGraph(graph, findSchema)));
    for (std::size_t i = 0; i < report.passes.size(); ++i)
        if (report.passes[i].after)
            WHITTLE_TRY_VOID(writeFileAtomic(folder / fmt::format("{:02}-{}.wtl", i + 1, report.passes[i].name),
                                             printGraph(*report.passes[i].after, findSchema)));
    for (const KernelRecord& kernel : report.kernels) {
        if (!kernel.loopIr.empty()) WHITTLE_TRY_VOID(writeFileAtomic(folder / (kernel.name + ".loops"), kernel.loopIr));
        if (!kernel.llvmIr.empty()) WHITTLE_TRY_VOID(writeFileAtomic(folder / (kernel.name + ".ll"), kernel.llvmIr));
    }
    return writeFileAtomic(folder / "report.json", reportJson(report).dump(2) + "\n");
}

Result<int> runCompile(const Options& options) {
    const OpenOptions openOptions{.model = options.model, .inputs = options.inputs};
    WHITTLE_TRY(const OpenedGraph opened, openForCommand(options.file, openOptions));
    WHITTLE_TRY_VOID(checkGivenCall(opened.graph, openOptions));
    WHITTLE_TRY_VOID(checkGraph(opened.graph).context("checking {}", options.file));
    CompileOptions compileOptions = cli::compileOptions(options.compiler, openCache(options.compiler));
    compileOptions.keepArtefacts = !options.dump.empty();
    WHITTLE_TRY(compileOptions.inject, parseInjections(options.inject));
    WHITTLE_TRY(const std::shared_ptr<const Executable> executable,
                compile(opened.graph, compileOptions).context("compiling {}", options.file));
    const CompileReport& report = executable->report();
    if (!options.dump.empty())
        WHITTLE_TRY_VOID(dumpArtefacts(opened.graph, report, options.dump).context("writing the artefacts"));
    if (options.json) {
        printJson(reportJson(report));
        return kOk;
    }
    fmt::print("compiled in {:.1f} ms for {}\n\n{:>8}  {:>8}  pass\n", report.milliseconds, report.cpu, "ms", "rewrites");
    for (const PassRecord& pass : report.passes)
        fmt::print("{:>8.2f}  {:>8}  {}{}\n", pass.milliseconds, pass.rewrites, pass.name, pass.skipped ? "  (skipped)" : "");
    fmt::print("\n{:8} {:24} {:28} nodes\n", "kind", "kernel", "implementation");
    for (const KernelRecord& kernel : report.kernels)
        fmt::print("{:8} {:24} {:28} {}\n", kernel.kind, kernel.name, kernel.implementation, fmt::join(kernel.nodes, " "));
    for (const KernelRecord& kernel : report.kernels)
        if (!kernel.vector.isa.empty()) fmt::print("{}: {}, {}\n", kernel.name, kernel.vector.isa, kernel.vector.text);
    fmt::print("\n");
    for (const Decision& decision : report.decisions)
        if (!decision.accepted)
            fmt::print("{}: {} ({})\n", decision.rule, decision.reason, fmt::join(decision.nodes, ", "));
    if (!options.dump.empty()) fmt::print("artefacts in {}\n", options.dump);
    return kOk;
}

}  // namespace

void addCompile(CLI::App& app, Selection& selection) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("compile", "Compile a graph and tell every pass, kernel and decision");
    command->add_option("FILE", options->file, "the graph to compile")->required();
    addInputsOption(*command, options->inputs, "the call to compile for");
    command->add_option("--model", options->model, "which program of an archive that holds several");
    command->add_option("--dump", options->dump, "folder for snapshots, loop IR and LLVM IR");
    addCompilerOptions(*command, options->compiler);
    command->add_option("--inject", options->inject, "developer: plant compiler faults, OP=KIND[,OP=KIND]");
    command->add_flag("--json", options->json, "one JSON object on standard output");
    command->callback([&selection, options] {
        selection.run = [options] {
            const Result<int> status = runCompile(*options);
            return status ? *status : reportError(status.error(), options->json);
        };
    });
}

}  // namespace whittle::cli

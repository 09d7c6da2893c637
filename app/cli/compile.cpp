// `whittle compile`: compiles without running and tells what was decided on the way.
#include "app/cli/compile_report.h"
#include "app/cli/compiler_options.h"
#include "app/cli/given_call.h"
#include "app/cli/print_text.h"
#include "app/cli/progress.h"
#include "engine/base/files.h"
#include "engine/codegen/cpu_jit.h"
#include "engine/loops/kernel_text.h"
#include "engine/ops/check.h"
#include "engine/runtime/compile.h"

namespace whittle::cli {
namespace {

struct Options {
    std::string file, model, inputs, dump, inject;
    std::uint64_t seed = 0;
    CompilerChoice compiler;
    bool kernel = false, verbose = false, json = false;
};

// One kernel of a dump, or one written by hand.
Result<int> compileKernelText(const Options& options) {
    WHITTLE_TRY(const std::string text, readFile(options.file));
    WHITTLE_TRY(const LoopKernel kernel, parseKernel(text).context("reading {}", options.file));
    WHITTLE_TRY(CpuJit jit, CpuJit::create(VectorIsa::Host, openCache(options.compiler)));
    WHITTLE_TRY(const CompiledKernel code, jit.compile(kernel, KeepText::Yes).context("compiling {}", options.file));
    CompileReport report;
    report.cpu = jit.cpuName();
    report.milliseconds = code.milliseconds;
    report.kernels.push_back({.name = kernel.name, .kind = "loops", .nodes = {}, .implementation = "llvm", .vector = code.vector, .schedule = code.vector.schedule,
                              .loopIr = printKernel(kernel), .llvmIr = code.texts.llvmIr, .assembly = code.texts.assembly, .object = code.texts.object,
                              .code = std::string(codeSourceName(code.source)), .sameCodeAs = {}, .compileMs = code.milliseconds});
    if (!options.dump.empty()) WHITTLE_TRY_VOID(dumpArtefacts(nullptr, report, options.dump).context("writing the artefacts"));
    if (options.json) {
        printJson(reportJson(report));
        return kOk;
    }
    printText("{}: {}, {}\n    {}\n", kernel.name, code.vector.isa, code.vector.text, scheduleText(code.vector.schedule));
    if (options.dump.empty()) printText("{}", code.texts.assembly);
    else printText("artefacts in {}\n", options.dump);
    return kOk;
}

Result<int> runCompile(const Options& options) {
    if (!options.dump.empty()) WHITTLE_TRY_VOID(checkDumpFolder(options.dump));
    if (options.kernel) return compileKernelText(options);
    const OpenOptions openOptions{.model = options.model, .seed = options.seed, .inputs = options.inputs};
    WHITTLE_TRY(const OpenedGraph opened, openForCommand(options.file, openOptions));
    WHITTLE_TRY_VOID(checkGivenCall(opened.graph, openOptions));
    WHITTLE_TRY_VOID(checkGraph(opened.graph).context("checking {}", options.file));
    WHITTLE_TRY(CompileOptions compileOptions, cli::compileOptions(options.compiler, openCache(options.compiler)));
    TuneLines lines(options.json ? TuneLines::Style::Quiet : TuneLines::Style::Auto);
    compileOptions.choices.progress = [&](const TuneProgress& progress) { lines.show(progress); };
    compileOptions.keepArtefacts |= !options.dump.empty();
    compileOptions.seed = options.seed;
    WHITTLE_TRY(compileOptions.inject, parseInjections(options.inject));
    WHITTLE_TRY(const std::shared_ptr<const Executable> executable,
                compile(opened.graph, compileOptions).context("compiling {}", options.file));
    lines.end();
    const CompileReport& report = executable->report();
    if (!options.dump.empty())
        WHITTLE_TRY_VOID(dumpArtefacts(&opened.graph, report, options.dump).context("writing the artefacts"));
    if (options.json) {
        printJson(reportJson(report));
        return kOk;
    }
    printReport(report, options.verbose ? Detail::Full : Detail::Short);
    if (!options.dump.empty()) printText("artefacts in {}\n", options.dump);
    return kOk;
}

}  // namespace

void addCompile(CLI::App& app, Selection& selection) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("compile", "Compile a graph and tell every pass, kernel and decision");
    command->add_option("FILE", options->file, "the graph to compile")->required();
    command->add_flag("--kernel", options->kernel, "FILE is the text of one loop kernel, as --dump writes it (.loops): compile that; shows its assembly without --dump");
    addInputsOption(*command, options->inputs, "the call to compile for");
    command->add_option("--model", options->model, "which program of an archive that holds several");
    command->add_option("--seed", options->seed, "seed of random operators (as torch.manual_seed), and of weights and inputs that the file lacks")->capture_default_str();
    command->add_option("--dump", options->dump, "new or empty folder for the graph after each pass, rewrites, decisions, and loop IR, LLVM IR, assembly and object of each kernel");
    addCompilerOptions(*command, options->compiler);
    addKernelOptions(*command, options->compiler.kernels, Tuning::Offered);
    command->add_option("--inject", options->inject, "developer: plant compiler faults, OP=KIND[@RATE][,OP=KIND]");
    command->add_flag("-v,--verbose", options->verbose, "each rewrite of a pass, and the decisions that were accepted too");
    command->add_flag("--json", options->json, "one JSON object on standard output");
    command->callback([&selection, options] {
        selection.run = [options] {
            const Result<int> status = runCompile(*options);
            return status ? *status : reportError(status.error(), options->json);
        };
    });
}

}  // namespace whittle::cli

#include "app/cli/oracle_choice.h"

#include <algorithm>

#include "minifier/oracle/engine_oracle.h"
#include "minifier/oracle/torch_oracle.h"

namespace whittle::cli {
namespace {

using Made = Result<std::unique_ptr<Oracle>>;

constexpr double kEngineSeconds = 10;
constexpr double kTorchSeconds = 300;  // Inductor waits for a C++ compiler, on a busy machine a minute

std::chrono::milliseconds timeOf(const OracleChoice& choice, double usual) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(choice.timeout.value_or(usual) * 1000));
}

Made makeEngine(const OracleChoice& choice, const Graph& original, std::uint64_t seed) {
    WHITTLE_TRY(CompileOptions compile, compileOptions(choice.compiler, openCache(choice.compiler)));
    compile.choices.mayLackSites = true;  // a candidate is a part of the graph
    for (const ForcedChoice& forced : compile.choices.forced)
        if (std::ranges::find(original.nodes(), forced.site, &Node::name) == original.nodes().end())
            fmt::print(stderr, "note: the graph has no node '{}' as it was opened; the choice counts where a pass makes one\n", forced.site);
    WHITTLE_TRY(compile.inject, parseInjections(choice.inject));
    for (const std::string& note : idleInjections(original, compile.inject)) fmt::print(stderr, "note: {}\n", note);
    compile.seed = seed;
    return std::make_unique<EngineOracle>(
        EngineOracleOptions{.program = ownProgram(), .limits = {.time = timeOf(choice, kEngineSeconds), .memoryBytes = choice.memoryMb << 20}, .compile = std::move(compile)});
}

Made makeTorch(const OracleChoice& choice, const Graph& original, std::uint64_t seed) {
    if (choice.python.empty()) return fail(Code::Argument, "--oracle torch asks for --python, the Python whose PyTorch is to be judged");
    // Beside the programs in the build folder and where they are installed.
    return TorchOracle::start(original,
                              {.python = choice.python,
                               .helper = ownProgram().parent_path().parent_path() / "share/whittle/torch_oracle.py",
                               .mode = choice.torchMode,
                               .sameEager = choice.torchEager == "same",
                               .time = timeOf(choice, kTorchSeconds),
                               .memoryBytes = choice.memoryMb << 20,
                               .seed = seed},
                              interruptToken());
}

struct Kind {
    std::string_view name;
    std::string_view what;
    Made (*make)(const OracleChoice& choice, const Graph& original, std::uint64_t seed);
};
constexpr Kind kKinds[] = {
    {"engine", "our compiler and runtime", makeEngine},
    {"torch", "the PyTorch of --python", makeTorch},
};

}  // namespace

void addOracleOptions(CLI::App& command, OracleChoice& choice) {
    std::vector<std::string> names;
    std::string words = "who says that it fails";
    for (const Kind& kind : kKinds) {
        names.emplace_back(kind.name);
        words += fmt::format("{}{}, {}", names.size() == 1 ? ": " : "; ", kind.name, kind.what);
    }
    command.add_option("--oracle", choice.name, words)->check(CLI::IsMember(names))->capture_default_str();
    command.add_option("--timeout", choice.timeout, fmt::format("seconds a candidate may take (engine: {}, torch: {})", kEngineSeconds, kTorchSeconds))
        ->check(between(0.001, 1e6));
    command.add_option("--memory", choice.memoryMb, "megabytes a candidate may use")->check(between(16, 1e9))->capture_default_str();
    command.add_option("--inject", choice.inject, "developer: plant compiler faults, OP=KIND[,OP=KIND]");
    command.add_option("--python", choice.python, "torch: the Python with the PyTorch to judge, 2.6 or newer");
    command.add_option("--torch-mode", choice.torchMode, "torch: aoti, AOTInductor (export, compile, load, run); compile, torch.compile")
        ->check(CLI::IsMember({"aoti", "compile"}))
        ->capture_default_str();
    command.add_option("--torch-eager", choice.torchEager, "torch: same, eager must do for a candidate what it does for the original; any")
        ->check(CLI::IsMember({"same", "any"}))
        ->capture_default_str();
    addCompilerOptions(command, choice.compiler);
    addKernelOptions(command, choice.compiler.kernels, Tuning::ReadOnly);
}

std::string oracleWords(const OracleChoice& choice) {
    const OracleChoice standard;
    std::string words;
    if (choice.name != standard.name) words += " --oracle " + choice.name;
    if (!choice.inject.empty()) words += " --inject " + choice.inject;
    for (const std::string& pass : choice.compiler.skipPasses) words += " --skip-pass " + pass;
    for (const std::string& forced : choice.compiler.kernels.forced) words += fmt::format(" --choose '{}'", forced);
    if (choice.compiler.kernels.noStore) words += " --no-tuning-store";
    if (!choice.compiler.kernels.store.empty()) words += fmt::format(" --tuning-store '{}'", choice.compiler.kernels.store);
    if (choice.compiler.passLimit >= 0) words += fmt::format(" --pass-limit {}", choice.compiler.passLimit);
    if (!choice.python.empty()) words += fmt::format(" --python '{}'", choice.python);
    if (choice.torchMode != standard.torchMode) words += " --torch-mode " + choice.torchMode;
    if (choice.torchEager != standard.torchEager) words += " --torch-eager " + choice.torchEager;
    if (choice.timeout) words += fmt::format(" --timeout {}", *choice.timeout);
    if (choice.memoryMb != standard.memoryMb) words += fmt::format(" --memory {}", choice.memoryMb);
    return words;
}

Made makeOracle(const OracleChoice& choice, const Graph& original, std::uint64_t seed) {
    return std::ranges::find(kKinds, choice.name, &Kind::name)->make(choice, original, seed);
}

}  // namespace whittle::cli

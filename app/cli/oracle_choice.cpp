#include "app/cli/oracle_choice.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "minifier/oracle/command_oracle.h"
#include "minifier/oracle/command_words.h"
#include "minifier/oracle/engine_oracle.h"
#include "minifier/oracle/torch_oracle.h"

namespace whittle::cli {
namespace {

using Made = Result<std::unique_ptr<Oracle>>;

constexpr double kEngineSeconds = 10;
constexpr double kCommandSeconds = 10;
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
        EngineOracleOptions{.program = ownProgram(),
                            .limits = {.time = timeOf(choice, kEngineSeconds), .memoryBytes = choice.memoryMb << 20},
                            .compile = std::move(compile),
                            .eager = choice.eager == "irrelevant" ? EagerRun::Skipped : EagerRun::MayRaise});
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

// What a program may want to read; DOT and bare tensors are no graphs any more.
constexpr std::array<std::string_view, 5> kFormats{"repro", "pt2", "json", "wtl", "fx"};

Made makeCommand(const OracleChoice& choice, const Graph&, std::uint64_t) {
    if (choice.command.empty()) return fail(Code::Argument, "--oracle command needs --command 'PROGRAM ARGUMENTS'");
    const char* path = std::getenv("PATH");
    std::error_code trouble;
    const std::filesystem::path here = std::filesystem::current_path(trouble), temp = std::filesystem::temp_directory_path(trouble);
    if (trouble) return fail(Code::Io, "cannot tell the current folder or the one for temporary files: {}", trouble.message());
    WHITTLE_TRY(std::vector<std::string> words, commandWords(choice.command, here, path ? path : "/usr/local/bin:/usr/bin:/bin"));
    WHITTLE_TRY(FailsWhen failsWhen, FailsWhen::parse(choice.failsWhen));
    WHITTLE_TRY(std::unique_ptr<CommandOracle> oracle, CommandOracle::make({.program = ownProgram(),
                                                                            .words = std::move(words),
                                                                            .command = choice.command,
                                                                            .format = choice.format,
                                                                            .failsWhen = std::move(failsWhen),
                                                                            .time = timeOf(choice, kCommandSeconds),
                                                                            .memoryBytes = choice.memoryMb << 20,
                                                                            .tempFolder = temp}));
    return oracle;
}

std::string shellWord(std::string_view text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

struct Kind {
    std::string_view name;
    std::string_view what;
    Made (*make)(const OracleChoice& choice, const Graph& original, std::uint64_t seed);
};
constexpr Kind kKinds[] = {
    {"engine", "our compiler and runtime", makeEngine},
    {"torch", "the PyTorch of --python", makeTorch},
    {"command", "any program: the end of --command", makeCommand},
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
    command.add_option("--timeout", choice.timeout, fmt::format("seconds a candidate may take (engine: {}, torch: {}, command: {})", kEngineSeconds, kTorchSeconds, kCommandSeconds))
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
    command.add_option("--command", choice.command, "with --oracle command: the program and its arguments, as words without a shell; the candidate's\n"
                       "file stands where {} does, else it is the last argument");
    command.add_option("--candidate-format", choice.format, "with --oracle command: what the file is, as export --to writes it")
        ->check(CLI::IsMember(std::vector<std::string>(kFormats.begin(), kFormats.end())))
        ->capture_default_str();
    command.add_option("--fails-when", choice.failsWhen, "with --oracle command: exit==N, exit!=N, stderr~REGEX, stdout~REGEX, signal, timeout or memory")
        ->capture_default_str();
    command.add_option("--eager", choice.eager, "with --oracle engine: same, a candidate's eager run must do what the original's does (run to its end, or raise);\n"
                       "irrelevant, it is not run, and no results are compared")
        ->check(CLI::IsMember({"same", "irrelevant"}))
        ->capture_default_str();
    addCompilerOptions(command, choice.compiler);
    addKernelOptions(command, choice.compiler.kernels, Tuning::ReadOnly);
}

std::string oracleWords(const OracleChoice& choice) {
    const OracleChoice standard;
    std::string words;
    if (choice.name != standard.name) words += " --oracle " + choice.name;
    if (!choice.command.empty()) words += " --command " + shellWord(choice.command);
    if (choice.format != standard.format) words += " --candidate-format " + choice.format;
    if (choice.failsWhen != standard.failsWhen) words += " --fails-when " + shellWord(choice.failsWhen);
    if (!choice.inject.empty()) words += " --inject " + choice.inject;
    if (choice.eager != standard.eager) words += " --eager " + choice.eager;
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
    if (!choice.command.empty() && choice.name != "command") return fail(Code::Argument, "--command goes with --oracle command");
    return std::ranges::find(kKinds, choice.name, &Kind::name)->make(choice, original, seed);
}

}  // namespace whittle::cli

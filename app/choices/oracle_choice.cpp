#include "app/choices/oracle_choice.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <ranges>

#include "minifier/oracle/command_oracle.h"
#include "minifier/oracle/command_words.h"
#include "minifier/oracle/engine_oracle.h"
#include "minifier/oracle/torch_oracle.h"

// For lupdate, which collects here what the window translates; nothing here knows Qt.
#define WINDOW_TEXT(context, text) text

namespace whittle {
namespace {

using Made = Result<MadeOracle>;

const char* searchPath() {
    const char* path = std::getenv("PATH");
    return path ? path : "/usr/local/bin:/usr/bin:/bin";
}

Result<std::vector<std::string>> commandOf(const OracleChoice& choice) {
    if (choice.command.empty()) return fail(Code::Argument, "--oracle command needs --command 'PROGRAM ARGUMENTS'");
    std::error_code trouble;
    const std::filesystem::path here = std::filesystem::current_path(trouble);
    if (trouble) return fail(Code::Io, "cannot tell the current folder: {}", trouble.message());
    return commandWords(choice.command, here, searchPath());
}

Result<void> checkCommand(const OracleChoice& choice) {
    WHITTLE_TRY_VOID(commandOf(choice));
    return {};
}

Result<void> checkFailsWhen(const OracleChoice& choice) {
    WHITTLE_TRY_VOID(FailsWhen::parse(choice.failsWhen));
    return {};
}

Result<void> checkCompilerOptions(const OracleChoice& choice) { return checkCompiler(choice.compiler); }

Result<void> checkInjections(const OracleChoice& choice) {
    WHITTLE_TRY_VOID(parseInjections(choice.inject));
    return {};
}

// With its whole path, where PATH has to be searched for it.
Result<std::string> pythonOf(const OracleChoice& choice) {
    if (choice.python.empty()) return fail(Code::Argument, "--oracle torch asks for --python, the Python whose PyTorch is to be judged");
    WHITTLE_TRY(const std::vector<std::string> words, commandWords(shellWord(choice.python), {}, searchPath()));
    return words.front();
}

Result<void> checkPython(const OracleChoice& choice) {
    WHITTLE_TRY_VOID(pythonOf(choice));
    return {};
}

constexpr double kEngineSeconds = 10;
constexpr double kCommandSeconds = 10;
constexpr double kTorchSeconds = 300;  // Inductor waits for a C++ compiler, on a busy machine a minute

std::chrono::milliseconds timeOf(const OracleChoice& choice, double usual) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(choice.timeout.value_or(usual) * 1000));
}

Made makeEngine(const OracleChoice& choice, const OracleUse& use) {
    WHITTLE_TRY(EngineUse engine, engineUse(choice, use));
    return MadeOracle{.oracle = std::make_unique<EngineOracle>(EngineOracleOptions{.program = use.program,
                                                                                   .limits = engine.limits,
                                                                                   .compile = std::move(engine.compile),
                                                                                   .eager = choice.eager == "irrelevant" ? EagerRun::Skipped : EagerRun::MayRaise}),
                      .notes = std::move(engine.notes)};
}

Made makeTorch(const OracleChoice& choice, const OracleUse& use) {
    WHITTLE_TRY(std::string python, pythonOf(choice));
    // Beside the programs in the build folder and where they are installed.
    WHITTLE_TRY(std::unique_ptr<Oracle> oracle,
                TorchOracle::start(use.original,
                                   {.python = std::move(python),
                                    .helper = use.program.parent_path().parent_path() / "share/whittle/torch_oracle.py",
                                    .program = use.program,
                                    .mode = choice.torchMode,
                                    .sameEager = choice.torchEager == "same",
                                    .time = timeOf(choice, kTorchSeconds),
                                    .memoryBytes = choice.memoryMb << 20,
                                    .seed = use.seed,
                                    .inductor = choice.torchOptions},
                                   use.cancel));
    return MadeOracle{.oracle = std::move(oracle), .notes = {}};
}

Made makeCommand(const OracleChoice& choice, const OracleUse& use) {
    std::error_code trouble;
    const std::filesystem::path temp = std::filesystem::temp_directory_path(trouble);
    if (trouble) return fail(Code::Io, "cannot tell the folder for temporary files: {}", trouble.message());
    WHITTLE_TRY(std::vector<std::string> words, commandOf(choice));
    WHITTLE_TRY(FailsWhen failsWhen, FailsWhen::parse(choice.failsWhen).context("reading --fails-when"));
    WHITTLE_TRY(std::unique_ptr<CommandOracle> oracle, CommandOracle::make({.program = use.program,
                                                                            .words = std::move(words),
                                                                            .command = choice.command,
                                                                            .format = choice.format,
                                                                            .failsWhen = std::move(failsWhen),
                                                                            .time = timeOf(choice, kCommandSeconds),
                                                                            .memoryBytes = choice.memoryMb << 20,
                                                                            .tempFolder = temp}));
    return MadeOracle{.oracle = std::move(oracle), .notes = {}};
}

struct Row {
    OracleKind kind;
    Made (*make)(const OracleChoice& choice, const OracleUse& use);
};
constexpr Row kRows[] = {
    {{"engine", "our compiler and runtime", WINDOW_TEXT("Oracle", "Whittle's own compiler"), kEngineSeconds, "--inject"}, makeEngine},
    {{"torch", "the PyTorch of --python", WINDOW_TEXT("Oracle", "your PyTorch"), kTorchSeconds, "--python"}, makeTorch},
    {{"command", "any program: the end of --command", WINDOW_TEXT("Oracle", "any program"), kCommandSeconds, "--command"}, makeCommand},
};
constexpr auto kKinds = [] {
    std::array<OracleKind, std::size(kRows)> kinds{};
    std::ranges::transform(kRows, kinds.begin(), &Row::kind);
    return kinds;
}();

constexpr SettingValue kTorchModes[] = {{"aoti", WINDOW_TEXT("Oracle", "AOTInductor: export, compile, load, run")}, {"compile", WINDOW_TEXT("Oracle", "torch.compile")}};
constexpr SettingValue kTorchEagers[] = {{"same", WINDOW_TEXT("Oracle", "must do the same")}, {"any", WINDOW_TEXT("Oracle", "may do anything")}};
constexpr SettingValue kEagers[] = {{"same", WINDOW_TEXT("Oracle", "must do the same")}, {"irrelevant", WINDOW_TEXT("Oracle", "is left out")}};
// What a program may want to read; DOT and bare tensors are no graphs any more.
constexpr SettingValue kFormats[] = {{"repro", WINDOW_TEXT("Oracle", "a PyTorch script")},
                                     {"pt2", WINDOW_TEXT("Oracle", "an archive for torch.export.load")},
                                     {"json", WINDOW_TEXT("Oracle", "its program alone, as JSON")},
                                     {"wtl", WINDOW_TEXT("Oracle", "Whittle's text")},
                                     {"fx", WINDOW_TEXT("Oracle", "FX text, without data")}};

constexpr OracleSetting kSettings[] = {
    {.option = "--python", .oracle = "torch", .form = SettingForm::File, .title = WINDOW_TEXT("Oracle", "Python"),
     .what = WINDOW_TEXT("Oracle", "torch: the Python with the PyTorch to judge, 2.6 or newer"), .example = "/path/to/venv/bin/python",
     .member = &OracleChoice::python, .check = checkPython},
    {.option = "--torch-mode", .oracle = "torch", .form = SettingForm::OneOf, .title = WINDOW_TEXT("Oracle", "Compiler"),
     .what = WINDOW_TEXT("Oracle", "torch: aoti, AOTInductor (export, compile, load, run); compile, torch.compile"), .example = {},
     .member = &OracleChoice::torchMode, .values = kTorchModes},
    {.option = "--torch-eager", .oracle = "torch", .form = SettingForm::OneOf, .title = WINDOW_TEXT("Oracle", "Eager mode"),
     .what = WINDOW_TEXT("Oracle", "torch: same, eager must do for a candidate what it does for the original; any"), .example = {},
     .member = &OracleChoice::torchEager, .values = kTorchEagers},
    {.option = "--torch-option", .oracle = "torch", .form = SettingForm::Words, .title = WINDOW_TEXT("Oracle", "Inductor's options"),
     .what = WINDOW_TEXT("Oracle", "torch: NAME=VALUE, an option of torch._inductor.config as cpp.simdlen=256, set before anything is compiled; repeatable"),
     .example = "cpp.simdlen=256", .member = &OracleChoice::torchOptions},
    {.option = "--command", .oracle = "command", .form = SettingForm::Text, .title = WINDOW_TEXT("Oracle", "Command"),
     .what = WINDOW_TEXT("Oracle", "with --oracle command: the program and its arguments, as words without a shell; the candidate's\n"
             "file stands where {} does, else it is the last argument"),
     .example = "./check.sh {}", .member = &OracleChoice::command, .check = checkCommand},
    {.option = "--candidate-format", .oracle = "command", .form = SettingForm::OneOf, .title = WINDOW_TEXT("Oracle", "It is given"),
     .what = WINDOW_TEXT("Oracle", "with --oracle command: what the file is, as export --to writes it"), .example = {},
     .member = &OracleChoice::format, .values = kFormats},
    {.option = "--fails-when", .oracle = "command", .form = SettingForm::Text, .title = WINDOW_TEXT("Oracle", "Fails when"),
     .what = WINDOW_TEXT("Oracle", "with --oracle command: exit==N, exit!=N, stderr~REGEX, stdout~REGEX, signal, timeout or memory"),
     .example = "exit==0", .member = &OracleChoice::failsWhen, .check = checkFailsWhen},
    {.option = "--inject", .oracle = "engine", .form = SettingForm::Text, .title = WINDOW_TEXT("Oracle", "Planted fault"),
     .what = WINDOW_TEXT("Oracle", "developer: plant compiler faults, OP=KIND[@RATE][,OP=KIND]"), .example = WINDOW_TEXT("Oracle", "none, or gelu=wrong_result"),
     .member = &OracleChoice::inject, .check = checkInjections},
    {.option = "--eager", .oracle = "engine", .form = SettingForm::OneOf, .title = WINDOW_TEXT("Oracle", "Eager mode"),
     .what = WINDOW_TEXT("Oracle", "with --oracle engine: same, a candidate's eager run must do what the original's does (run to its end, or raise);\n"
             "irrelevant, it is not run, and no results are compared"),
     .example = {}, .member = &OracleChoice::eager, .values = kEagers},
    {.option = kCompilerSetting, .oracle = "engine", .form = SettingForm::Options, .title = WINDOW_TEXT("Oracle", "Compiler's options"),
     .what = WINDOW_TEXT("Oracle", "options of whittle compile that shape what it makes: --skip-pass, --pass-limit, --keep-apart, --without-library, --isa, --choose, --tuning-store, --no-tuning-store"),
     .example = "--skip-pass fuse-attention", .member = &OracleChoice::compiler, .check = checkCompilerOptions},
    {.option = "--timeout", .oracle = {}, .form = SettingForm::Seconds, .title = WINDOW_TEXT("Oracle", "Time limit"),
     .what = WINDOW_TEXT("Oracle", "seconds a candidate may take"), .example = {}, .member = &OracleChoice::timeout},
    {.option = "--memory", .oracle = {}, .form = SettingForm::Megabytes, .title = WINDOW_TEXT("Oracle", "Memory limit"),
     .what = WINDOW_TEXT("Oracle", "megabytes a candidate may use"), .example = {}, .member = &OracleChoice::memoryMb},
};

template <class T>
Result<T> parseNumber(const std::string& text, double least, double most) {
    T value{};
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool inRange = static_cast<double>(value) >= least && static_cast<double>(value) <= most;  // NaN is not
    if (trouble != std::errc() || end != text.data() + text.size() || !inRange) return fail(Code::Argument, "'{}' is not between {} and {}", text, least, most);
    return value;
}

}  // namespace

std::span<const OracleKind> oracleKinds() { return kKinds; }
std::span<const OracleSetting> oracleSettings() { return kSettings; }
bool isOf(const OracleSetting& setting, std::string_view oracle) { return setting.oracle.empty() || setting.oracle == oracle; }

const OracleKind* findOracleKind(std::string_view name) {
    const auto found = std::ranges::find(kKinds, name, &OracleKind::name);
    return found == kKinds.end() ? nullptr : &*found;
}

std::string settingText(const OracleChoice& choice, const OracleSetting& setting) {
    return std::visit([&](auto member) -> std::string {
        const auto& value = choice.*member;
        if constexpr (std::is_same_v<decltype(value), const std::string&>) return value;
        else if constexpr (std::is_same_v<decltype(value), const std::vector<std::string>&>) return fmt::format("{}", fmt::join(value | std::views::transform(shellWord), " "));
        else if constexpr (std::is_same_v<decltype(value), const std::uint64_t&>) return fmt::format("{}", value);
        else if constexpr (std::is_same_v<decltype(value), const CompilerChoice&>) return compilerWords(value);
        else return value ? fmt::format("{}", *value) : std::string();
    }, setting.member);
}

Result<void> setSetting(OracleChoice& choice, const OracleSetting& setting, const std::string& text) {
    if (!setting.values.empty() && !text.empty() && std::ranges::find(setting.values, text, &SettingValue::value) == setting.values.end())
        return fail(Code::Argument, "'{}' is none of {}", text, fmt::join(setting.values | std::views::transform(&SettingValue::value), ", "));
    static const OracleChoice standard;
    if (text.empty()) {
        std::visit([&](auto member) { choice.*member = standard.*member; }, setting.member);
    } else if (const auto* words = std::get_if<std::string OracleChoice::*>(&setting.member)) {
        choice.*(*words) = text;
    } else if (const auto* list = std::get_if<std::vector<std::string> OracleChoice::*>(&setting.member)) {
        WHITTLE_TRY(choice.*(*list), splitWords(text));
    } else if (const auto* seconds = std::get_if<std::optional<double> OracleChoice::*>(&setting.member)) {
        WHITTLE_TRY(choice.*(*seconds), parseNumber<double>(text, kLeastSeconds, kMostSeconds));
    } else if (const auto* compiler = std::get_if<CompilerChoice OracleChoice::*>(&setting.member)) {
        WHITTLE_TRY(choice.*(*compiler), readCompilerWords(text));
    } else {
        WHITTLE_TRY(choice.*std::get<std::uint64_t OracleChoice::*>(setting.member), parseNumber<std::uint64_t>(text, kLeastMegabytes, kMostMegabytes));
    }
    return {};
}

std::vector<Error> checkOracle(const OracleChoice& choice) {
    std::vector<Error> errors;
    for (const OracleSetting& setting : kSettings) {
        if (!setting.check || !isOf(setting, choice.name)) continue;
        if (Result<void> checked = setting.check(choice).context("reading {}", setting.option); !checked) errors.push_back(std::move(checked).error());
    }
    return errors;
}

std::string oracleWords(const OracleChoice& choice) {
    const OracleChoice standard;
    std::string words;
    if (choice.name != standard.name) words += " --oracle " + choice.name;
    for (const OracleSetting& setting : kSettings) {
        if (const auto* list = std::get_if<std::vector<std::string> OracleChoice::*>(&setting.member)) {
            for (const std::string& one : choice.*(*list)) words += fmt::format(" {} {}", setting.option, shellWord(one));
        } else if (setting.form == SettingForm::Options) {
            continue;  // last, since there may be many
        } else if (const std::string text = settingText(choice, setting); text != settingText(standard, setting)) {
            words += fmt::format(" {} {}", setting.option, shellWord(text));
        }
    }
    if (const std::string compiler = compilerWords(choice.compiler); !compiler.empty()) words += " " + compiler;
    return words;
}

Result<EngineUse> engineUse(const OracleChoice& choice, const OracleUse& use) {
    EngineUse out{.compile = {}, .limits = {.time = timeOf(choice, kEngineSeconds), .memoryBytes = choice.memoryMb << 20}, .notes = {}};
    WHITTLE_TRY(out.compile, compileOptions(choice.compiler, openCache(choice.compiler), use.cancel));
    out.compile.choices.mayLackSites = true;  // a candidate is a part of the graph
    for (const ForcedChoice& forced : out.compile.choices.forced)
        if (std::ranges::find(use.original.nodes(), forced.site, &Node::name) == use.original.nodes().end())
            out.notes.push_back(fmt::format("the graph has no node '{}' as it was opened; the choice counts where a pass makes one", forced.site));
    for (const std::string& name : out.compile.apart)
        if (std::ranges::find(use.original.nodes(), name, &Node::name) == use.original.nodes().end())
            return Result<EngineUse>(fail(Code::Argument, "there is no node '{}' to keep apart", name)).context("reading --keep-apart");
    WHITTLE_TRY(out.compile.inject, parseInjections(choice.inject));
    for (std::string& note : idleInjections(use.original, out.compile.inject)) out.notes.push_back(std::move(note));
    out.compile.seed = use.seed;
    return out;
}

Made makeOracle(const OracleChoice& choice, const OracleUse& use) {
    if (!choice.command.empty() && choice.name != "command") return fail(Code::Argument, "--command goes with --oracle command");
    const auto row = std::ranges::find(kRows, choice.name, [](const Row& each) { return each.kind.name; });
    if (row == std::end(kRows)) return fail(Code::Argument, "there is no oracle '{}'", choice.name);
    Made made = row->make(choice, use);
    if (made || made.error().code == Code::Cancelled) return made;
    // What says itself which setting it is about is left alone.
    if (std::ranges::any_of(made.error().context, [](const std::string& line) { return line.starts_with("reading --"); })) return made;
    return std::move(made).context("reading {}", row->kind.mainSetting);
}

}  // namespace whittle

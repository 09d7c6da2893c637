#include "app/choices/minify_choice.h"

#include <algorithm>
#include <charconv>
#include <variant>

#include "minifier/oracle/command_words.h"

namespace whittle {
namespace {

using ChoiceMember = std::variant<std::string MinifyChoice::*, int MinifyChoice::*, double MinifyChoice::*, std::uint64_t MinifyChoice::*, bool MinifyChoice::*>;
constexpr std::pair<std::string_view, ChoiceMember> kOptions[] = {
    {"-o", &MinifyChoice::output},           {"--node", &MinifyChoice::node},       {"--signature", &MinifyChoice::signature},
    {"--repeat", &MinifyChoice::repeat},     {"--inputs", &MinifyChoice::inputs},   {"--model", &MinifyChoice::model},
    {"--seed", &MinifyChoice::seed},         {"--jobs", &MinifyChoice::jobs},       {"--budget", &MinifyChoice::budget},
    {"--max-candidates", &MinifyChoice::maxCandidates}, {"--no-answers", &MinifyChoice::noAnswers}, {"--resume", &MinifyChoice::resume},
    {"--take-over", &MinifyChoice::takeOver}};

// Whether the text is one of what the member is.
bool setMember(MinifyChoice& choice, const ChoiceMember& member, const std::string& text) {
    return std::visit(
        [&](auto pointer) {
            auto& value = choice.*pointer;
            using Value = std::remove_reference_t<decltype(value)>;
            if constexpr (std::is_same_v<Value, bool>) value = true;
            else if constexpr (std::is_same_v<Value, std::string>) value = text;
            else return std::from_chars(text.data(), text.data() + text.size(), value).ptr == text.data() + text.size();
            return true;
        },
        member);
}

constexpr std::string_view kOracle = "--oracle";

// Null where there is none of this name on a command line.
const OracleSetting* findSetting(std::string_view option) {
    const auto found = std::ranges::find(oracleSettings(), option, &OracleSetting::option);
    return found == oracleSettings().end() || found->form == SettingForm::Options ? nullptr : &*found;
}

bool isOracleOption(std::string_view option) { return option == kOracle || findSetting(option) || isCompilerOption(option); }

Result<void> setOracle(OracleChoice& choice, const std::string& option, const std::string& text) {
    if (option == kOracle) {
        choice.name = text;
        return {};
    }
    if (isCompilerOption(option)) return setCompilerOption(choice.compiler, option, text);
    const OracleSetting* setting = findSetting(option);
    const bool isList = setting->form == SettingForm::Words;  // an option for each
    const std::string before = isList ? settingText(choice, *setting) : std::string();
    return setSetting(choice, *setting, isList ? before + (before.empty() ? "" : " ") + shellWord(text) : text);
}

// What the report says was run: every option that shapes the result.
std::string commandLine(const MinifyChoice& choice) {
    const MinifyChoice standard;
    std::string line = fmt::format("whittle minify {} -o {}", shellWord(choice.file), shellWord(choice.output));
    if (!choice.node.empty()) line += " --node " + shellWord(choice.node);
    line += oracleWords(choice.oracle);
    if (choice.signature != standard.signature) line += " --signature " + shellWord(choice.signature);
    if (choice.repeat != standard.repeat) line += fmt::format(" --repeat {}", choice.repeat);
    if (!choice.inputs.empty()) line += " --inputs " + shellWord(choice.inputs);
    if (!choice.model.empty()) line += " --model " + shellWord(choice.model);
    if (choice.seed != standard.seed) line += fmt::format(" --seed {}", choice.seed);
    return line;
}

// The same question about the reproducer, which carries its inputs.
std::string againLine(MinifyChoice choice) {
    choice.file = "repro.wtl";
    choice.output = "again";
    choice.inputs.clear();
    choice.model.clear();
    choice.node.clear();
    return commandLine(choice);
}

// What the certificate says that makes the same oracle again. A path from the root would name a place on this machine.
std::string portableOracleWords(const OracleChoice& choice) {
    std::string words = oracleWords(choice);
    for (std::size_t at = words.find('/'); at != words.npos; at = words.find('/', at + 1))
        if (std::string_view(" '\"=:,").contains(words[at - 1])) return {};
    return words;
}

}  // namespace

std::string minifyCommand(const MinifyChoice& choice) {
    const MinifyChoice standard;
    std::string line = commandLine(choice);
    if (choice.jobs != standard.jobs) line += fmt::format(" --jobs {}", choice.jobs);
    if (choice.budget != standard.budget) line += fmt::format(" --budget {}", choice.budget);
    if (choice.maxCandidates != standard.maxCandidates) line += fmt::format(" --max-candidates {}", choice.maxCandidates);
    if (choice.noAnswers) line += " --no-answers";
    if (choice.takeOver) line += " --take-over";
    else if (choice.resume) line += " --resume";
    return line;
}

Result<MinifyChoice> readMinifyCommand(std::string_view line) {
    WHITTLE_TRY(const std::vector<std::string> words, splitWords(line));
    const auto noCommand = [&] { return fail(Code::Argument, "'{}' is no command line of whittle minify", line); };
    if (words.size() < 3 || words[0] != "whittle" || words[1] != "minify") return noCommand();
    MinifyChoice choice{.file = words[2]};
    for (std::size_t i = 3; i < words.size(); ++i) {
        const std::string& option = words[i];
        const auto known = std::ranges::find(kOptions, option, [](const auto& one) { return one.first; });
        if (known == std::end(kOptions) && !isOracleOption(option))
            return fail(Code::Argument, "there is no setting for {} here: the command itself goes on with it (--resume, --take-over)", option);
        const bool isFlag = known != std::end(kOptions) ? std::holds_alternative<bool MinifyChoice::*>(known->second) : isCompilerFlag(option);
        if (!isFlag && i + 1 == words.size()) return noCommand();
        const std::string text = isFlag ? std::string() : words[++i];
        if (known == std::end(kOptions)) WHITTLE_TRY_VOID(setOracle(choice.oracle, option, text));
        else if (!setMember(choice, known->second, text)) return noCommand();
    }
    return choice;
}

Result<MinifyOptions> minifyOptions(const MinifyChoice& choice, const std::filesystem::path& program) {
    WHITTLE_TRY(SignatureRule match, SignatureRule::parse(choice.signature).context("reading --signature"));
    return MinifyOptions{.outputFolder = choice.output,
                         .resume = choice.resume || choice.takeOver,
                         .takeOver = choice.takeOver,
                         .match = std::move(match),
                         .jobs = choice.jobs,
                         .answers = choice.noAnswers ? nullptr : openAnswers(choice.oracle.compiler),
                         .oracleOptions = portableOracleWords(choice.oracle),
                         .repeat = choice.repeat,
                         .budget = std::chrono::milliseconds(static_cast<std::int64_t>(choice.budget * 1000)),
                         .maxCandidates = choice.maxCandidates,
                         .program = program,
                         .seed = choice.seed,
                         .commandLine = commandLine(choice),
                         .againLine = againLine(choice)};
}

}  // namespace whittle

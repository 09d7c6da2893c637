#include "app/cli/oracle_options.h"

#include "app/cli/compiler_options.h"

namespace whittle::cli {
namespace {

void addSetting(CLI::App& command, const OracleSetting& setting, OracleChoice& choice, const std::string& what) {
    CLI::Option* option = std::visit(
        [&](auto member) -> CLI::Option* {
            if constexpr (std::is_same_v<decltype(member), CompilerChoice OracleChoice::*>) return nullptr;  // has an option for each of its own
            else return command.add_option(std::string(setting.option), choice.*member, what);
        },
        setting.member);
    if (!option) return;
    if (!settingText(choice, setting).empty()) option->capture_default_str();
    if (setting.form == SettingForm::Words) option->allow_extra_args(false);
    if (setting.form == SettingForm::Seconds) option->check(between(kLeastSeconds, kMostSeconds));
    if (setting.form == SettingForm::Megabytes) option->check(between(kLeastMegabytes, kMostMegabytes));
    if (setting.values.empty()) return;
    std::vector<std::string> values;
    for (const SettingValue& value : setting.values) values.emplace_back(value.value);
    option->check(CLI::IsMember(std::move(values)));
}

}  // namespace

void addOracleOptions(CLI::App& command, OracleChoice& choice) {
    std::vector<std::string> names, words, seconds;
    for (const OracleKind& kind : oracleKinds()) {
        names.emplace_back(kind.name);
        words.push_back(fmt::format("{}, {}", kind.name, kind.what));
        seconds.push_back(fmt::format("{}: {}", kind.name, kind.seconds));
    }
    command.add_option("--oracle", choice.name, fmt::format("who says that it fails: {}", fmt::join(words, "; ")))->check(CLI::IsMember(names))->capture_default_str();
    for (const OracleSetting& setting : oracleSettings()) {
        std::string what(setting.what);
        if (setting.form == SettingForm::Seconds) what += fmt::format(" ({})", fmt::join(seconds, ", "));
        addSetting(command, setting, choice, what);
    }
    addCompilerOptions(command, choice.compiler);
    addKernelOptions(command, choice.compiler.kernels, Tuning::ReadOnly);
}

Result<std::unique_ptr<Oracle>> makeOracle(const OracleChoice& choice, const Graph& original, std::uint64_t seed) {
    WHITTLE_TRY(MadeOracle made, whittle::makeOracle(choice, {.original = original, .program = ownProgram(), .seed = seed, .cancel = interruptToken()}));
    for (const std::string& note : made.notes) fmt::print(stderr, "note: {}\n", note);
    return std::move(made.oracle);
}

}  // namespace whittle::cli

// Who says that a candidate still fails, and the settings that belong to each: one table, from which the command makes its
// options and the window its fields.
#pragma once

#include <memory>
#include <optional>
#include <variant>

#include "app/choices/compiler_choice.h"
#include "engine/runtime/worker.h"
#include "minifier/oracle/fails_when.h"
#include "minifier/oracle/oracle.h"

namespace whittle {

struct OracleChoice {
    std::string name = "engine";
    std::optional<double> timeout;  ///< seconds a candidate may take; none: what the oracle usually needs
    std::uint64_t memoryMb = 4096;  ///< megabytes it may use
    // engine
    std::string inject;
    std::string eager = "same";
    CompilerChoice compiler;
    // torch
    std::string python;
    std::string torchMode = "aoti";
    std::string torchEager = "same";
    std::vector<std::string> torchOptions;  ///< NAME=VALUE
    // command
    std::string command;
    std::string format = "repro";
    std::string failsWhen = FailsWhen().text();
};

struct OracleKind {
    std::string_view name;   ///< of --oracle
    std::string_view what;
    std::string_view title;  ///< in the window
    double seconds;          ///< that a candidate may take unless --timeout says another time
    std::string_view mainSetting;  ///< the option that an error is about when nothing smaller is
};
std::span<const OracleKind> oracleKinds();
/// Null when there is none of this name.
const OracleKind* findOracleKind(std::string_view name);

enum class SettingForm { Text, Words, File, OneOf, Seconds, Megabytes, Options };  // Words: an option that may be given several times; Options: several options, as they are

struct SettingValue {
    std::string_view value, words;
};

/// Of the one setting of SettingForm::Options.
inline constexpr std::string_view kCompilerSetting = "--compiler-options";

struct OracleSetting {
    std::string_view option;   ///< "--python"; of Options a name for them all, which is none of the command's
    std::string_view oracle;   ///< whose it is; empty: everyone's
    SettingForm form;
    std::string_view title;    ///< in the window
    std::string_view what;
    std::string_view example;  ///< in the window, where nothing is set
    std::variant<std::string OracleChoice::*, std::vector<std::string> OracleChoice::*, std::optional<double> OracleChoice::*, std::uint64_t OracleChoice::*,
                 CompilerChoice OracleChoice::*> member;
    std::span<const SettingValue> values = {};  ///< of OneOf
    Result<void> (*check)(const OracleChoice& choice) = nullptr;  ///< what can be said without starting anything
};
std::span<const OracleSetting> oracleSettings();
bool isOf(const OracleSetting& setting, std::string_view oracle);  ///< whether it is that oracle's, or everyone's

constexpr double kLeastSeconds = 0.001, kMostSeconds = 1e6, kLeastMegabytes = 16, kMostMegabytes = 1e9;

/// As setSetting() takes it; empty where nothing is set.
std::string settingText(const OracleChoice& choice, const OracleSetting& setting);
/// Empty text takes the setting back; Words part as splitWords() tells. Errors: Argument for what it cannot be.
Result<void> setSetting(OracleChoice& choice, const OracleSetting& setting, const std::string& text);

/// What is wrong with the settings of the chosen oracle, each error with the context "reading --OPTION". Looks for programs on disk.
std::vector<Error> checkOracle(const OracleChoice& choice);

/// The options that were not left as they are, as words of a command line: " --inject aten.relu=crash".
std::string oracleWords(const OracleChoice& choice);
/// What an oracle is made for.
struct OracleUse {
    const Graph& original;
    std::filesystem::path program;  ///< the whittle command
    std::uint64_t seed = 0;
    CancelToken cancel;             ///< of starting it
};

/// What the engine oracle asks of the compiler and its worker; also of who compiles the original once, to look at it.
struct EngineUse {
    CompileOptions compile;
    WorkerLimits limits;
    std::vector<std::string> notes;  ///< about the graph and the settings together
};
/// Errors: Argument, with the context "reading --OPTION" where one is to blame.
Result<EngineUse> engineUse(const OracleChoice& choice, const OracleUse& use);

struct MadeOracle {
    std::unique_ptr<Oracle> oracle;
    std::vector<std::string> notes;  ///< about the graph and the settings together
};

/// One more oracle of the chosen kind, each with processes of its own.
/// Errors: Argument for options that say nothing or contradict each other; the oracle's. The context names the option.
Result<MadeOracle> makeOracle(const OracleChoice& choice, const OracleUse& use);

}  // namespace whittle

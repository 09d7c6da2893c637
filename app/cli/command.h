// What the subcommands share: how one is registered, exit statuses, errors, and --json.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "engine/base/cancel.h"
#include "engine/base/failure.h"
#include "engine/base/units.h"
#include "engine/formats/open.h"
#include "engine/passes/pass.h"

namespace whittle::cli {

using Json = nlohmann::ordered_json;

/// Exit statuses of docs/architecture.md; `minify` has its own beside these.
enum Exit { kOk = 0, kCheckFailed = 1, kBadInput = 2, kStopped = 3, kFlaky = 4 };

/// The subcommand that the command line chose, set by CLI11's callback and run by main.
struct Selection {
    std::function<int()> run;
};

/// One function a subcommand, each in its own file; command_list in main.cpp names them all.
void addInfo(CLI::App& app, Selection& selection);
void addRun(CLI::App& app, Selection& selection);
void addCompile(CLI::App& app, Selection& selection);
void addMinify(CLI::App& app, Selection& selection);
void addExport(CLI::App& app, Selection& selection);
void addFuzz(CLI::App& app, Selection& selection);
void addTrace(CLI::App& app, Selection& selection);
void addStance(CLI::App& app, Selection& selection);
void addDiff(CLI::App& app, Selection& selection);
void addBench(CLI::App& app, Selection& selection);
void addBenchWorker(CLI::App& app, Selection& selection);
void addWorker(CLI::App& app, Selection& selection);
void addKeeper(CLI::App& app, Selection& selection);
void addCompletion(CLI::App& app, Selection& selection);

/// --json: an object on standard output; otherwise the sentence and its context on standard error. Answers
/// the exit status.
int reportError(const Error& error, bool json);
void printJson(const Json& object);  ///< one object and a newline on standard output

/// For numbers of options: finite and between the two, both included; NaN is refused.
CLI::Validator between(double least, double most);

/// Opens FILE and tells its notes on standard error (so that filled-in weights are never silent).
Result<OpenedGraph> openForCommand(const std::string& path, const OpenOptions& options);

/// Set by SIGINT, SIGTERM and SIGHUP; the first asks politely, a second ends the process.
CancelToken interruptToken();

/// This program, to be started again as a child.
std::filesystem::path ownProgram();

using whittle::humanBytes;

}  // namespace whittle::cli

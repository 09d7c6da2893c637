#include "app/workbench/stance_service.h"

#include "app/choices/oracle_choice.h"
#include "engine/base/files.h"
#include "engine/base/scratch_folder.h"
#include "engine/dispatch/stance_process.h"
#include "views/models/text.h"

namespace whittle {
namespace {

// Of one step: to record, to compile or to run. Who waits can stop it.
constexpr std::chrono::milliseconds kStepTime{120000};
constexpr std::size_t kLongestWord = 100'000;  // bytes; the system takes 131,071 of one

// What `whittle stance` takes; options that are as usual are left out.
std::vector<std::string> wordsOf(const StanceRequest& request) {
    const StanceSettings standard;
    const StanceSettings& settings = request.settings;
    std::vector<std::string> words{request.file.toStdString(), "--calls", request.callsFile.isEmpty() ? request.calls : request.callsFile.toStdString()};
    const auto option = [&](const char* name, const std::string& value) {
        words.emplace_back(name);
        words.push_back(value);
    };
    if (settings.stances != standard.stances)
        for (const QString& stance : settings.stances) option("--stance", stance.toStdString());
    if (settings.warm != standard.warm) option("--warm", std::to_string(settings.warm));
    if (settings.dynamic != (request.callsFile.isEmpty() ? standard.dynamic : request.fileDynamic)) option("--dynamic", settings.dynamic.toStdString());
    if (settings.backend != standard.backend) option("--backend", settings.backend.toStdString());
    if (settings.limit != standard.limit) option("--recompile-limit", std::to_string(settings.limit));
    if (settings.skipGuards) words.emplace_back("--skip-guard-eval-unsafe");
    if (request.tried) option("--try", *request.tried);
    if (!request.advise) words.emplace_back("--no-advice");
    return words;
}

// Calls that are too long for a word of a command are a file, as long as its folder lives.
Result<std::optional<ScratchFolder>> shortCalls(StanceRequest& request) {
    request.callsFile.clear();  // the file may be another one by now
    if (request.calls.size() <= kLongestWord) return std::optional<ScratchFolder>();
    WHITTLE_TRY(ScratchFolder folder, ScratchFolder::make());
    const std::filesystem::path file = folder.path() / "calls.json";
    WHITTLE_TRY_VOID(writeFileAtomic(file, request.calls));
    request.callsFile = fromPath(file);
    request.fileDynamic = StanceSettings().dynamic;
    return std::optional(std::move(folder));
}

}  // namespace

QString stanceCommand(const StanceRequest& request) {
    std::string out = "whittle stance";
    for (const std::string& word : wordsOf(request)) out += " " + shellWord(word);
    return toQString(out);
}

StanceService stanceService(const QString& programFolder) {
    const std::filesystem::path program = toPath(programFolder) / "whittle";
    const auto work = [program](const StanceRequest& asked, const std::function<void(const StanceReport&)>& told, const CancelToken& cancel) -> StanceEnding {
        StanceRequest request = asked;
        const Result<std::optional<ScratchFolder>> folder = shortCalls(request);
        if (!folder) return {.report = {}, .error = folder.error()};
        Result<StanceOutcome> outcome = runStanceProcess({.program = program, .arguments = wordsOf(request), .time = kStepTime}, cancel,
                                                         [&](const StanceReport& report, const std::string&) { told(report); });
        if (!outcome) return {.report = {}, .error = outcome.error()};
        StanceEnding ending{.report = std::move(outcome->report), .error = std::nullopt};
        if (const auto& failure = outcome->failure) ending.error = Error{Code::Run, failure->detail.empty() ? failure->message : failure->message + "\n" + failure->detail, {}};
        return ending;
    };
    return {.work = work, .command = stanceCommand};
}

}  // namespace whittle

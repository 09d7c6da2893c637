#include "minifier/session/reproducer.h"

#include "engine/base/files.h"
#include "engine/base/version.h"
#include "engine/formats/export_py.h"
#include "engine/formats/wtl.h"
#include "minifier/session/result_json.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

// The command with every absolute path cut to its last part: the report travels, the paths do not.
std::string withoutFolders(std::string_view command) {
    std::string out;
    std::size_t i = 0;
    while (i < command.size()) {
        const bool startsPath = command[i] == '/' && (i == 0 || std::string_view(" =,'\"").find(command[i - 1]) != std::string_view::npos);
        if (!startsPath) {
            out += command[i++];
            continue;
        }
        const std::size_t end = std::min(command.find_first_of(" ,'\"", i), command.size());
        const std::string_view path = command.substr(i, end - i);
        out += path.substr(path.rfind('/') + 1);
        i = end;
    }
    return out;
}

// "verified": what the script did when it was run, absent when nobody could tell.
void addVerified(Json& report, const Result<std::optional<ScriptRun>>& run) {
    if (run && !*run) return;
    report["verified"] = run && (*run)->reproduces;
    if (const std::string why = run ? (*run)->note : run.error().describe(); !why.empty()) report["not_verified_because"] = why;
}

Json reportJson(const MinifyResult& result, const MinifyOptions& options, const Json& files, const std::string& scriptTrouble) {
    Json json{{"whittle", kVersion}};
    json.update(resultJson(result));
    json["files"] = files;
    json["command"] = withoutFolders(options.commandLine);
    if (!scriptTrouble.empty()) json["no_script_because"] = scriptTrouble;
    return json;
}

}  // namespace

Result<void> writeReproducer(const MinifyResult& result, const MinifyOptions& options, Oracle& oracle, const CancelToken& cancel) {
    const std::filesystem::path& folder = options.outputFolder;
    WHITTLE_TRY_VOID(writeWtl(result.graph, folder / "repro.wtl"));
    ReproOptions repro;
    if (!result.failure.signature.empty()) repro.failure = result.failure;
    repro.seed = options.seed;
    if (const std::string backend = oracle.scriptBackend(); !backend.empty()) repro.backend = backend;
    Result<std::optional<ScriptRun>> run;
    std::string scriptTrouble;
    Json files = Json::array();
    std::error_code trouble;
    std::filesystem::remove(folder / repro.dataFile, trouble);  // of a job that was stopped and is done now
    if (const Result<std::string> script = printRepro(result.graph, repro)) {
        const NamedTensors tensors = reproTensors(result.graph);
        if (!tensors.empty()) WHITTLE_TRY_VOID(writeSafetensors(folder / repro.dataFile, tensors));
        WHITTLE_TRY_VOID(writeFileAtomic(folder / "repro.py", *script));
        if (repro.failure) run = oracle.runScript(folder / "repro.py", result.failure, cancel);
        files.push_back("repro.py");
        if (!tensors.empty()) files.push_back(repro.dataFile);
    } else {
        scriptTrouble = script.error().describe();
    }
    files.push_back("repro.wtl");
    Json report = reportJson(result, options, files, scriptTrouble);
    addVerified(report, run);
    return writeFileAtomic(folder / "report.json", report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace whittle

#include "minifier/session/reproducer.h"

#include <array>

#include "engine/base/files.h"
#include "engine/base/version.h"
#include "engine/formats/export_py.h"
#include "engine/formats/wtl.h"
#include "minifier/session/failure_json.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 4> kStatusNames{"minimal", "does_not_fail", "stopped", "flaky"};

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

Json reportJson(const MinifyResult& result, const MinifyOptions& options, const std::string& scriptTrouble) {
    Json others = Json::array();
    for (const OtherFailure& other : result.others)
        others.push_back({{"failure", failureJson(other.failure)},
                          {"count", other.count},
                          {"example", other.example.generic_string()}});
    Json files = Json::array({"repro.wtl"});
    if (scriptTrouble.empty()) files = Json::array({"repro.py", "inputs.safetensors", "repro.wtl"});
    Json json{{"whittle", kVersion},
              {"status", kStatusNames[static_cast<std::size_t>(result.status)]},
              {"note", result.note},
              {"failure", failureJson(result.failure)},
              {"nodes_before", result.nodesBefore},
              {"nodes_after", result.nodesAfter},
              {"inputs_before", result.inputsBefore},
              {"inputs_after", result.inputsAfter},
              {"bytes_before", result.bytesBefore},
              {"bytes_after", result.bytesAfter},
              {"candidates", result.candidates},
              {"cache_hits", result.cacheHits},
              {"seconds", result.seconds},
              {"one_minimal", result.oneMinimal},
              {"others", std::move(others)},
              {"files", std::move(files)},
              {"command", withoutFolders(options.commandLine)}};
    if (!scriptTrouble.empty()) json["no_script_because"] = scriptTrouble;
    return json;
}

}  // namespace

Result<void> writeReproducer(const MinifyResult& result, const MinifyOptions& options) {
    const std::filesystem::path& folder = options.outputFolder;
    WHITTLE_TRY_VOID(writeWtl(result.graph, folder / "repro.wtl"));
    ReproOptions repro;
    repro.failure = result.failure;
    std::string scriptTrouble;
    if (const Result<std::string> script = printRepro(result.graph, repro)) {
        WHITTLE_TRY_VOID(writeSafetensors(folder / repro.dataFile, reproTensors(result.graph)));
        WHITTLE_TRY_VOID(writeFileAtomic(folder / "repro.py", *script));
    } else {
        scriptTrouble = script.error().describe();
    }
    const Json report = reportJson(result, options, scriptTrouble);
    return writeFileAtomic(folder / "report.json", report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace whittle

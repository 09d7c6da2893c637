#include "minifier/session/report_json.h"

#include "engine/base/version.h"
#include "minifier/session/result_json.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

Json curveJson(const std::vector<HistoryPoint>& curve) {
    Json points = Json::array();
    for (const HistoryPoint& point : curve) {
        Json json{{"candidate", point.candidate}, {"seconds", point.seconds}, {"nodes", point.nodes},
                  {"inputs", point.inputs},       {"outputs", point.outputs}, {"elements", point.elements}};
        if (!point.pass.empty()) json.update({{"pass", point.pass}, {"edit", point.edit}});
        points.push_back(std::move(json));
    }
    return points;
}

Json passesJson(const std::vector<PassWorth>& passes) {
    Json rows = Json::array();
    for (const PassWorth& pass : passes)
        rows.push_back({{"pass", pass.pass},
                        {"tried", pass.tried},
                        {"from_cache", pass.known},
                        {"accepted", pass.accepted},
                        {"nodes_removed", pass.nodesRemoved},
                        {"inputs_removed", pass.inputsRemoved},
                        {"elements_removed", pass.elementsRemoved},
                        {"milliseconds", pass.milliseconds}});
    return rows;
}

Json factsJson(const Facts& facts) {
    Json json = Json::object();
    for (const auto& [label, value] : facts) json[label] = value;
    return json;
}

}  // namespace

std::string reportJson(const ReportFacts& facts) {
    Json json{{"whittle", kVersion}};
    json.update(resultJson(facts.result));
    if (const Failure& failure = facts.result.failure; !failure.signature.empty())
        json["signature"] = {{"kind", failureKindName(failure.kind)}, {"text", failure.signature}, {"match", facts.match}};
    json["fingerprint"] = fingerprint(facts.result);
    json["curve"] = curveJson(facts.result.history.curve());
    json["passes"] = passesJson(facts.result.history.passes());
    json["environment"] = factsJson(facts.environment);
    json["files"] = facts.files;
    json["single_file"] = facts.singleFile.empty() ? Json(nullptr) : Json(facts.singleFile);
    json["not_written"] = factsJson(facts.notWritten);
    if (const auto& run = facts.scriptRun) {
        json["verified"] = run->reproduces;
        if (!run->note.empty()) json["not_verified_because"] = run->note;
    }
    json["command"] = facts.command;
    json["again"] = facts.again;
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace whittle

#include "minifier/session/result_json.h"

#include <array>

#include "engine/runtime/report_json.h"

namespace whittle {
namespace {

constexpr std::array<std::string_view, 4> kStatusNames{"minimal", "does_not_fail", "stopped", "flaky"};

nlohmann::ordered_json culprit(const MinifyResult& result) {
    if (!result.culprit) return nullptr;
    const CompilerCulprit& found = *result.culprit;
    return {{"text", found.text()}, {"first_bad_pass", found.firstBadPass}, {"needed_passes", found.neededPasses}, {"needs_fusion", found.needsFusion},
            {"fused", found.fused}, {"needed_settings", found.neededSettings}, {"plain_settings", found.plainSettings}, {"runs", found.runs}};
}

}  // namespace

nlohmann::ordered_json resultJson(const MinifyResult& result) {
    using Json = nlohmann::ordered_json;
    Json others = Json::array();
    for (const OtherFailure& other : result.others)
        others.push_back({{"failure", failureJson(other.failure)}, {"count", other.count}, {"example", other.example.generic_string()}});
    return {{"ok", result.status == MinifyResult::Status::Minimal},
            {"status", kStatusNames[static_cast<std::size_t>(result.status)]},
            {"note", result.note},
            {"failure", result.failure.signature.empty() ? Json(nullptr) : failureJson(result.failure)},
            {"reduced_failure", result.reducedFailure.signature.empty() ? Json(nullptr) : failureJson(result.reducedFailure)},
            {"original_runs", result.original.runs},
            {"original_fails", result.original.fails},
            {"reduced_runs", result.reduced.runs},
            {"reduced_fails", result.reduced.fails},
            {"passes_needed", result.passesNeeded},
            {"nodes_before", result.nodesBefore},
            {"nodes_after", result.nodesAfter},
            {"inputs_before", result.inputsBefore},
            {"inputs_after", result.inputsAfter},
            {"bytes_before", result.bytesBefore},
            {"bytes_after", result.bytesAfter},
            {"candidates", result.candidates},
            {"candidates_to_fewest", result.candidatesToFewest},
            {"speculated", result.speculated},
            {"answered_by_store", result.stored},
            {"cache_hits", result.cacheHits},
            {"seconds", result.seconds},
            {"search_seconds", result.searchSeconds},
            {"one_minimal", result.oneMinimal},
            {"canonical", result.canonical},
            {"essentials", result.essentials},
            {"near_miss", result.nearMiss ? Json(result.nearMiss->edit) : Json(nullptr)},
            {"culprit", culprit(result)},
            {"notes", result.notes},
            {"other_failures", std::move(others)},
            {"other_failures_beyond", result.othersBeyond}};
}

}  // namespace whittle

#include "minifier/fuzz/fuzz_report.h"

#include "engine/base/files.h"
#include "engine/base/version.h"
#include "minifier/fuzz/fuzz_ops.h"
#include "engine/runtime/report_json.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

std::string_view statusName(MinifyResult::Status status) {
    switch (status) {
        case MinifyResult::Status::Minimal: return "minimal";
        case MinifyResult::Status::Stopped: return "stopped";
        case MinifyResult::Status::DoesNotFail: return "does not fail again";
        case MinifyResult::Status::Flaky: break;
    }
    return "flaky";
}

Json failuresJson(const FuzzResult& result) {
    Json list = Json::array();
    for (const FuzzFailure& one : result.failures)
        list.push_back({{"failure", failureJson(one.failure)},
                        {"graph", one.graph},
                        {"run", one.run},
                        {"count", one.count},
                        {"minified", statusName(one.status)},
                        {"nodes_before", one.nodesBefore},
                        {"nodes_after", one.nodesAfter},
                        {"operators", one.operators},
                        {"reproducer", one.folder.string()}});
    return list;
}

Json operatorsJson(const FuzzResult& result) {
    int covered = 0;
    Json missing = Json::array(), left = Json::object();
    for (const DrawnOp& drawn : drawnOps()) {
        if (result.operators.contains(std::string(drawn.op->name))) ++covered;
        else missing.push_back(drawn.op->name);
    }
    for (const Undrawn& row : undrawnOps()) left[std::string(row.what)] = row.reason;
    return {{"covered", covered}, {"drawn", drawnOps().size()}, {"nodes", result.operators}, {"not_covered", std::move(missing)}, {"left_out", std::move(left)}};
}

}  // namespace

Json fuzzJson(const FuzzResult& result, const FuzzOptions& options) {
    const FuzzProgress& totals = result.totals;
    return {{"ok", result.failures.empty() && !result.interrupted},
            {"whittle", kVersion},
            {"seed", options.seed},
            {"first_graph", options.first},
            {"next_graph", result.next},
            {"interrupted", result.interrupted},
            {"seconds", totals.seconds},
            {"graphs", totals.graphs},
            {"runs", totals.runs},
            {"verdicts", {{"pass", totals.runs - totals.failures - totals.refused}, {"fail", totals.failures}, {"refused", totals.refused}}},
            {"failures", failuresJson(result)},
            {"refusals", result.refusals},
            {"operators", operatorsJson(result)}};
}

Result<void> writeFuzzReport(const FuzzResult& result, const FuzzOptions& options) {
    return writeFileAtomic(options.outputFolder / kFuzzReport, fuzzJson(result, options).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace whittle

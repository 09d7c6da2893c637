// A compilation's account as JSON: what `whittle compile --json` prints and what a worker sends, which has the texts of kernels too.
#pragma once

#include <functional>

#include <nlohmann/json.hpp>

#include "engine/base/failure.h"
#include "engine/runtime/compile.h"
#include "engine/runtime/machine_roof.h"

namespace whittle {

enum class KernelTexts {
    Leave,
    Keep,  ///< loop IR, LLVM IR and assembly; objects are left all the same
};

/// Of passes the rewrites, not the graphs that they left.
nlohmann::ordered_json reportJson(const CompileReport& report, KernelTexts texts = KernelTexts::Leave);
/// What reportJson() made. Errors: Format.
Result<CompileReport> parseReport(const nlohmann::ordered_json& json);

nlohmann::ordered_json failureJson(const Failure& failure);
/// Errors: Format.
Result<Failure> parseFailure(const nlohmann::ordered_json& json);

/// One pass, with the text of the graph that it left, when it rewrote something and snapshots were kept.
nlohmann::ordered_json passJson(const PassRecord& pass);
/// `before`: what a pass that rewrote nothing was given, and left. `complete` is given another graph, before anybody else sees it. Errors: Format; those of
/// parseGraph().
Result<PassRecord> parsePass(const nlohmann::ordered_json& json, const GraphRef& before, const std::function<void(Graph&)>& complete = {});

nlohmann::ordered_json profileJson(const RunProfile& profile);
/// Errors: Format.
Result<RunProfile> parseProfile(const nlohmann::ordered_json& json);

nlohmann::ordered_json roofJson(const MachineRoof& roof);
/// Errors: Format.
Result<MachineRoof> parseRoof(const nlohmann::ordered_json& json);

}  // namespace whittle

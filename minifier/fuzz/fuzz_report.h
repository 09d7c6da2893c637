// What a fuzzing run found, as JSON: report.json in its folder and the command's answer.
#pragma once

#include <nlohmann/json.hpp>

#include "minifier/fuzz/fuzz.h"

namespace whittle {

inline constexpr const char* kFuzzReport = "report.json";

/// Nothing in it names a place on this machine.
nlohmann::ordered_json fuzzJson(const FuzzResult& result, const FuzzOptions& options);
/// Errors: Io.
Result<void> writeFuzzReport(const FuzzResult& result, const FuzzOptions& options);

}  // namespace whittle

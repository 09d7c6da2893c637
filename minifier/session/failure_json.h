// A Failure as JSON, the same in journal and report.
#pragma once

#include <nlohmann/json.hpp>

#include "engine/base/failure.h"

namespace whittle {

nlohmann::ordered_json failureJson(const Failure& failure);
/// Nothing when `json` is not such an object.
std::optional<Failure> failureFromJson(const nlohmann::ordered_json& json);

/// One line; bytes that are not UTF-8 (a child's standard error may hold anything) become U+FFFD.
std::string jsonLine(const nlohmann::ordered_json& json);

}  // namespace whittle

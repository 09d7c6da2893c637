// A Verdict as JSON: the same words in the journal, in the store of answers and in the certificate.
#pragma once

#include <nlohmann/json.hpp>

#include "engine/base/hash.h"
#include "minifier/oracle/oracle.h"

namespace whittle {

std::string_view verdictName(Verdict::Kind kind);  ///< "fails", "passes", "invalid"

/// Adds verdict, failure, note, limits and, unless it was one run, runs and fails; what says nothing is left out.
void addVerdict(nlohmann::ordered_json& json, const Verdict& verdict);
/// Nothing when `json` does not hold one.
std::optional<Verdict> verdictFromJson(const nlohmann::ordered_json& json);

std::optional<Hash128> parseHash(std::string_view hex);  ///< of Hash128::hex()

}  // namespace whittle

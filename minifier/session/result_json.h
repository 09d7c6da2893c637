// The end of a reduction as JSON, the same in report.json and in the command's answer.
#pragma once

#include <nlohmann/json.hpp>

#include "minifier/search/minify.h"

namespace whittle {

/// Everything but where the folder is: a report travels, its paths would not. `failure` is null when none is known.
nlohmann::ordered_json resultJson(const MinifyResult& result);

}  // namespace whittle

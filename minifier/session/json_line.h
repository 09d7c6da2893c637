// A line of a journal or of an answer that is kept.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace whittle {

/// One line; bytes that are not UTF-8 (a child's standard error may hold anything) become U+FFFD.
std::string jsonLine(const nlohmann::ordered_json& json);

}  // namespace whittle

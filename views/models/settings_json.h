// Settings by option as JSON of a result: an object of texts.
#pragma once

#include <map>

#include <nlohmann/json.hpp>

#include "views/models/text.h"

namespace whittle {

inline nlohmann::ordered_json textsJson(const std::map<QString, QString>& texts) {
    nlohmann::ordered_json out = nlohmann::ordered_json::object();
    for (const auto& [key, text] : texts) out[key.toStdString()] = text.toStdString();
    return out;
}

/// Throws the library's exception for what is no such object.
inline std::map<QString, QString> textsFrom(const nlohmann::ordered_json& json) {
    std::map<QString, QString> out;
    for (const auto& [key, text] : json.items()) out.insert_or_assign(toQString(key), toQString(text.template get_ref<const std::string&>()));
    return out;
}

}  // namespace whittle

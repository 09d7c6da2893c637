#include "engine/runtime/tuning_store.h"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

constexpr CacheWording kWording{"tuning store", "sites are measured anew each time", "its site counts as not measured"};

std::string textOf(const std::string& key, const StoredTuning& tuning) {
    Json candidates = Json::array();
    for (const StoredCandidate& one : tuning.candidates) {
        candidates.push_back({{"name", one.name}, {"implementation", one.implementation}});
        if (one.milliseconds) candidates.back()["ms"] = *one.milliseconds;
        if (!one.refusal.empty()) candidates.back()["refusal"] = one.refusal;
    }
    const Json json{{"version", TuningStore::kVersion}, {"measured", tuning.date}, {"candidates", candidates}, {"key", key}};
    return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

// Nothing for what is not ours: another version, another key with the same hash, another program's file.
std::optional<StoredTuning> tuningFrom(const std::string& text, const std::string& key) {
    const Json json = Json::parse(text, nullptr, false);
    try {
        if (json.at("version").get<int>() != TuningStore::kVersion || json.at("key").get<std::string>() != key) return std::nullopt;
        StoredTuning out{.date = json.at("measured").get<std::string>(), .candidates = {}};
        for (const Json& one : json.at("candidates")) {
            StoredCandidate candidate{.name = one.at("name").get<std::string>(), .implementation = one.at("implementation").get<std::string>(),
                                      .milliseconds = {}, .refusal = one.value("refusal", "")};
            if (one.contains("ms")) candidate.milliseconds = one["ms"].get<double>();
            if (candidate.milliseconds && !(std::isfinite(*candidate.milliseconds) && *candidate.milliseconds > 0)) return std::nullopt;
            out.candidates.push_back(std::move(candidate));
        }
        return out;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

}  // namespace

TuningStore::TuningStore(std::filesystem::path folder, std::uint64_t maxBytes) : m_files(std::move(folder), maxBytes, kWording) {}

std::optional<StoredTuning> TuningStore::find(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    if (const auto known = m_known.find(key); known != m_known.end()) return known->second;
    if (folder().empty()) return std::nullopt;
    const auto text = m_files.find(objectKey(key));
    if (!text) return std::nullopt;
    auto tuning = tuningFrom(*text, key);
    if (tuning) m_known.emplace(key, *tuning);
    else m_foreign = true;
    return tuning;
}

void TuningStore::store(const std::string& key, const StoredTuning& tuning) {
    const std::lock_guard lock(m_mutex);
    m_known.insert_or_assign(key, tuning);
    if (!folder().empty()) m_files.store(objectKey(key), textOf(key, tuning));
}

std::vector<std::string> TuningStore::notes() const {
    std::vector<std::string> out = m_files.notes();
    const std::lock_guard lock(m_mutex);
    if (m_foreign) out.push_back(fmt::format("the tuning store {} holds an entry that is none of this version's; its site counts as not measured", folder().string()));
    return out;
}

std::optional<std::filesystem::path> tuningStoreFolder(const char* own, const char* xdgCacheHome, const char* home) {
    const auto objects = objectCacheFolder(own, xdgCacheHome, home);
    if (!objects) return std::nullopt;
    return (own ? *objects : objects->parent_path()) / "tuning";
}

}  // namespace whittle

#include "minifier/session/answer_store.h"

#include <fmt/format.h>

#include "minifier/session/json_line.h"
#include "minifier/session/verdict_json.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

constexpr CacheWording kWording{"store of answers", "candidates are asked about anew in the next job", "its candidate is asked about anew"};

std::string keyOf(const std::string& oracle, const Hash128& candidate) {
    return fmt::format("whittle answer {}\n{}\n{}", AnswerStore::kVersion, oracle, candidate.hex());
}

}  // namespace

AnswerStore::AnswerStore(std::filesystem::path folder, std::uint64_t maxBytes) : m_files(std::move(folder), maxBytes, kWording) {}

std::optional<Verdict> AnswerStore::find(const std::string& oracle, const Hash128& candidate) {
    const std::string key = keyOf(oracle, candidate);
    const auto text = m_files.find(objectKey(key));
    if (!text) return std::nullopt;
    const Json json = Json::parse(*text, nullptr, false);
    std::optional<Verdict> verdict;
    if (json.is_object() && json.contains("key") && json["key"] == key) verdict = verdictFromJson(json);
    if (!verdict) {
        const std::lock_guard lock(m_mutex);
        m_foreign = true;
    }
    return verdict;
}

void AnswerStore::store(const std::string& oracle, const Hash128& candidate, const Verdict& verdict) {
    const std::string key = keyOf(oracle, candidate);
    Json json{{"key", key}};
    addVerdict(json, verdict);
    m_files.store(objectKey(key), jsonLine(json));
}

std::vector<std::string> AnswerStore::notes() const {
    std::vector<std::string> out = m_files.notes();
    const std::lock_guard lock(m_mutex);
    if (m_foreign) out.push_back(fmt::format("the store of answers {} holds an entry that is no answer; its candidate is asked about anew", folder().string()));
    return out;
}

std::optional<std::filesystem::path> answerStoreFolder(const char* own, const char* xdgCacheHome, const char* home) {
    const auto objects = objectCacheFolder(own, xdgCacheHome, home);
    if (!objects) return std::nullopt;
    return (own ? *objects : objects->parent_path()) / "answers";
}

}  // namespace whittle

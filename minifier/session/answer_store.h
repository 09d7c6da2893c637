// Answers of earlier jobs, one file each, in a folder beside the object cache, by whose rules they are written, trusted and bounded.
// Whatever goes wrong costs an oracle run and is told as a note.
#pragma once

#include "engine/base/hash.h"
#include "engine/codegen/object_cache.h"
#include "minifier/oracle/oracle.h"

namespace whittle {

/// Thread-safe, and safe beside other processes on the same folder.
class AnswerStore {
public:
    static constexpr int kVersion = 1;  ///< of the files; others are not read
    static constexpr std::uint64_t kDefaultBytes = 64ull << 20;

    explicit AnswerStore(std::filesystem::path folder, std::uint64_t maxBytes = kDefaultBytes);

    const std::filesystem::path& folder() const { return m_files.folder(); }

    /// `oracle`: Oracle::lastingIdentity(); `candidate`: its structural hash.
    std::optional<Verdict> find(const std::string& oracle, const Hash128& candidate);
    void store(const std::string& oracle, const Hash128& candidate, const Verdict& verdict);

    std::vector<std::string> notes() const;

private:
    ObjectCache m_files;
    mutable std::mutex m_mutex;
    bool m_foreign = false;  // something was there that is none of ours
};

/// Beside the object cache, `answers` in its parent; inside `own` where WHITTLE_CACHE_DIR names one. As objectCacheFolder.
std::optional<std::filesystem::path> answerStoreFolder(const char* own, const char* xdgCacheHome, const char* home);

}  // namespace whittle

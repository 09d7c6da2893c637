// Measurements of earlier compilations: for each site, how long each candidate took. One file a site, in a folder beside the object
// cache, by whose rules they are written, trusted and bounded. Whatever goes wrong costs a measurement and is told as a note.
#pragma once

#include "engine/codegen/object_cache.h"

namespace whittle {

struct StoredCandidate {
    std::string name, implementation;
    std::optional<double> milliseconds;  ///< nothing: it was not measured
    std::string refusal;                 ///< it failed or answered wrongly: why
    bool isPassing = false;              ///< the refusal is one of this moment (no memory), which is not stored
};

struct StoredTuning {
    std::string date;  ///< "2026-11-28"
    std::vector<StoredCandidate> candidates;
};

/// Thread-safe, and safe beside other processes on the same folder.
class TuningStore {
public:
    static constexpr int kVersion = 1;  ///< of the files; others are not read
    static constexpr std::uint64_t kDefaultBytes = 16ull << 20;

    /// Without a folder it lasts as long as the process.
    explicit TuningStore(std::filesystem::path folder = {}, std::uint64_t maxBytes = kDefaultBytes);

    const std::filesystem::path& folder() const { return m_files.folder(); }

    /// `key`: all that decides the times (TuningKey in tuning.h makes it).
    std::optional<StoredTuning> find(const std::string& key);
    void store(const std::string& key, const StoredTuning& tuning);

    std::vector<std::string> notes() const;

private:
    ObjectCache m_files;
    mutable std::mutex m_mutex;
    std::map<std::string, StoredTuning> m_known;  // found or stored by this process
    bool m_foreign = false;                       // something was there that is none of ours
};

/// Beside the object cache, `tuning` in its parent; inside `own` where WHITTLE_CACHE_DIR names one. As objectCacheFolder.
std::optional<std::filesystem::path> tuningStoreFolder(const char* own, const char* xdgCacheHome, const char* home);

}  // namespace whittle

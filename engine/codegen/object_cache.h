// Machine code of earlier compilations, in a folder: one file an object, named by a hash of all that decides its bytes. Code
// from here is executed, so an entry is used only when it is complete, the one that was asked for, and in nobody's hands but
// the user's. Whatever goes wrong costs a compilation and is told as a note; it is never an error.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace whittle {

/// BLAKE3 of what decides the bytes of an object.
using ObjectKey = std::array<std::uint8_t, 32>;

ObjectKey objectKey(std::string_view content);
std::string objectKeyText(const ObjectKey& key);  ///< 64 lower-case digits

/// How a cache calls itself in its notes, and what comes of its troubles.
struct CacheWording {
    std::string_view what = "object cache";
    std::string_view unwritable = "kernels are compiled anew each time";
    std::string_view damaged = "its kernel is compiled anew";
};

/// Thread-safe, and safe beside other processes on the same folder.
class ObjectCache {
public:
    static constexpr std::uint64_t kDefaultBytes = 128ull << 20;

    /// The folder is made when something is stored. `maxBytes` bounds it, roughly: each of 16 parts has its share and loses what was
    /// not used for longest.
    explicit ObjectCache(std::filesystem::path folder, std::uint64_t maxBytes = kDefaultBytes, CacheWording wording = {});
    ObjectCache(const ObjectCache&) = delete;
    ObjectCache& operator=(const ObjectCache&) = delete;

    const std::filesystem::path& folder() const { return m_folder; }
    std::uint64_t maxBytes() const { return m_maxBytes; }

    /// Cost: some 50 us, for reading a file of a few kilobytes.
    std::optional<std::string> find(const ObjectKey& key);
    void store(const ObjectKey& key, std::string_view object);
    /// Removes an entry that turned out to be no object, and notes that.
    void drop(const ObjectKey& key);

    /// What went wrong so far, each thing once: "the object cache /x cannot be written: ...".
    std::vector<std::string> notes() const;

private:
    std::filesystem::path part(const ObjectKey& key) const;
    bool trusted(const std::filesystem::path& folder);
    void makeRoom(const std::filesystem::path& part, std::uint64_t bytes);
    void note(std::string_view about, std::string text);
    void noteDamage();

    std::filesystem::path m_folder;
    std::uint64_t m_maxBytes;
    CacheWording m_wording;
    mutable std::mutex m_mutex;
    std::map<std::filesystem::path, std::uint64_t> m_bytes;  // in each part, as far as this process knows
    std::map<std::string, std::string, std::less<>> m_notes;  // by what they are about
};

/// Where objects are kept: `own` (of WHITTLE_CACHE_DIR) if it is there, else whittle/objects in `xdgCacheHome` or in ~/.cache. Null
/// stands for a variable that is not set. Nothing when there is no place: `own` is empty, or there is no home either.
std::optional<std::filesystem::path> objectCacheFolder(const char* own, const char* xdgCacheHome, const char* home);

}  // namespace whittle

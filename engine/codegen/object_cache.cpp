#include "engine/codegen/object_cache.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>
#include <llvm/Support/BLAKE3.h>

namespace whittle {
namespace {

namespace fs = std::filesystem;

// An entry: this header, then the object. Numbers as the machine has them: code is for this machine anyway.
constexpr std::array<char, 8> kMagic{'W', 'H', 'I', 'T', 'O', 'B', 'J', '1'};
struct Header {
    std::array<char, 8> magic = kMagic;
    std::uint64_t bytes = 0;
    ObjectKey key{};
    ObjectKey checksum{};  // of all of the above and the object
};
static_assert(sizeof(Header) == 80);

constexpr std::uint64_t kLargestEntry = 64ull << 20;
constexpr std::time_t kFresh = 3600;  // s: a hit on what is younger leaves its time alone; and how old what a killed writer left must be

class Fd {
public:
    explicit Fd(int fd) : m_fd(fd) {}
    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;
    ~Fd() {
        if (m_fd >= 0) ::close(m_fd);
    }
    int get() const { return m_fd; }
    bool ok() const { return m_fd >= 0; }

private:
    int m_fd;
};

ObjectKey checksum(Header header, std::string_view object) {
    header.checksum = {};
    llvm::BLAKE3 hash;
    hash.update(llvm::ArrayRef(reinterpret_cast<const std::uint8_t*>(&header), sizeof header));
    hash.update(llvm::StringRef(object.data(), object.size()));
    return hash.final<32>();
}

// Nobody else may have put something there.
bool isOurs(const struct stat& info) { return info.st_uid == ::geteuid() && (info.st_mode & (S_IWGRP | S_IWOTH)) == 0; }

std::optional<std::string> readAll(int fd, std::size_t bytes) {
    std::string text(bytes, '\0');
    for (std::size_t done = 0; done < bytes;) {
        const ssize_t n = ::read(fd, text.data() + done, bytes - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return std::nullopt;
        done += static_cast<std::size_t>(n);
    }
    return text;
}

bool writeAll(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

std::string fileName(const ObjectKey& key) { return objectKeyText(key) + ".o"; }

struct Entry {
    fs::path path;
    std::uint64_t bytes;
    std::time_t used;
};

// "<64 digits>.o", or what is being written. The folder may be one that a person chose: what else lies there is not ours.
bool isEntryName(const std::string& name) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    if (name.size() == 66 && name.ends_with(".o")) return name.find_first_not_of(kDigits) == 64;
    return name.size() == 10 && name.starts_with("new.");
}

std::vector<Entry> entriesOf(const fs::path& part) {
    std::vector<Entry> out;
    std::error_code error;
    for (fs::directory_iterator it(part, error), end; !error && it != end; it.increment(error)) {
        struct stat info {};
        if (!isEntryName(it->path().filename().string()) || ::lstat(it->path().c_str(), &info) != 0 || !S_ISREG(info.st_mode)) continue;
        out.push_back({it->path(), static_cast<std::uint64_t>(info.st_size), info.st_mtime});
    }
    return out;
}

}  // namespace

ObjectKey objectKey(std::string_view content) {
    return llvm::BLAKE3::hash<32>(llvm::ArrayRef(reinterpret_cast<const std::uint8_t*>(content.data()), content.size()));
}

std::string objectKeyText(const ObjectKey& key) { return fmt::format("{:02x}", fmt::join(key, "")); }

ObjectCache::ObjectCache(fs::path folder, std::uint64_t maxBytes, CacheWording wording) : m_folder(std::move(folder)), m_maxBytes(maxBytes), m_wording(wording) {}

fs::path ObjectCache::part(const ObjectKey& key) const { return m_folder / objectKeyText(key).substr(0, 1); }

void ObjectCache::note(std::string_view about, std::string text) {
    const std::lock_guard lock(m_mutex);
    m_notes.try_emplace(std::string(about), std::move(text));
}

void ObjectCache::noteDamage() { note("damage", fmt::format("an entry of the {} {} was damaged; {}", m_wording.what, m_folder.string(), m_wording.damaged)); }

std::vector<std::string> ObjectCache::notes() const {
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> out;
    for (const auto& [about, text] : m_notes) out.push_back(text);
    return out;
}

// A folder that others may write to can hold anything with a checksum that fits.
bool ObjectCache::trusted(const fs::path& folder) {
    struct stat info {};
    if (::stat(folder.c_str(), &info) != 0) return false;
    if (S_ISDIR(info.st_mode) && isOurs(info)) return true;
    note("trust", fmt::format("the {} {} is not used: {} does not belong to this user alone", m_wording.what, m_folder.string(), folder.string()));
    return false;
}

std::optional<std::string> ObjectCache::find(const ObjectKey& key) {
    const fs::path folder = part(key);
    const Fd file(::open((folder / fileName(key)).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
    if (!file.ok()) return std::nullopt;
    if (!trusted(m_folder) || !trusted(folder)) return std::nullopt;
    struct stat info {};
    if (::fstat(file.get(), &info) != 0) return std::nullopt;
    const auto size = static_cast<std::uint64_t>(info.st_size);
    const auto damaged = [&]() -> std::optional<std::string> {
        noteDamage();
        return std::nullopt;
    };
    if (!S_ISREG(info.st_mode) || !isOurs(info) || size < sizeof(Header) || size > kLargestEntry) return damaged();
    std::optional<std::string> bytes = readAll(file.get(), static_cast<std::size_t>(size));
    if (!bytes) return damaged();
    Header header;
    std::memcpy(&header, bytes->data(), sizeof header);
    const std::string_view object = std::string_view(*bytes).substr(sizeof header);
    if (header.magic != kMagic || header.bytes != object.size() || header.key != key || header.checksum != checksum(header, object)) return damaged();
    if (std::time(nullptr) - info.st_mtime > kFresh) (void)::futimens(file.get(), nullptr);
    return std::string(object);
}

void ObjectCache::drop(const ObjectKey& key) {
    noteDamage();
    ::unlink((part(key) / fileName(key)).c_str());
}

// What was used longest ago goes, until three quarters of the share are left: not every entry to come must look again.
void ObjectCache::makeRoom(const fs::path& folder, std::uint64_t bytes) {
    const std::lock_guard lock(m_mutex);
    const std::uint64_t share = m_maxBytes / 16;
    const auto known = m_bytes.find(folder);
    if (known != m_bytes.end() && known->second + bytes <= share) {
        known->second += bytes;
        return;
    }
    std::vector<Entry> entries = entriesOf(folder);
    std::ranges::sort(entries, {}, &Entry::used);
    const std::time_t old = std::time(nullptr) - kFresh;
    std::uint64_t total = bytes;
    for (const Entry& entry : entries) total += entry.bytes;
    const bool full = total > share;
    for (const Entry& entry : entries) {
        const bool leftOver = entry.path.extension() != ".o";
        if (leftOver ? entry.used > old : !full || total <= share / 4 * 3) continue;
        if (::unlink(entry.path.c_str()) == 0) total -= entry.bytes;
    }
    m_bytes[folder] = total;
}

void ObjectCache::store(const ObjectKey& key, std::string_view object) {
    if (object.size() + sizeof(Header) > kLargestEntry || object.size() + sizeof(Header) > m_maxBytes / 16) return;
    const auto refused = [&] { note("write", fmt::format("the {} {} cannot be written, so {}: {}", m_wording.what, m_folder.string(), m_wording.unwritable, std::strerror(errno))); };
    const fs::path folder = part(key);
    std::error_code error;
    if (m_folder.has_parent_path()) fs::create_directories(m_folder.parent_path(), error);
    if ((::mkdir(m_folder.c_str(), 0700) != 0 && errno != EEXIST) || (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)) return refused();
    if (!trusted(m_folder) || !trusted(folder)) return;
    makeRoom(folder, object.size() + sizeof(Header));
    Header header{.bytes = object.size(), .key = key};
    header.checksum = checksum(header, object);
    // Not synced, unlike other files: what a crash of the machine leaves is a damaged entry, which find() sees.
    std::string aside = (folder / "new.XXXXXX").string();
    {
        const Fd file(::mkostemp(aside.data(), O_CLOEXEC));  // readable and writable for its owner only
        if (!file.ok()) return refused();
        if (!writeAll(file.get(), {reinterpret_cast<const char*>(&header), sizeof header}) || !writeAll(file.get(), object)) {
            refused();
            ::unlink(aside.c_str());
            return;
        }
    }
    if (::rename(aside.c_str(), (folder / fileName(key)).c_str()) != 0) {
        refused();
        ::unlink(aside.c_str());
    }
}

std::optional<fs::path> objectCacheFolder(const char* own, const char* xdgCacheHome, const char* home) {
    if (own) return *own ? std::optional<fs::path>(own) : std::nullopt;
    // The XDG base directory specification has relative paths ignored.
    if (xdgCacheHome && fs::path(xdgCacheHome).is_absolute()) return fs::path(xdgCacheHome) / "whittle" / "objects";
    if (home && fs::path(home).is_absolute()) return fs::path(home) / ".cache" / "whittle" / "objects";
    return std::nullopt;
}

}  // namespace whittle

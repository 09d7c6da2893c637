// Zip archives as PyTorch and Python write them, read without trust: the central directory, every local
// header and every descriptor are checked against each other and against the file before an entry
// is handed out. Stored entries are spans of the archive itself, so weights stay mapped.
// Refuses encryption, several disks, methods other than stored and deflate, overlaps and hostile names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/result.h"

namespace whittle {

/// The bytes of one entry and what keeps them alive.
struct ZipRecord {
    std::span<const std::byte> bytes;
    std::shared_ptr<const void> owner;
    std::string_view text() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
};

/// Checksums of large stored entries, owed until somebody is about to use the bytes: working one out reads them all,
/// which would make opening a file as slow as loading it.
class PendingChecks {
public:
    void add(std::string entry, ZipRecord record, std::uint32_t crc) { m_checks.push_back({std::move(entry), std::move(record), crc}); }
    /// Errors: Format, with the entry, for the first that differs.
    Result<void> run() const;

private:
    struct Check {
        std::string entry;
        ZipRecord record;
        std::uint32_t crc;
    };
    std::vector<Check> m_checks;
};

/// Not thread-safe: reading counts inflated bytes against the archive's limit.
class ZipArchive {
public:
    struct Entry {
        std::string name;
        std::uint16_t flags = 0;
        std::uint16_t method = 0;
        std::uint32_t crc = 0;
        std::uint64_t packed = 0;  ///< bytes in the archive
        std::uint64_t size = 0;    ///< bytes when read
        std::uint64_t header = 0;  ///< offset of the local header
        std::uint64_t data = 0;    ///< offset of the payload
    };

    static bool looksLikeZip(std::span<const std::byte> bytes);

    /// `owner` keeps `bytes` alive. Errors: Format, Unsupported, Limit (100 000 entries).
    /// With `later`, readData leaves the checksums of large stored entries to it.
    static Result<ZipArchive> open(std::span<const std::byte> bytes, std::shared_ptr<const void> owner,
                                   std::shared_ptr<PendingChecks> later = nullptr);

    std::span<const Entry> entries() const { return m_entries; }
    bool contains(std::string_view name) const { return m_byName.contains(std::string(name)); }
    /// Errors: NotFound; Format when the CRC-32 differs; Limit for a decompression bomb. The context names the entry.
    Result<ZipRecord> read(std::string_view name) { return read(name, nullptr); }
    /// The same for tensor data, which nothing looks at while the file is opened.
    Result<ZipRecord> readData(std::string_view name) { return read(name, m_later.get()); }
    const std::shared_ptr<PendingChecks>& later() const { return m_later; }
    /// The names, for messages: the first few and how many more.
    std::string listing() const;

private:
    ZipArchive(std::span<const std::byte> bytes, std::shared_ptr<const void> owner)
        : m_bytes(bytes), m_owner(std::move(owner)) {}
    Result<void> readDirectory();
    Result<void> readCentralHeader(std::uint64_t& at, std::uint64_t end);
    Result<std::uint64_t> checkLocalHeader(Entry& entry) const;
    Result<std::uint64_t> checkDescriptor(const Entry& entry) const;
    Result<ZipRecord> read(std::string_view name, PendingChecks* later);
    Result<ZipRecord> readEntry(const Entry& entry, PendingChecks* later);

    std::span<const std::byte> m_bytes;
    std::shared_ptr<const void> m_owner;
    std::vector<Entry> m_entries;
    std::unordered_map<std::string, std::size_t> m_byName;
    std::shared_ptr<PendingChecks> m_later;
    std::uint64_t m_inflated = 0;
};

}  // namespace whittle

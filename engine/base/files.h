// Files: whole reads with a bound, writes that are complete or not there at all, and mapped reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace whittle {

/// The whole file. Errors: Io when it cannot be opened or read or is no regular file (a pipe would block),
/// Limit when larger than `maxBytes`.
Result<std::string> readFile(const std::filesystem::path& path, std::uint64_t maxBytes = 1ull << 32);

/// Writes aside, fsyncs, renames: a reader sees the old content or the new, never a part.
/// Missing parent folders are made. Errors: Io.
Result<void> writeFileAtomic(const std::filesystem::path& path, std::string_view bytes);
/// The same for content in pieces, so that gigabytes of weights need not be joined first.
Result<void> writeFileAtomic(const std::filesystem::path& path, std::span<const std::string_view> parts);

/// A regular file mapped read-only; lives as long as the last shared_ptr (tensors hold one).
class MappedFile {
public:
    static Result<std::shared_ptr<const MappedFile>> open(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    std::span<const std::byte> bytes() const { return {m_data, m_size}; }

private:
    MappedFile(const std::byte* data, std::size_t size) : m_data(data), m_size(size) {}
    const std::byte* m_data;
    std::size_t m_size;
};

}  // namespace whittle

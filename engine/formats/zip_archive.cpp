#include "engine/formats/zip_archive.h"

#include <algorithm>
#include <cctype>
#include <cstring>

#include <zlib.h>

namespace whittle {
namespace {

constexpr std::uint64_t kMaxEntries = 100'000;
constexpr std::uint64_t kMaxRatio = 200;  // above kRatioFrom: no honest tensor or JSON packs better
constexpr std::uint64_t kRatioFrom = 1 << 20;
constexpr std::uint64_t kInflateFloor = 64 << 20;  // all entries together: 4 x the file plus this

constexpr std::uint64_t kDeferFrom = 1 << 20;  // checking less takes under a millisecond

constexpr std::uint32_t kLocal = 0x04034b50, kCentral = 0x02014b50, kDescriptor = 0x08074b50;
constexpr std::uint32_t kEnd = 0x06054b50, kEnd64 = 0x06064b50, kLocator64 = 0x07064b50;
constexpr std::uint64_t kLocalSize = 30, kCentralSize = 46, kEndSize = 22, kEnd64Size = 56, kLocatorSize = 20;
constexpr std::uint16_t kEncrypted = 1 << 0, kSizesFollow = 1 << 3, kStrong = 1 << 6, kMasked = 1 << 13;
constexpr std::uint32_t kWide = 0xffffffff;  // "see the zip64 field"

// Little-endian fields; the caller has checked that they lie inside.
template <class T>
T field(std::span<const std::byte> bytes, std::uint64_t at) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}
std::uint16_t u16(std::span<const std::byte> b, std::uint64_t at) { return field<std::uint16_t>(b, at); }
std::uint32_t u32(std::span<const std::byte> b, std::uint64_t at) { return field<std::uint32_t>(b, at); }
std::uint64_t u64(std::span<const std::byte> b, std::uint64_t at) { return field<std::uint64_t>(b, at); }

bool inside(std::span<const std::byte> bytes, std::uint64_t at, std::uint64_t size) {
    return at <= bytes.size() && size <= bytes.size() - at;
}

std::string_view nameAt(std::span<const std::byte> bytes, std::uint64_t at, std::uint16_t size) {
    return {reinterpret_cast<const char*>(bytes.data()) + at, size};
}

std::string shown(std::string_view name) {
    std::string out(name.substr(0, 120));
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20) c = '?';
    return out;
}

// No name from an archive ever becomes a path, but such names are made to be mistaken for one.
Result<void> checkName(std::string_view name) {
    const auto hostile = [&](std::string_view why) { return fail(Code::Format, "entry name '{}' {}", shown(name), why); };
    if (name.empty()) return fail(Code::Format, "an entry has no name");
    if (name.front() == '/') return hostile("is an absolute path");
    if (name.find('\\') != name.npos) return hostile("contains a backslash");
    if (name.find('\0') != name.npos) return hostile("contains a NUL");
    if (name.size() > 1 && name[1] == ':' && std::isalpha(static_cast<unsigned char>(name[0])))
        return hostile("has a drive letter");
    for (std::size_t at = 0; at <= name.size();) {
        const std::size_t slash = std::min(name.find('/', at), name.size());
        if (name.substr(at, slash - at) == "..") return hostile("contains '..'");
        at = slash + 1;
    }
    return {};
}

struct Directory {
    std::uint64_t count = 0;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint64_t end = 0;  // where the directory must stop: the first end record
};

Result<Directory> findDirectory(std::span<const std::byte> bytes) {
    const std::uint64_t last = bytes.size() < kEndSize ? 0 : bytes.size() - kEndSize;
    std::uint64_t at = last;
    const std::uint64_t first = last > 0xffff ? last - 0xffff : 0;  // a comment has at most 64 KiB
    for (;; --at) {
        if (inside(bytes, at, kEndSize) && u32(bytes, at) == kEnd && at + kEndSize + u16(bytes, at + 20) == bytes.size())
            break;
        if (at == first)
            return fail(Code::Format, "the end record of the archive is missing: the file is cut short or not a zip");
    }
    Directory out{.count = u16(bytes, at + 10), .offset = u32(bytes, at + 16), .size = u32(bytes, at + 12), .end = at};
    if (u16(bytes, at + 4) != 0 || u16(bytes, at + 6) != 0 || u16(bytes, at + 8) != out.count)
        return fail(Code::Unsupported, "the archive spans several disks");
    if (at >= kLocatorSize && u32(bytes, at - kLocatorSize) == kLocator64) {
        const std::uint64_t end64 = u64(bytes, at - kLocatorSize + 8);
        if (u32(bytes, at - kLocatorSize + 4) != 0 || u32(bytes, at - kLocatorSize + 16) > 1)
            return fail(Code::Unsupported, "the archive spans several disks");
        if (!inside(bytes, end64, kEnd64Size) || u32(bytes, end64) != kEnd64)
            return fail(Code::Format, "the zip64 end record is not where its locator says");
        if (u32(bytes, end64 + 16) != 0 || u32(bytes, end64 + 20) != 0 || u64(bytes, end64 + 24) != u64(bytes, end64 + 32))
            return fail(Code::Unsupported, "the archive spans several disks");
        out = {.count = u64(bytes, end64 + 32), .offset = u64(bytes, end64 + 48), .size = u64(bytes, end64 + 40), .end = end64};
    }
    if (out.offset > out.end || out.size != out.end - out.offset)
        return fail(Code::Format, "the directory has {} bytes at {}, its end record stands at {}: bytes were added or cut",
                    out.size, out.offset, out.end);
    if (out.count > kMaxEntries)
        return fail(Code::Limit, "{} entries, at most {} are accepted", out.count, kMaxEntries);
    return out;
}

// The 64-bit values that replace saturated 32-bit ones, in the order the format fixes.
Result<void> readZip64(std::span<const std::byte> extra, ZipArchive::Entry& entry) {
    const bool wideSize = entry.size == kWide, widePacked = entry.packed == kWide, wideHeader = entry.header == kWide;
    if (!wideSize && !widePacked && !wideHeader) return {};
    for (std::uint64_t at = 0; at + 4 <= extra.size();) {
        const std::uint16_t id = u16(extra, at), size = u16(extra, at + 2);
        at += 4;
        if (size > extra.size() - at) break;
        if (id == 1) {
            std::uint64_t from = at;
            const auto take = [&](bool wanted, std::uint64_t& out) {
                if (!wanted) return true;
                if (from + 8 > at + size) return false;
                out = u64(extra, from);
                from += 8;
                return true;
            };
            if (take(wideSize, entry.size) && take(widePacked, entry.packed) && take(wideHeader, entry.header)) return {};
            break;
        }
        at += size;
    }
    return fail(Code::Format, "the zip64 sizes are missing");
}

Result<void> checkCrc(std::span<const std::byte> bytes, std::uint32_t expected) {
#ifdef WHITTLE_FUZZING  // no mutation would get past it to what reads the entries
    return {};
#endif
    const auto crc = static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
    if (crc == expected) return {};
    return fail(Code::Format, "the checksum is {:08x}, {:08x} was expected: the file is damaged", crc, expected);
}

}  // namespace

bool ZipArchive::looksLikeZip(std::span<const std::byte> bytes) {
    return bytes.size() >= 4 && (u32(bytes, 0) == kLocal || u32(bytes, 0) == kEnd);
}

Result<ZipArchive> ZipArchive::open(std::span<const std::byte> bytes, std::shared_ptr<const void> owner,
                                    std::shared_ptr<PendingChecks> later) {
    if (!looksLikeZip(bytes)) return fail(Code::Format, "not a zip archive: it does not begin with an entry");
    ZipArchive out(bytes, std::move(owner));
    out.m_later = std::move(later);
    WHITTLE_TRY_VOID(out.readDirectory());
    return out;
}

Result<void> ZipArchive::readDirectory() {
    WHITTLE_TRY(const Directory directory, findDirectory(m_bytes));
    std::uint64_t at = directory.offset;
    for (std::uint64_t i = 0; i < directory.count; ++i)
        WHITTLE_TRY_VOID(readCentralHeader(at, directory.end).context("reading entry {} of the directory", i));
    if (at != directory.end)
        return fail(Code::Format, "the directory holds more than the {} entries it declares", directory.count);

    struct Range {
        std::uint64_t begin, end;
        const Entry* entry;
    };
    std::vector<Range> ranges;
    for (Entry& entry : m_entries) {
        WHITTLE_TRY(const std::uint64_t end, checkLocalHeader(entry).context("checking entry '{}'", shown(entry.name)));
        ranges.push_back({entry.header, end, &entry});
    }
    std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const std::uint64_t limit = i + 1 < ranges.size() ? ranges[i + 1].begin : directory.offset;
        if (ranges[i].end > limit)
            return fail(Code::Format, "entry '{}' overlaps what follows it", shown(ranges[i].entry->name));
    }
    return {};
}

Result<void> ZipArchive::readCentralHeader(std::uint64_t& at, std::uint64_t end) {
    const std::span<const std::byte> bytes = m_bytes.first(end);
    if (!inside(bytes, at, kCentralSize) || u32(bytes, at) != kCentral)
        return fail(Code::Format, "the directory ends early or is damaged at byte {}", at);
    Entry entry{.name = {}, .flags = u16(bytes, at + 8), .method = u16(bytes, at + 10), .crc = u32(bytes, at + 16),
                .packed = u32(bytes, at + 20), .size = u32(bytes, at + 24), .header = u32(bytes, at + 42)};
    const std::uint16_t nameSize = u16(bytes, at + 28), extraSize = u16(bytes, at + 30), commentSize = u16(bytes, at + 32);
    const std::uint64_t total = kCentralSize + nameSize + extraSize + commentSize;
    if (!inside(bytes, at, total)) return fail(Code::Format, "the directory ends early at byte {}", at);
    entry.name = nameAt(bytes, at + kCentralSize, nameSize);
    WHITTLE_TRY_VOID(checkName(entry.name));
    WHITTLE_TRY_VOID(readZip64(bytes.subspan(at + kCentralSize + nameSize, extraSize), entry));
    const auto refuse = [&](std::string_view why) { return fail(Code::Unsupported, "entry '{}' {}", shown(entry.name), why); };
    if (entry.flags & (kEncrypted | kStrong | kMasked)) return refuse("is encrypted");
    if (u16(bytes, at + 34) != 0) return refuse("is on another disk");
    if (entry.method != 0 && entry.method != 8) return refuse(fmt::format("uses compression method {}", entry.method));
    if (entry.method == 0 && entry.packed != entry.size)
        return fail(Code::Format, "entry '{}' is stored, but its two sizes {} and {} differ", shown(entry.name),
                    entry.packed, entry.size);
    if (!m_byName.try_emplace(entry.name, m_entries.size()).second)
        return fail(Code::Format, "the entry name '{}' occurs twice", shown(entry.name));
    m_entries.push_back(std::move(entry));
    at += total;
    return {};
}

// Answers where the entry ends, descriptor included.
Result<std::uint64_t> ZipArchive::checkLocalHeader(Entry& entry) const {
    if (!inside(m_bytes, entry.header, kLocalSize) || u32(m_bytes, entry.header) != kLocal)
        return fail(Code::Format, "no entry begins at byte {}", entry.header);
    const std::uint64_t at = entry.header;
    const std::uint16_t nameSize = u16(m_bytes, at + 26), extraSize = u16(m_bytes, at + 28);
    entry.data = at + kLocalSize + nameSize + extraSize;
    if (!inside(m_bytes, entry.data, entry.packed))
        return fail(Code::Format, "its {} bytes at {} reach past the end of the file", entry.packed, entry.data);
    if (nameAt(m_bytes, at + kLocalSize, nameSize) != entry.name || u16(m_bytes, at + 8) != entry.method ||
        ((u16(m_bytes, at + 6) ^ entry.flags) & kSizesFollow))
        return fail(Code::Format, "its header at byte {} and the directory disagree", at);
    if (entry.flags & kSizesFollow) return checkDescriptor(entry);
    const std::uint32_t packed = u32(m_bytes, at + 18), size = u32(m_bytes, at + 22);
    if (u32(m_bytes, at + 14) != entry.crc || (packed != kWide && packed != entry.packed) ||
        (size != kWide && size != entry.size))
        return fail(Code::Format, "its header at byte {} and the directory disagree about size or checksum", at);
    return entry.data + entry.packed;
}

Result<std::uint64_t> ZipArchive::checkDescriptor(const Entry& entry) const {
    const std::uint64_t at = entry.data + entry.packed;
    if (inside(m_bytes, at, 24) && u32(m_bytes, at) == kDescriptor && u32(m_bytes, at + 4) == entry.crc &&
        u64(m_bytes, at + 8) == entry.packed && u64(m_bytes, at + 16) == entry.size)
        return at + 24;
    if (inside(m_bytes, at, 16) && u32(m_bytes, at) == kDescriptor && u32(m_bytes, at + 4) == entry.crc &&
        u32(m_bytes, at + 8) == entry.packed && u32(m_bytes, at + 12) == entry.size)
        return at + 16;
    return fail(Code::Format, "the descriptor at byte {} and the directory disagree", at);
}

Result<ZipRecord> ZipArchive::read(std::string_view name, PendingChecks* later) {
    const auto found = m_byName.find(std::string(name));
    if (found == m_byName.end())
        return fail(Code::NotFound, "no entry '{}' in this archive; it holds {}", shown(name), listing());
    return readEntry(m_entries[found->second], later).context("reading entry '{}'", shown(name));
}

Result<ZipRecord> ZipArchive::readEntry(const Entry& entry, PendingChecks* later) {
    const std::span<const std::byte> packed = m_bytes.subspan(entry.data, entry.packed);
    ZipRecord out{packed, m_owner};
    if (entry.method == 8) {
        if (entry.size > kRatioFrom && entry.size / kMaxRatio > entry.packed)
            return fail(Code::Limit, "{} bytes pack {}: more than {} to 1 is refused", entry.packed, entry.size, kMaxRatio);
        if (entry.size > 4 * m_bytes.size() + kInflateFloor - m_inflated)
            return fail(Code::Limit, "the entries of this archive unpack to more than {} bytes",
                        4 * m_bytes.size() + kInflateFloor);
        m_inflated += entry.size;
        if (entry.packed > UINT32_MAX || entry.size >= UINT32_MAX)
            return fail(Code::Unsupported, "a compressed entry of more than 4 GiB");
        auto buffer = std::make_shared<std::vector<std::byte>>(entry.size + 1);  // one spare byte shows an overrun
        z_stream stream{};
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
        stream.avail_in = static_cast<uInt>(packed.size());
        stream.next_out = reinterpret_cast<Bytef*>(buffer->data());
        stream.avail_out = static_cast<uInt>(buffer->size());
        if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return fail(Code::Internal, "zlib does not start");
        const int status = inflate(&stream, Z_FINISH);
        const std::uint64_t written = stream.total_out;
        inflateEnd(&stream);
        if (status != Z_STREAM_END || written != entry.size || stream.avail_in != 0)
            return fail(Code::Format, "the compressed data is damaged or does not unpack to {} bytes", entry.size);
        out = {std::span<const std::byte>(*buffer).first(entry.size), buffer};
    }
    if (later && entry.method == 0 && entry.size >= kDeferFrom) {
        later->add(shown(entry.name), out, entry.crc);
        return out;
    }
    WHITTLE_TRY_VOID(checkCrc(out.bytes, entry.crc));
    return out;
}

Result<void> PendingChecks::run() const {
    for (const Check& check : m_checks) WHITTLE_TRY_VOID(checkCrc(check.record.bytes, check.crc).context("reading entry '{}'", check.entry));
    return {};
}

std::string ZipArchive::listing() const {
    constexpr std::size_t kShown = 8;
    std::string out;
    for (std::size_t i = 0; i < std::min(kShown, m_entries.size()); ++i)
        out += (i > 0 ? ", " : "") + shown(m_entries[i].name);
    if (m_entries.size() > kShown) out += fmt::format(" and {} more", m_entries.size() - kShown);
    return out.empty() ? "nothing" : out;
}

}  // namespace whittle

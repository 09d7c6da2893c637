#include "engine/formats/zip_write.h"

#include <algorithm>

#include <zlib.h>

namespace whittle {
namespace {

constexpr std::uint64_t kAlignment = 64;
constexpr std::uint64_t kWide = 0xffffffff;  // from here on a size or an offset goes to the zip64 field
constexpr std::uint64_t kLocalSize = 30;
constexpr std::uint16_t kVersion = 20, kVersion64 = 45, kUnix = 3 << 8, kUtf8 = 1 << 11;
constexpr std::uint16_t kDate = 1 << 5 | 1;  // 1980-01-01, the earliest there is
constexpr std::uint16_t kPaddingId = 0x4246;  // "FB", as PyTorch pads

// Little-endian fields, appended.
class Fields {
public:
    template <class T>
    Fields& add(T value) {
        for (std::size_t i = 0; i < sizeof value; ++i) m_bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> 8 * i);
        return *this;
    }
    Fields& u16(std::uint64_t v) { return add(static_cast<std::uint16_t>(v)); }
    Fields& u32(std::uint64_t v) { return add(static_cast<std::uint32_t>(v)); }
    Fields& u64(std::uint64_t v) { return add(v); }
    Fields& text(std::string_view v) {
        m_bytes += v;
        return *this;
    }
    std::string take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
};

std::uint64_t narrow(std::uint64_t value) { return std::min(value, kWide); }

std::uint32_t crcOf(const ByteRope& content) {
    uLong crc = crc32_z(0, nullptr, 0);
    for (const std::string_view part : content.parts()) crc = crc32_z(crc, reinterpret_cast<const Bytef*>(part.data()), part.size());
    return static_cast<std::uint32_t>(crc);
}

std::uint16_t flagsOf(std::string_view name) {
    return std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }) ? kUtf8 : 0;
}

}  // namespace

void ZipWriter::add(const std::string& name, const ByteRope& content) {
    const Entry entry{name, crcOf(content), content.size(), m_out.size()};
    const bool wide = entry.size >= kWide;
    std::string extra;
    if (wide) extra = Fields().u16(1).u16(16).u64(entry.size).u64(entry.size).take();
    const std::uint64_t unpadded = entry.header + kLocalSize + name.size() + extra.size() + 4;
    const std::uint64_t padding = (kAlignment - unpadded % kAlignment) % kAlignment;
    extra += Fields().u16(kPaddingId).u16(padding).text(std::string(padding, 'Z')).take();
    m_out.add(Fields().u32(0x04034b50).u16(wide ? kVersion64 : kVersion).u16(flagsOf(name)).u16(0).u16(0).u16(kDate)
                  .u32(entry.crc).u32(narrow(entry.size)).u32(narrow(entry.size)).u16(name.size()).u16(extra.size())
                  .text(name).text(extra).take());
    m_out.add(content);
    m_entries.push_back(entry);
}

ByteRope ZipWriter::finish() && {
    const std::uint64_t start = m_out.size();
    Fields directory;
    for (const Entry& entry : m_entries) {
        Fields wide;
        if (entry.size >= kWide) wide.u64(entry.size).u64(entry.size);
        if (entry.header >= kWide) wide.u64(entry.header);
        std::string extra = wide.take();
        if (!extra.empty()) extra = Fields().u16(1).u16(extra.size()).text(extra).take();
        const std::uint16_t version = extra.empty() ? kVersion : kVersion64;
        directory.u32(0x02014b50).u16(kUnix | version).u16(version).u16(flagsOf(entry.name)).u16(0).u16(0).u16(kDate)
            .u32(entry.crc).u32(narrow(entry.size)).u32(narrow(entry.size)).u16(entry.name.size()).u16(extra.size())
            .u16(0).u16(0).u16(0).u32(0600u << 16).u32(narrow(entry.header)).text(entry.name).text(extra);
    }
    std::string bytes = directory.take();
    const std::uint64_t size = bytes.size(), count = m_entries.size();
    Fields end;
    if (start >= kWide || size >= kWide || count >= 0xffff) {
        end.u32(0x06064b50).u64(44).u16(kUnix | kVersion64).u16(kVersion64).u32(0).u32(0).u64(count).u64(count).u64(size).u64(start);
        end.u32(0x07064b50).u32(0).u64(start + size).u32(1);
    }
    const std::uint64_t shortCount = std::min<std::uint64_t>(count, 0xffff);
    end.u32(0x06054b50).u16(0).u16(0).u16(shortCount).u16(shortCount).u32(narrow(size)).u32(narrow(start)).u16(0);
    m_out.add(std::move(bytes));
    m_out.add(end.take());
    return std::move(m_out);
}

}  // namespace whittle

#include "engine/formats/trace/line_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace whittle::trace {
namespace {

constexpr std::size_t kPiece = 1 << 20;

}  // namespace

Result<LineReader> LineReader::open(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return fail(Code::Io, "{} cannot be opened: {}", path.string(), std::strerror(errno));
    LineReader out(file, path);
    struct stat info{};
    if (::fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) return fail(Code::Io, "{} is not a file", path.string());
    return out;
}

LineReader::LineReader(LineReader&& other) noexcept
    : m_file(std::exchange(other.m_file, -1)), m_path(std::move(other.m_path)), m_buffer(std::move(other.m_buffer)), m_start(other.m_start),
      m_searched(other.m_searched), m_offset(other.m_offset) {}

LineReader& LineReader::operator=(LineReader&& other) noexcept {
    std::swap(m_file, other.m_file);
    m_path = std::move(other.m_path);
    m_buffer = std::move(other.m_buffer);
    m_start = other.m_start;
    m_searched = other.m_searched;
    m_offset = other.m_offset;
    return *this;
}

LineReader::~LineReader() {
    if (m_file >= 0) ::close(m_file);
}

void LineReader::seek(std::uint64_t offset) {
    m_buffer.clear();
    m_start = m_searched = 0;
    m_offset = offset;
}

Result<std::uint64_t> LineReader::fileSize() const {
    struct stat info{};
    if (::fstat(m_file, &info) != 0) return fail(Code::Io, "{} cannot be read: {}", m_path.string(), std::strerror(errno));
    return static_cast<std::uint64_t>(info.st_size);
}

Result<std::string> LineReader::read(std::uint64_t offset, std::uint64_t size) const {
    WHITTLE_TRY(const std::uint64_t all, fileSize());
    std::string out(offset < all ? std::min(size, all - offset) : 0, '\0');
    std::size_t got = 0;
    while (got < out.size()) {
        const ssize_t part = ::pread(m_file, out.data() + got, out.size() - got, static_cast<off_t>(offset + got));
        if (part < 0 && errno == EINTR) continue;
        if (part < 0) return fail(Code::Io, "{} cannot be read: {}", m_path.string(), std::strerror(errno));
        if (part == 0) break;
        got += static_cast<std::size_t>(part);
    }
    out.resize(got);
    return out;
}

// One piece more behind what is there; false at the end of the file.
Result<bool> LineReader::fill() {
    m_buffer.erase(0, m_start);
    m_start = 0;
    const std::size_t had = m_buffer.size();
    m_buffer.resize(had + kPiece);
    ssize_t part = 0;
    do part = ::pread(m_file, m_buffer.data() + had, kPiece, static_cast<off_t>(m_offset + had));
    while (part < 0 && errno == EINTR);
    m_buffer.resize(had + static_cast<std::size_t>(std::max<ssize_t>(part, 0)));
    if (part < 0) return fail(Code::Io, "{} cannot be read: {}", m_path.string(), std::strerror(errno));
    return part > 0;
}

Result<std::optional<LineReader::Line>> LineReader::next() {
    Line line{.offset = m_offset};
    bool more = true;
    while (true) {
        const std::size_t from = m_start + m_searched;
        const void* found = from < m_buffer.size() ? std::memchr(m_buffer.data() + from, '\n', m_buffer.size() - from) : nullptr;
        if (found || !more) {
            const std::size_t end = found ? static_cast<std::size_t>(static_cast<const char*>(found) - m_buffer.data()) : m_buffer.size();
            line.text = std::string_view(m_buffer).substr(m_start, end - m_start);
            line.ended = found;
            line.size += end - m_start + (found ? 1 : 0);
            break;
        }
        m_searched = m_buffer.size() - m_start;
        if (m_searched > kLongest) break;
        WHITTLE_TRY(more, fill());
    }
    if (m_searched > kLongest && line.text.empty()) {  // its rest is passed over, so that no line can fill the memory
        std::string start = m_buffer.substr(m_start, 4096);
        const std::uint64_t begun = m_offset;
        std::size_t end = std::string::npos;
        while (more && end == std::string::npos) {
            m_offset += m_buffer.size() - m_start;
            m_start = m_buffer.size();
            WHITTLE_TRY(more, fill());
            end = m_buffer.find('\n');
        }
        const std::size_t rest = end == std::string::npos ? m_buffer.size() : end + 1;
        line = {.offset = begun, .size = m_offset + rest - begun, .ended = end != std::string::npos, .cut = true};
        m_buffer.insert(0, start);  // where `text` can point to it
        m_start = start.size() + rest;
        m_offset += rest;
        m_searched = 0;
        line.text = std::string_view(m_buffer).substr(0, start.size());
        return std::optional(line);
    }
    if (line.size == 0) return std::optional<Line>();
    m_start += line.size;
    m_offset += line.size;
    m_searched = 0;
    if (line.text.ends_with('\r')) {
        line.text.remove_suffix(1);
        line.hadCr = true;
    }
    return std::optional(line);
}

}  // namespace whittle::trace

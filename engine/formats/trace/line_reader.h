// The lines of a log in order, by reading in pieces: a mapped log would count as memory, and would kill the reader when
// its writer truncates it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace whittle::trace {

class LineReader {
public:
    struct Line {
        std::string_view text;     ///< without its end (LF, CR LF); valid until the next call
        std::uint64_t offset = 0;  ///< of its first byte in the file
        std::uint64_t size = 0;    ///< in the file, its end included
        bool ended = true;         ///< false: the file stops within it
        bool hadCr = false;
        bool cut = false;          ///< longer than any line that is kept: `text` is only its start
    };

    static constexpr std::size_t kLongest = 64 << 20;

    /// Errors: Io when it cannot be opened or is no regular file.
    static Result<LineReader> open(const std::filesystem::path& path);
    LineReader(LineReader&& other) noexcept;
    LineReader& operator=(LineReader&& other) noexcept;
    ~LineReader();

    /// Nothing at the end of the file, which may grow later. Errors: Io.
    Result<std::optional<Line>> next();
    void seek(std::uint64_t offset);
    std::uint64_t position() const { return m_offset; }

    Result<std::uint64_t> fileSize() const;
    /// Bytes of the file, fewer where it ends. Thread-safe. Errors: Io.
    Result<std::string> read(std::uint64_t offset, std::uint64_t size) const;

private:
    explicit LineReader(int file, std::filesystem::path path) : m_file(file), m_path(std::move(path)) {}
    Result<bool> fill();

    int m_file = -1;
    std::filesystem::path m_path;
    std::string m_buffer;
    std::size_t m_start = 0;     ///< of what is not handed out, in the buffer
    std::size_t m_searched = 0;  ///< from m_start on, without a line end
    std::uint64_t m_offset = 0;  ///< of m_start in the file
};

}  // namespace whittle::trace

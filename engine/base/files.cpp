#include "engine/base/files.h"

#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/file_pieces.h"
#include "engine/base/torn_writes.h"

namespace whittle {
namespace {

// Closes on every way out.
struct Fd {
    int fd;
    explicit Fd(int value) : fd(value) {}
    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;
    ~Fd() {
        if (fd >= 0) ::close(fd);
    }
};

Result<std::uint64_t> regularSize(int fd, const std::filesystem::path& path) {
    struct stat info {};
    if (::fstat(fd, &info) != 0) return fail(Code::Io, "cannot stat {}: {}", path.string(), std::strerror(errno));
    for (const auto& [is, name] : {std::pair{S_ISDIR(info.st_mode), "a folder"}, {S_ISFIFO(info.st_mode), "a pipe"},
                                   {S_ISSOCK(info.st_mode), "a socket"}, {!S_ISREG(info.st_mode), "a device"}})
        if (is) return fail(Code::Io, "{} is {}, a file was expected", path.string(), name);
    return static_cast<std::uint64_t>(info.st_size);
}

// Beside the file that is written, whose name comes before it; mkostemp replaces the last six characters.
constexpr std::string_view kAside = ".whittle-XXXXXX";
constexpr std::string_view kAsideMark = kAside.substr(0, kAside.size() - 6);

enum class Sync { Disk, None };

// Without O_NONBLOCK opening a pipe waits for its writer, before there is a chance to refuse it.
int openToRead(const std::filesystem::path& path) { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); }

}  // namespace

Result<std::string> readFile(const std::filesystem::path& path, std::uint64_t maxBytes) {
    Fd file(openToRead(path));
    if (file.fd < 0) return fail(Code::Io, "cannot open {}: {}", path.string(), std::strerror(errno));
    WHITTLE_TRY(const std::uint64_t expected, regularSize(file.fd, path));
    if (expected > maxBytes)
        return fail(Code::Limit, "{} has {} bytes, at most {} are accepted", path.string(), expected, maxBytes);
    std::string text;
    text.reserve(expected);
    char buffer[1 << 16];
    for (;;) {
        const ssize_t n = ::read(file.fd, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail(Code::Io, "cannot read {}: {}", path.string(), std::strerror(errno));
        if (n == 0) return text;
        if (text.size() + static_cast<std::size_t>(n) > maxBytes)
            return fail(Code::Limit, "{} has more than {} bytes", path.string(), maxBytes);
        text.append(buffer, static_cast<std::size_t>(n));
    }
}

namespace {

using Make = std::function<Result<void>(const WritePiece&)>;

Result<void> writeAside(const std::filesystem::path& path, const Make& make, Sync sync) {
    const auto trouble = [&](std::string_view what) {
        return fail(Code::Io, "cannot {} {}: {}", what, path.string(), std::strerror(errno));
    };
    std::error_code made;
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), made);
    // A link keeps pointing to what it did; a device or a pipe is nothing that a file could take the place of.
    std::error_code unresolved;
    const std::filesystem::path target = std::filesystem::is_symlink(path, unresolved) ? std::filesystem::weakly_canonical(path) : path;
    const std::filesystem::file_status status = std::filesystem::status(target, unresolved);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        return fail(Code::Io, "cannot write {}: it is not a regular file", path.string());
    std::string aside = target.string() + std::string(kAside);
    {
        Fd file(::mkostemp(aside.data(), O_CLOEXEC));
        if (file.fd < 0) return trouble("create a file beside");
        ::fchmod(file.fd, 0644);
        const auto write = [&](std::string_view bytes) -> Result<void> {
            while (!bytes.empty()) {
                const ssize_t n = ::write(file.fd, bytes.data(), bytes.size());
                if (n < 0 && errno == EINTR) continue;
                if (n < 0) return trouble("write");
                bytes.remove_prefix(static_cast<std::size_t>(n));
            }
            return {};
        };
        if (const Result<void> written = make(write); !written) {
            ::unlink(aside.c_str());
            return written;
        }
        if (sync == Sync::Disk && ::fsync(file.fd) != 0) {
            const auto error = trouble("sync");
            ::unlink(aside.c_str());
            return error;
        }
    }
    if (::rename(aside.c_str(), target.c_str()) != 0) {
        const auto error = trouble("rename to");
        ::unlink(aside.c_str());
        return error;
    }
    return {};
}

Make allOf(std::span<const std::string_view> parts) {
    return [parts](const WritePiece& write) -> Result<void> {
        for (const std::string_view bytes : parts) WHITTLE_TRY_VOID(write(bytes));
        return {};
    };
}

}  // namespace

Result<void> writeFileAtomic(const std::filesystem::path& path, std::string_view bytes) { return writeFileAtomic(path, std::span(&bytes, 1)); }
Result<void> writeFileAtomic(const std::filesystem::path& path, std::span<const std::string_view> parts) { return writeAside(path, allOf(parts), Sync::Disk); }
Result<void> writeFilePieces(const std::filesystem::path& path, const Make& make) { return writeAside(path, make, Sync::Disk); }
Result<void> writeFileWhole(const std::filesystem::path& path, std::span<const std::string_view> parts) { return writeAside(path, allOf(parts), Sync::None); }

namespace {

// What a torn write's name says that was to be written; nothing of any other file.
std::optional<std::string_view> tornTarget(std::string_view name) {
    const std::size_t mark = name.rfind(kAsideMark);
    if (mark == name.npos || mark == 0 || name.size() - mark != kAside.size()) return std::nullopt;
    return name.substr(0, mark);
}

}  // namespace

Result<void> removeTornWrites(const std::filesystem::path& folder, bool (*isOurs)(std::string_view target)) {
    std::error_code trouble;
    if (!std::filesystem::exists(folder, trouble)) return {};
    std::vector<std::filesystem::path> torn;
    for (std::filesystem::directory_iterator file(folder, trouble), end; !trouble && file != end; file.increment(trouble)) {
        const std::string name = file->path().filename().string();
        std::error_code gone;
        if (const auto target = tornTarget(name); target && isOurs(*target) && file->symlink_status(gone).type() == std::filesystem::file_type::regular)
            torn.push_back(file->path());
    }
    for (const std::filesystem::path& file : torn)
        if (!trouble) std::filesystem::remove(file, trouble);
    if (trouble) return fail(Code::Io, "cannot clear torn files out of {}: {}", folder.string(), trouble.message());
    return {};
}

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::filesystem::path& path) {
    Fd file(openToRead(path));
    if (file.fd < 0) return fail(Code::Io, "cannot open {}: {}", path.string(), std::strerror(errno));
    WHITTLE_TRY(const std::uint64_t size, regularSize(file.fd, path));
    if (size == 0) return std::shared_ptr<const MappedFile>(new MappedFile(nullptr, 0));
    void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.fd, 0);
    if (data == MAP_FAILED) return fail(Code::Io, "cannot map {}: {}", path.string(), std::strerror(errno));
    return std::shared_ptr<const MappedFile>(new MappedFile(static_cast<const std::byte*>(data), size));
}

MappedFile::~MappedFile() {
    if (m_data) ::munmap(const_cast<std::byte*>(m_data), m_size);
}

}  // namespace whittle

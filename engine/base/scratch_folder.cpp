#include "engine/base/scratch_folder.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace whittle {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "whittle-candidates-";
// Held while its process lives: a number of a process says nothing once it was given to another.
constexpr const char* kLock = "in-use";

int lockOf(const fs::path& folder, int flags) {
    const int fd = ::open((folder / kLock).c_str(), O_RDWR | O_CLOEXEC | flags, 0600);
    if (fd >= 0 && ::flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
    if (fd >= 0) ::close(fd);
    return -1;
}

void removeAbandoned(const fs::path& parent) {
    std::error_code trouble;
    std::vector<fs::path> found;
    for (fs::directory_iterator entry(parent, trouble), end; !trouble && entry != end; entry.increment(trouble))
        if (entry->path().filename().string().starts_with(kPrefix)) found.push_back(entry->path());
    for (const fs::path& folder : found)
        if (const int lock = lockOf(folder, 0); lock >= 0) {
            removeWhole(folder);
            ::close(lock);
        }
}

}  // namespace

Result<ScratchFolder> ScratchFolder::make() {
    std::error_code trouble;
    const fs::path parent = fs::temp_directory_path(trouble);
    if (trouble) return fail(Code::Io, "cannot tell the folder for temporary files: {}", trouble.message());
    return make(parent);
}

Result<ScratchFolder> ScratchFolder::make(const fs::path& parent) {
    removeAbandoned(parent);
    std::string name = (parent / kPrefix).string() + "XXXXXX";
    if (!::mkdtemp(name.data())) return fail(Code::Io, "cannot make a folder in {}: {}", parent.string(), std::strerror(errno));
    const int lock = lockOf(name, O_CREAT);
    if (lock < 0) {
        const int error = errno;
        removeWhole(name);
        return fail(Code::Io, "cannot lock {}: {}", name, std::strerror(error));
    }
    return ScratchFolder(name, lock);
}

ScratchFolder::ScratchFolder(ScratchFolder&& other) noexcept
    : m_path(std::move(other.m_path)), m_lock(std::exchange(other.m_lock, -1)) {}

ScratchFolder::~ScratchFolder() {
    if (m_lock < 0) return;
    removeWhole(m_path);
    ::close(m_lock);
}

bool removeWhole(const fs::path& folder) {
    std::error_code trouble;
    fs::remove_all(folder, trouble);
    if (!trouble) return true;
    // Whoever wrote it took rights away. Links are not followed.
    const auto open = [](const fs::path& path) {
        std::error_code ignored;
        fs::permissions(path, fs::perms::owner_all, fs::perm_options::add | fs::perm_options::nofollow, ignored);
    };
    open(folder);
    std::error_code walk;
    for (fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, walk), end; !walk && entry != end;
         entry.increment(walk))
        if (std::error_code ignored; entry->is_directory(ignored) && !entry->is_symlink(ignored)) open(entry->path());
    fs::remove_all(folder, trouble);
    return !trouble;
}

}  // namespace whittle

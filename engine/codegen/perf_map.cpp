#include "engine/codegen/perf_map.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace whittle {

Result<std::shared_ptr<PerfMap>> PerfMap::create(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (descriptor < 0) return fail(Code::Io, "cannot write {}: {}", file.string(), std::strerror(errno));
    std::shared_ptr<PerfMap> out(new PerfMap(descriptor, file));
    struct stat found {};
    if (::fstat(descriptor, &found) != 0 || !S_ISREG(found.st_mode) || found.st_uid != ::geteuid() || found.st_nlink != 1)
        return fail(Code::Io, "{} is no file of this user's own", file.string());
    if (::fchmod(descriptor, 0600) != 0 || ::ftruncate(descriptor, 0) != 0) return fail(Code::Io, "cannot empty {}: {}", file.string(), std::strerror(errno));
    return out;
}

PerfMap::~PerfMap() { ::close(m_descriptor); }

Result<void> PerfMap::add(const void* start, std::size_t bytes, std::string_view name) {
    std::string line = fmt::format("{:x} {:x} {}", reinterpret_cast<std::uintptr_t>(start), bytes, name);
    std::ranges::replace_if(line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '_');
    line += '\n';
    for (;;) {
        const ssize_t written = ::write(m_descriptor, line.data(), line.size());
        if (written == static_cast<ssize_t>(line.size())) return {};
        if (written < 0 && errno == EINTR) continue;
        return fail(Code::Io, "cannot write {}: {}", m_file.string(), written < 0 ? std::strerror(errno) : "no room");
    }
}

}  // namespace whittle

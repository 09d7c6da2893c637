#include "engine/base/memory_limit.h"

#include <algorithm>
#include <cstdlib>

#include <unistd.h>

#include "engine/base/files.h"

namespace whittle {
namespace {

[[maybe_unused]] std::uint64_t addressSpace() {
    const Result<std::string> pages = readFile("/proc/self/statm");
    return pages ? std::strtoull(pages->c_str(), nullptr, 10) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) : 0;
}

}  // namespace

MemoryLimit::MemoryLimit(std::uint64_t extraBytes) {
#ifndef WHITTLE_SANITIZED
    const std::uint64_t now = addressSpace();
    if (now == 0 || ::getrlimit(RLIMIT_AS, &m_before) != 0) return;
    rlimit limit = m_before;
    limit.rlim_cur = std::min<rlim_t>(now + extraBytes, m_before.rlim_max);
    m_set = ::setrlimit(RLIMIT_AS, &limit) == 0;
#else
    (void)extraBytes;
#endif
}

MemoryLimit::~MemoryLimit() {
    if (m_set) ::setrlimit(RLIMIT_AS, &m_before);
}

}  // namespace whittle

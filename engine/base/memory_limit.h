// A bound on the memory that this process may take from here on: what would take all of the machine's is an error of its own.
#pragma once

#include <cstdint>

#include <sys/resource.h>

namespace whittle {

/// The address space that the process may have on top of what it has now; lifted when it goes out of scope. Allocations beyond it throw.
/// Under sanitizers, which reserve terabytes of it, nothing is bounded.
class MemoryLimit {
public:
    explicit MemoryLimit(std::uint64_t extraBytes);
    ~MemoryLimit();
    MemoryLimit(const MemoryLimit&) = delete;
    MemoryLimit& operator=(const MemoryLimit&) = delete;

private:
    rlimit m_before{};
    bool m_set = false;
};

}  // namespace whittle

// What this machine has: bounds for what a file may ask for.
#pragma once

#include <cstdint>

#include <unistd.h>

namespace whittle {

/// Bytes of physical memory.
inline std::int64_t machineMemory() { return std::int64_t{sysconf(_SC_PHYS_PAGES)} * sysconf(_SC_PAGESIZE); }

}  // namespace whittle

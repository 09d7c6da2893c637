// What this machine can do at best: multiply-adds and memory traffic, by micro-kernels of our own. What a kernel reaches is held against it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace whittle {

/// How fast data moves that a cache holds.
struct CacheRoof {
    int level = 0;           ///< 1, 2, 3
    std::uint64_t bytes = 0; ///< that the caches of this level hold, of all threads
    double triad = 0;        ///< GB/s
};

/// What the machine gives, measured; 0: it lacks the instructions, or was not measured.
struct MachineRoof {
    double fmaF32 = 0;    ///< GFLOP/s
    double fmaBf16 = 0;   ///< GFLOP/s of dot products of bfloat16 pairs
    double triad = 0;     ///< GB/s, ordinary stores
    double triadNt = 0;   ///< GB/s, stores that bypass the cache
    std::string isa = {}; ///< of the multiply-adds: "avx512"
    std::vector<CacheRoof> caches = {};  ///< smallest first; none where the system does not tell their sizes
    int threads = 0;      ///< that did all this
};

enum class RoofCare {
    Thorough,  ///< takes about a second
    Quick,     ///< a quarter of it; on a busy machine a few percent low
};

/// Runs on `threads` threads and takes the best of several tries, since other work on the machine
/// only makes a try slower. Uses the widest instructions that both the compiler and the CPU know.
MachineRoof measureRoof(int threads, RoofCare care);

}  // namespace whittle
